"""Putting right what can be put right without asking."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.proofreading.finding import Finding
from generator.proofreading.prose import Prose


class Edit(NamedTuple):
    """A passage of a file and what is to stand there."""

    start: int
    end: int
    new: str


def edit(finding: Finding, prose: Prose, text: str) -> Edit | None:
    """The edit that follows from a finding, None where it is the editor's to decide.

    Front matter is YAML, where a quote or a colon has a meaning, so only a title's end is edited there.
    """
    if not finding.safe or finding.new is None or (finding.start < prose.body and finding.code != "P10"):
        return None
    start, end = prose.source(finding.start, finding.end)
    stands_there = text[start:end] == prose.text[finding.start : finding.end]
    return Edit(start, end, finding.new) if stands_there else None


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of two that overlap, the first."""
    parts, at = [], 0
    for one in sorted(edits):
        if one.start >= at:
            parts += [text[at : one.start], one.new]
            at = one.end
    return "".join([*parts, text[at:]])
