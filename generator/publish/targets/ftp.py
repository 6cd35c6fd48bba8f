"""FTP through fsspec, and the client of the standard library beneath it.

fsspec's file system connects and logs in. It keeps lists of folders that another connection may have changed
and reads the lists of Unix servers only; so the operations go to its `ftp`, a `ftplib.FTP`.
"""

import ftplib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from fsspec.implementations.ftp import FTPFileSystem

from generator.publish.errors import ServerError, UnsupportedError
from generator.publish.targets.target import Entry, one_by_one

TIMEOUT = 30
"""Seconds in which a server has to answer."""

_UNIX = re.compile(r"([-dlbcps])\S{9}\S*\s+\d+\s+\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+\S+ (.+)")
_WINDOWS = re.compile(r"\d\d-\d\d-\d{2,4}\s+\d\d:\d\d(?:AM|PM)?\s+(<DIR>|\d+)\s+(.+)")


class _Way(NamedTuple):
    """How a server is reached."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool


class FtpTarget:
    """A folder of an FTP server."""

    connections = 3

    def __init__(self, way: _Way, folder: str, files: FTPFileSystem) -> None:
        self._way, self._folder, self._files = way, folder, files
        self._client: ftplib.FTP = files.ftp

    @property
    def address(self) -> str:
        """`ftp://server/folder`."""
        return f"{'ftps' if self._way.tls else 'ftp'}://{self._way.host}:{self._way.port}{self._folder}"

    def another(self) -> "FtpTarget":
        """Another connection."""
        return FtpTarget(self._way, self._folder, _connect(self._way))

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def list(self, path: str) -> list[Entry]:
        """What a folder holds. Servers without MLSD (IIS) give lists for people, in one of two forms."""
        place = self._at(path)
        with self._telling(path):
            self._client.cwd(place)
            try:
                listed = list(self._client.mlsd(facts=["type", "size"]))
            except ftplib.error_perm:
                lines: list[str] = []
                self._client.dir(lines.append)
                return [entry for line in lines if (entry := parse_line(line)) is not None]
        entries = (_entry(name, facts) for name, facts in listed)
        return [entry for entry in entries if entry is not None]

    def look(self, path: str) -> Entry | None:
        """What stands under a path, by the list of the folder that it stands in."""
        folder, _, name = path.rpartition("/")
        try:
            return next((entry for entry in self.list(folder) if entry.name == name), None)
        except FileNotFoundError:
            return None

    def read(self, path: str) -> bytes:
        """The content of a file."""
        content = io.BytesIO()
        with self._telling(path):
            self._client.retrbinary(f"RETR {self._at(path)}", content.write)
        return content.getvalue()

    def write(self, path: str, content: bytes) -> None:
        """Write a file."""
        with self._telling(path):
            self._client.storbinary(f"STOR {self._at(path)}", io.BytesIO(content))

    def rename(self, old: str, new: str) -> None:
        """Move a file over what is there, which some servers refuse."""
        with self._telling(old):
            self._client.rename(self._at(old), self._at(new))

    def remove(self, path: str) -> None:
        """Remove a file."""
        with self._telling(path):
            self._client.delete(self._at(path))

    def make_folder(self, path: str) -> None:
        """Make a folder; a server does not say why it can't."""
        try:
            with self._telling(path):
                self._client.mkd(self._at(path))
        except ConnectionError:
            raise
        except OSError:
            if self.look(path) is not None:
                raise FileExistsError(f"{self.address}/{path}") from None
            raise

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder."""
        with self._telling(path):
            self._client.rmd(self._at(path))

    def symlink(self, to: str, path: str) -> None:
        """FTP has no links."""
        raise UnsupportedError(f"{path} -> {to}")

    def read_link(self, path: str) -> str:
        """FTP has no links."""
        raise UnsupportedError(path)

    def hard_link(self, old: str, new: str) -> None:
        """FTP has no links."""
        raise UnsupportedError(f"{old} = {new}")

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        """Give files second names."""
        return one_by_one(self.hard_link, old, new, paths)

    def _at(self, path: str) -> str:
        return f"{self._folder}/{path}" if path else self._folder or "/"

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Failures as the errors that they are. 550 means most often, not always, that nothing is there."""
        try:
            yield
        except ftplib.error_perm as error:
            if str(error).startswith("550") and not _denied(str(error)):
                raise FileNotFoundError(f"{self.address}/{path}：{error}") from error
            raise OSError(f"服务器拒绝了（{error}）：{self.address}/{path}") from error
        except (EOFError, OSError, ftplib.Error) as error:
            raise ConnectionError(f"{self.address} 没有做完（{error or '连接中断了'}）：{path}") from error


def _denied(said: str) -> bool:
    return any(word in said.lower() for word in ("permission", "denied", "not enough", "exists", "in use"))


def _entry(name: str, facts: dict[str, str]) -> Entry | None:
    match facts.get("type", "").lower():
        case "file":
            return Entry(name, "file", int(facts.get("size", 0)))
        case "dir":
            return Entry(name, "folder")
        case "cdir" | "pdir":
            return None
        case _:
            return Entry(name, "link")


def parse_line(line: str) -> Entry | None:
    """A line of LIST, as Unix servers write it or as IIS does; None where it is neither, or no entry."""
    unix = _UNIX.fullmatch(line)
    if unix:
        kind, size, name = unix.groups()
        if kind == "l":
            return Entry(name.partition(" -> ")[0], "link")
        if name in {".", ".."}:
            return None
        return Entry(name, "folder") if kind == "d" else Entry(name, "file", int(size))
    windows = _WINDOWS.fullmatch(line)
    if windows:
        size, name = windows.groups()
        return Entry(name, "folder") if size == "<DIR>" else Entry(name, "file", int(size))
    return None


def open_ftp(
    host: str, port: int, user: str | None, password: str | None, folder: str, *, tls: bool
) -> FtpTarget:
    """Connect to a folder of an FTP server.

    Raises:
        ServerError: it can't be reached, or does not let us in.
    """
    way = _Way(host, port, user, password, tls)
    return FtpTarget(way, folder.rstrip("/"), _connect(way))


def _connect(way: _Way) -> Any:
    try:
        return FTPFileSystem(
            way.host,
            port=way.port,
            username=way.user,
            password=way.password,
            timeout=TIMEOUT,
            tls=way.tls,
            skip_instance_cache=True,
        )
    except ftplib.error_perm as error:
        raise ServerError(f"服务器 {way.host} 不让登录（用户 {way.user or '匿名'}）：{error}") from error
    except (EOFError, OSError, ftplib.Error) as error:
        raise ServerError(f"连不上服务器 {way.host} 的 {way.port} 端口（{error}）。") from error
