"""Writing a file so that whoever reads it sees all of it or nothing."""

import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, its folder made where it is missing.

    Scans pass over the partial file, whose name begins with a dot, should the process be killed.

    Raises:
        OSError: the disk is full, or the file is held open by another program.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
