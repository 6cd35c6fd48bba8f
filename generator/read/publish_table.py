"""The table `publish` of site.yaml: where the site is published, without any password."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from generator.model import Place, PublishTarget, Text
from generator.read import schema
from generator.read.schema import Entry, Field, Findings, Table

TARGET = Table(
    "发布目标",
    Field(
        "url",
        "地址",
        schema.placed_text,
        "文件夹，或 sftp://用户名@服务器/文件夹、ftp://用户名@服务器/文件夹。",
        required=True,
    ),
    Field("releases", "保留", schema.count, "服务器上保留几版，默认 5；0 表示不分版，逐个换文件。"),
)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_SERVERS = frozenset(("sftp", "ssh", "ftp", "ftps"))


def publish_targets(
    listed: Iterable[tuple[str, Place, Mapping[str, Entry]]], findings: Findings
) -> tuple[PublishTarget, ...]:
    """The targets in their order; what can't be one is reported and left out."""
    found = []
    for name, place, entries in listed:
        if not _NAME.fullmatch(name):
            hint = "只用小写字母、数字和连字符，如 intranet。"
            findings.add(place, "K02", f"“{name}”不能作发布目标的名称。", hint, old=name)
        elif "url" in entries and _is_right(entries["url"].value, findings):
            releases = entries["releases"].value if "releases" in entries else PublishTarget("", "").releases
            found.append(PublishTarget(name, entries["url"].value.value, releases))
    return tuple(found)


def _is_right(url: Text, findings: Findings) -> bool:
    """Whether an address can be one; a password in it is not repeated in the message."""
    if not _SCHEME.match(url.value):
        return True
    try:
        parts = urlsplit(url.value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        findings.add(url.place, "K02", "发布地址里的服务器或端口写得不对。", _HINT)
        return False
    if parts.password is not None or re.search("passw|pwd|secret|token", parts.query, re.IGNORECASE):
        hint = "删去它；密码放进环境变量 JIANBAO_PASSWORD 或系统的密码库，见 docs/publishing.md。"
        findings.add(url.place, "K03", "发布地址里写了密码。", hint)
        return False
    if parts.scheme in _SERVERS and (not host or parts.path in {"", "/"} or parts.query or parts.fragment):
        findings.add(url.place, "K02", "发布地址不完整，要有服务器和文件夹。", _HINT, old=url.value)
        return False
    return True


_HINT = "写成如 sftp://user@10.1.2.3/srv/jianbao。"
