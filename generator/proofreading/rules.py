"""All rules over one text, and what of them stands."""

from collections.abc import Container, Iterator
from datetime import date

from generator.proofreading import dates, marks, numerals, ordinals, pairs, personal, sums, words
from generator.proofreading.finding import Finding
from generator.proofreading.prose import Prose
from generator.read.words import Words


def proofread(prose: Prose, day: date | None, listed: Words, off: Container[str] = ()) -> list[Finding]:
    """What is wrong with a text, in the order of its places; `off` are the codes not to look for.

    `day` is what 今年 and 昨日 are reckoned from, None where it is not known.
    """
    found = [one for one in _written(prose, day) if one.code not in off]
    said = [one for one in _said(prose, day, listed) if one.code not in off]
    kept = [*_apart(found), *said]
    for names in (one for one in prose.paragraphs if one.kind == "names"):
        kept = [one for one in kept if one.code[0] in _OF_NAMES or not names.start <= one.start <= names.end]
    for text in listed.right:
        kept = [one for one in kept if not _is_within(prose.text, one, text)]
    return sorted(kept, key=lambda one: (one.start, one.end, one.code))


_OF_NAMES = "WT"
"""The letters of the rules that look at names, too."""


def _written(prose: Prose, day: date | None) -> Iterator[Finding]:
    """How things are written: of two that overlap, the one that comes first here stands."""
    yield from numerals.document_numbers(prose)
    yield from dates.forms(prose, day)
    yield from numerals.zeros(prose)
    yield from numerals.ranges(prose)
    yield from numerals.approximate(prose)
    yield from ordinals.after_ordinals(prose)
    yield from marks.title_ends(prose)
    yield from pairs.quotes(prose)
    yield from marks.dashes_and_ellipses(prose)
    yield from marks.half_width(prose)
    yield from marks.characters(prose)
    yield from marks.spaces(prose)
    yield from marks.doubled(prose)
    yield from pairs.pairs(prose)


def _said(prose: Prose, day: date | None, listed: Words) -> Iterator[Finding]:
    """What is said."""
    yield from sums.tables(prose)
    yield from sums.sentences(prose)
    yield from dates.days(prose, day)
    yield from dates.relative(prose, day)
    yield from ordinals.series(prose)
    yield from words.until(prose)
    yield from words.listed(prose, listed)
    for found in personal.find(prose.text):
        code = "T01" if found.kind == "身份证号" else "T02"
        yield Finding(
            found.start, found.end, code, f"这里有{found.kind}。", "个人信息不宜刊登，请删去或遮去几位。"
        )


def _apart(found: list[Finding]) -> list[Finding]:
    """Findings of which no two overlap."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for one in found:
        places = range(one.start, max(one.end, one.start + 1))
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return kept


def _is_within(text: str, one: Finding, right: str) -> bool:
    """Whether a finding touches a place where that text stands."""
    at = text.find(right)
    while at >= 0:
        if at < max(one.end, one.start + 1) and one.start < at + len(right):
            return True
        at = text.find(right, at + 1)
    return False
