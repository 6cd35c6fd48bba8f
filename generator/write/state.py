"""What the last build knew, kept beside the site so that the next one can leave alone what is right.

State is never trusted further than it can be checked: unknown, damaged or of another program it is no state,
and the build is a clean one.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from generator.files import write_whole
from generator.model import Problem, Value
from generator.read.sources import Stamp, stamp

FOLDER = ".jianbao"
_FILE = "state.msgpack"
_COARSE = 10_000_000
"""Nanoseconds: a file system whose times are multiples of it counts whole seconds (FAT: two)."""


class Written(Value, frozen=True):
    """A file of the output: what was written, and its stamp afterwards."""

    size: int
    sha256: str
    stamp: Stamp


class State(Value, frozen=True):
    """The inputs as they were, and the output as it was left.

    `seen` is the file system's time of the scan, `options` stands for what else the build depended on: its
    options and the theme. `problems` are its warnings; `details` is what only a build that has something
    to do needs, encoded: `survey.Details`.
    """

    program: str
    options: str
    seen: int
    inputs: dict[str, Stamp]
    outputs: dict[str, Written]
    saved: int
    problems: tuple[Problem, ...]
    issues: int
    items: int
    details: bytes

    def changed_inputs(self, now: Mapping[str, Stamp]) -> list[str]:
        """Files that came, went, or are not surely what they were at the last scan."""
        changed = [n for n, s in now.items() if self.inputs.get(n) != s or _racy(s, self.seen)]
        return [*changed, *(self.inputs.keys() - now.keys())]

    def left_alone(self, output: Path, found: Mapping[str, Stamp]) -> frozenset[str]:
        """The files of the output that are what was written; reads those of which the clock can't tell."""
        same = [a for a, now in found.items() if a in self.outputs and self.outputs[a].stamp == now]
        return frozenset(
            address
            for address in same
            if not _racy(found[address], self.saved)
            or sha256(output / address) == self.outputs[address].sha256
        )


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _racy(now: Stamp, then: int) -> bool:
    """Whether a change within the same clock tick as `then` could have left the stamp as it is."""
    newest = max(now.mtime_ns, now.ctime_ns)
    coarse = now.mtime_ns % _COARSE == 0
    return newest > then - (2_000_000_000 if coarse else 20_000_000)


class StateFolder:
    """The folder that keeps the state of one output of a site."""

    def __init__(self, site: Path, output: Path) -> None:
        name = hashlib.blake2b(os.fsencode(output.resolve()), digest_size=6).hexdigest()
        self.path = site / FOLDER / name

    def load(self, program: str) -> State | None:
        """The state of the last build by the same program, if there is any."""
        try:
            state = msgspec.msgpack.decode((self.path / _FILE).read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            return None
        return state if state.program == program else None

    def save(self, state: State) -> None:
        """Keep the state, whole or not at all."""
        write_whole(self.path / _FILE, msgspec.msgpack.encode(state))

    def remove(self) -> None:
        """Drop all that is kept for this output."""
        shutil.rmtree(self.path, ignore_errors=True)

    def clock(self) -> int:
        """The present time by the file system's own clock, in nanoseconds; a share may keep another one."""
        probe = self.path / "clock"
        probe.write_bytes(b"")
        os.utime(probe)
        return stamp(probe.stat()).mtime_ns
