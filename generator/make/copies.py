"""What is published as it is: pictures, attachments, the theme's assets; and the lists of all files."""

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


class Listed(msgspec.Struct, frozen=True):
    """A file as `manifest.json` tells of it."""

    path: str
    size: int
    sha256: str


def manifest(files: Iterable[tuple[str, int, str]]) -> bytes:
    """`manifest.json`: path, size in bytes and SHA-256 of each file of the site, a line a file.

    Itself and `SHA256SUMS`, which tells of it, it can't name.
    """
    encode = msgspec.json.Encoder().encode
    lines = b",\n".join(encode(Listed(*file)) for file in sorted(files))
    return b'{"generator": "%s", "files": [\n%s\n]}\n' % (GENERATOR.encode(), lines)


def sums(files: Iterable[tuple[str, str]]) -> bytes:
    """`SHA256SUMS`: digest and path of each file but itself, as `sha256sum -c` reads them."""
    return "".join([f"{digest}  {path}\n" for path, digest in sorted(files)]).encode()
