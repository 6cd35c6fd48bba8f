"""From an address in site.yaml to a target: a folder, SFTP, FTP, or whatever else fsspec knows."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from generator.model import PublishTarget
from generator.publish.credentials import password
from generator.publish.errors import ServerError
from generator.publish.targets.local import LocalTarget
from generator.publish.targets.target import Target

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
TESTED = frozenset(("", "file", "sftp", "ssh", "ftp", "ftps"))


def scheme(url: str) -> str:
    """How a place is reached: empty for a folder's path."""
    found = _SCHEME.match(url)
    return found[1].lower() if found else ""


def connect(wanted: PublishTarget, site: Path) -> Target:
    """Connect to a target; the path of a folder counts from the site's.

    Raises:
        ServerError: it can't be reached, or a package for it is not installed.
    """
    kind = scheme(wanted.url)
    parts = urlsplit(wanted.url)
    match kind:
        case "":
            return LocalTarget(Path(os.path.abspath(site / wanted.url)))  # noqa: PTH100 - follows no links
        case "file":
            host = f"//{parts.netloc}" if parts.netloc not in {"", "localhost"} else ""
            return LocalTarget(Path(url2pathname(f"{host}{parts.path}")))
        case "sftp" | "ssh" | "ftp" | "ftps":
            user = unquote(parts.username) if parts.username else None
            host, folder = parts.hostname or "", unquote(parts.path)
            secret = password(wanted.name)
            try:
                if kind in {"sftp", "ssh"}:
                    from generator.publish.targets.sftp import open_sftp  # noqa: PLC0415 - an extra

                    return open_sftp(host, parts.port or 22, user, secret, folder)
                from generator.publish.targets.ftp import open_ftp  # noqa: PLC0415 - an extra

                return open_ftp(host, parts.port or 21, user, secret, folder, tls=kind == "ftps")
            except ImportError as error:
                extra = "sftp" if kind in {"sftp", "ssh"} else "ftp"
                raise ServerError(_missing(kind, f"jianbao[{extra}]")) from error
        case _:
            return _other(kind, wanted.url)


def _other(kind: str, url: str) -> Target:
    try:
        from generator.publish.targets.other import open_other  # noqa: PLC0415 - an extra

        return open_other(url)
    except ImportError as error:
        raise ServerError(_missing(kind, f"fsspec（和 {kind} 所需的软件包：{error}）")) from error


def _missing(kind: str, package: str) -> str:
    return f"发布到 {kind}:// 要先安装：pip install {package}"
