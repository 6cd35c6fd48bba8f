"""Putting right what can be put right without asking."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from generator.proofreading.finding import Finding
from generator.proofreading.prose import Prose, read

_ROUNDS = 8
"""Putting one thing right may show another, as a space after a comma made full-width."""


class Round(NamedTuple):
    """A text, and what was put right in it."""

    text: str
    prose: Prose
    fixed: list[Finding]


def mend(
    text: str, look: Callable[[Prose], Iterable[Finding]], read: Callable[[str], Prose] = read
) -> tuple[str, list[Round]]:
    """A text with all put right that may be, and what that was, round by round."""
    rounds: list[Round] = []
    for _ in range(_ROUNDS):
        prose = read(text)
        made = [(one, found) for one in look(prose) if (found := _edit(one, prose, text)) is not None]
        if not made:
            break
        rounds.append(Round(text, prose, [one for one, _ in made]))
        text = _apply(text, [found for _, found in made])
    return text, rounds


class _Edit(NamedTuple):
    """A passage of a file and what is to stand there."""

    start: int
    end: int
    new: str


def _edit(finding: Finding, prose: Prose, text: str) -> _Edit | None:
    """The edit that follows from a finding, None where it is the editor's to decide.

    In YAML, as front matter is, a quote or a colon has a meaning, so only a title's end is edited there.
    """
    if not finding.safe or finding.new is None or (finding.start < prose.body and finding.code != "P10"):
        return None
    start, end = prose.source(finding.start, finding.end)
    stands_there = text[start:end] == prose.text[finding.start : finding.end]
    return _Edit(start, end, finding.new) if stands_there else None


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    """The text with the edits made; of two that overlap, the first."""
    parts, at = [], 0
    for one in sorted(edits):
        if one.start >= at:
            parts += [text[at : one.start], one.new]
            at = one.end
    return "".join([*parts, text[at:]])
