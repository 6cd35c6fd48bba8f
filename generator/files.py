"""Writing a file so that whoever reads it sees all of it or nothing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, its folder made where it is missing.

    Raises:
        OSError: the disk is full, or the file is held open by another program.
    """
    with beside(file) as partial:
        partial.write_bytes(content)


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A place beside a file, in a folder made where it is missing; what is written there becomes the file.

    Scans pass over the partial file, whose name begins with a dot, should the process be killed.

    Raises:
        OSError: as in `write_whole`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        yield partial
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
