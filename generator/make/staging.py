"""Files that are made and wait to be moved to their addresses, once all is made."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from generator.model import Value
from generator.read.sources import Stamp, stamp

NOTHING: Mapping[str, str] = MappingProxyType({})


class Staged(Value, frozen=True):
    """A file that was made and waits in the staging folder, under the address that it will have.

    `stamp` is None where these very bytes stand in the output already, so that nothing needs to wait.
    """

    address: str
    size: int
    sha256: str
    stamp: Stamp | None


def stage(folder: Path, address: str, content: bytes, standing: Mapping[str, str] = NOTHING) -> Staged:
    """Put the content of an address into the staging folder.

    `standing` tells the SHA-256 of what stands in the output: an edit leaves most shards of a search table
    as they were, and to write a file takes longer than to look at it.

    Raises:
        OSError: the disk is full, or can't be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    if standing.get(address) == digest:
        return Staged(address, len(content), digest, None)
    path = f"{folder}/{address}"
    try:
        handle = os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _NEW, 0o666)
    with open(handle, "wb", buffering=0) as file:  # noqa: PTH123 - a handle, not a path
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        made = stamp(os.fstat(handle))
    return Staged(address, len(content), digest, made)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


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
