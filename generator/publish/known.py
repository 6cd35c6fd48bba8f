"""What the gate remembers: files that were scanned and found clean, by their digests.

They are clean only of what was looked for then, by the program of then.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from generator.files import write_whole
from generator.model import Value

_FILE = "gate.msgpack"


class Known(Value, frozen=True):
    """The SHA-256 of clean files; `sought` stands for what they are clean of."""

    sought: str = ""
    clean: frozenset[str] = frozenset()


def recall(folder: Path, sought: str) -> frozenset[str]:
    """The files known to be clean of just what is sought now."""
    try:
        known = msgspec.msgpack.decode((folder / _FILE).read_bytes(), type=Known)
    except (OSError, msgspec.DecodeError):
        return frozenset()
    return known.clean if known.sought == sought else frozenset()


def remember(folder: Path, sought: str, clean: Iterable[str]) -> None:
    """Keep what is clean now, and nothing else."""
    write_whole(folder / _FILE, msgspec.msgpack.encode(Known(sought, frozenset(clean))))
