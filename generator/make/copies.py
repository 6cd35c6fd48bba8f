"""What is published as it is: pictures, attachments, the theme's assets; and the list of all files."""

import json
from collections.abc import Iterable, Mapping

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


def manifest(files: Iterable[tuple[str, int, str]]) -> bytes:
    """`manifest.json`: path, size in bytes and SHA-256 of each file of the site but itself, a line a file."""
    lines = [
        json.dumps({"path": path, "size": size, "sha256": sha256}) for path, size, sha256 in sorted(files)
    ]
    listed = ",\n".join(lines)
    return f'{{"generator": "{GENERATOR}", "files": [\n{listed}\n]}}\n'.encode()
