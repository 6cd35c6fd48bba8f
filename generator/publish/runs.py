"""Runs of characters that must not be found: what drafts and withdrawn items say and no published item does.

A run is `LENGTH` characters, white space apart and folded as search folds them. It is found wherever it
begins: each window of `LENGTH` characters holds a piece of `PIECE` that begins at a multiple of `STEP`, so a
text is probed there alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.chinese import UNSEEN
from generator.make.search import folded

LENGTH = 24
PIECE = 12
STEP = LENGTH - PIECE + 1

_SPACE = re.compile(rf"[\s{UNSEEN}]+")
"""What setting adds or takes away: spaces, and characters that show nothing."""


class Runs(NamedTuple):
    """Runs that are looked for, each with the file that it stands in; `pieces` are what is probed first."""

    sources: Mapping[str, str]
    pieces: frozenset[str]

    @property
    def digest(self) -> str:
        """The same for the same runs."""
        return hashlib.blake2b("\n".join(sorted(self.sources)).encode(), digest_size=16).hexdigest()


class Run(NamedTuple):
    """A run that was found: the file it stands in, and the text there as far as it goes on."""

    source: str
    text: str


def squeezed(text: str) -> str:
    """The text as runs are compared: folded, without white space."""
    return _SPACE.sub("", folded(text))


def forbidden(secret: Iterable[tuple[str, str]], published: Iterable[str]) -> Runs:
    """The runs of secret texts, each given with its file, but those of what is `published`."""
    sources: dict[str, str] = {}
    for file, text in secret:
        for run in _windows(squeezed(text)):
            sources.setdefault(run, file)
    runs = _runs(sources)
    if runs.sources:
        for text in published:
            plain = squeezed(text)
            for place in places(runs, plain):
                sources.pop(plain[place : place + LENGTH], None)
    return _runs(sources)


def found(runs: Runs, plain: str) -> Iterator[Run]:
    """The runs in a squeezed text; those that go on from each other are told as one."""
    begin, source, end = 0, "", -1
    for place in places(runs, plain):
        if place > end:
            if source:
                yield Run(source, plain[begin:end])
            begin, source = place, runs.sources[plain[place : place + LENGTH]]
        end = place + LENGTH
    if source:
        yield Run(source, plain[begin:end])


def places(runs: Runs, plain: str) -> Iterator[int]:
    """Where the runs begin in a squeezed text."""
    pieces, known = runs.pieces, runs.sources
    if not pieces:
        return
    for start in range(0, len(plain) - PIECE + 1, STEP):
        if plain[start : start + PIECE] in pieces:
            for place in range(max(0, start + PIECE - LENGTH), start + 1):
                if plain[place : place + LENGTH] in known:
                    yield place


def _runs(sources: Mapping[str, str]) -> Runs:
    pieces = (run[at : at + PIECE] for run in sources for at in range(STEP))
    return Runs(sources, frozenset(pieces))


def _windows(plain: str) -> Iterator[str]:
    return (plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1))
