"""What is published as it is: pictures, attachments, the theme's assets; and the list of all files."""

from collections.abc import Iterable, Mapping

import msgspec

from generator import urls
from generator.jobs import Files

GENERATOR = "jianbao"
"""How a folder that a build has written is known: its manifest says so."""


def copied(address: str, content: bytes) -> Files:
    """A file under its address."""
    return ((address, content),)


def assets(files: Mapping[str, bytes]) -> Files:
    """The theme's assets under addresses that change with their content."""
    return tuple((urls.asset(name, content), content) for name, content in sorted(files.items()))


class _Listed(msgspec.Struct, frozen=True):
    path: str
    size: int
    sha256: str


def manifest(files: Iterable[tuple[str, int, str]]) -> bytes:
    """`manifest.json`: path, size in bytes and SHA-256 of each file of the site but itself, a line a file."""
    encode = msgspec.json.Encoder().encode
    lines = b",\n".join(encode(_Listed(*file)) for file in sorted(files))
    return b'{"generator": "%s", "files": [\n%s\n]}\n' % (GENERATOR.encode(), lines)
