"""Files that are made and wait to be moved to their addresses, once all is made."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.model import Value


class Staged(Value, frozen=True):
    """A file that was made and waits to be moved to its address; `file` is its name in the staging folder."""

    address: str
    size: int
    sha256: str
    file: str


def stage(folder: Path, address: str, content: bytes) -> Staged:
    """Put the content of an address into the staging folder.

    Raises:
        OSError: the disk is full, or can't be written.
    """
    name = hashlib.blake2b(address.encode(), digest_size=12).hexdigest()
    (folder / name).write_bytes(content)
    return Staged(address, len(content), hashlib.sha256(content).hexdigest(), name)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """An empty folder for files that wait, gone afterwards."""
    place = folder / "staging"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
