"""The contents (要目): a check on the body, and the source of credits that the body lacks."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.desk.importing import front, marks
from generator.desk.importing.bulletin import Entry, Known, Said
from generator.desk.importing.crediting import is_credit, last_bracket, of_entry
from generator.desk.importing.lines import Line

_LEADERS = re.compile(r"\s*(?:[.…·．]{2,}|\s)\s*[（(]?\d{1,3}[）)]?$")
_LOOSE = re.compile(r"[\s。，、：；！？“”‘’\"'《》（）()·—…,.:;!?-]")
_AFTER_TITLE = "。：:？！?! 　—（("
_COLUMN = re.compile(r"[\u4e00-\u9fff ]{2,10}")
_LONGEST = 80
_MOST_ENTRIES = 300
_ALIKE = 0.75
_SENTENCE = re.compile(r"[。！？].")


class Match(NamedTuple):
    """A line of the body that begins with a title of the contents: which entry, and where the title ends."""

    entry: int
    end: int


class Contents(NamedTuple):
    """The entries, and the index of the first line after them."""

    entries: tuple[Entry, ...]
    end: int


def head(lines: Sequence[Line]) -> int | None:
    """The index of the line that heads the contents (本期要目, 内容提要, 目录 …); None where there is none.

    Sentences may stand before it only in an editor's note; after others it heads something else.
    """
    noted = False
    for index, line in enumerate(lines):
        if marks.is_contents_head(line.text):
            return index
        noted = noted or front.note(line.text) is not None
        if "。" in line.text and not noted:
            return None
    return None


def read(lines: Sequence[Line], start: int, known: Known) -> Contents:
    """The contents from `start` on, to where the body repeats a title or runs into sentences."""
    entries: list[Entry] = []
    section: Said[str] | None = None
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        column = column_head(line, known.sections) or _plain_column(lines[index : index + 2])
        if column and (index + 1 == len(lines) or _is_new(column, entries)):
            section = column
            continue
        if column or len(entries) == _MOST_ENTRIES or _is_body(line, entries):
            return Contents(*_given_back(entries, line, end))
        entries.append(_entry(line, section, known))
        end = index + 1
    return Contents(tuple(entries), end)


def column_head(line: Line, columns: Iterable[str]) -> Said[str] | None:
    """The section that a line names: 【负面舆情】, or one of `columns` with whatever adorns it."""
    bare = marks.bare(marks.strip(line.text).rest)
    section = next((column for column in columns if column.replace(" ", "") == bare), None)
    if section is not None:
        return Said(section, line.place(section))
    name = marks.bracketed(line.text)
    if name is None or front.note(f"{name}：…") or marks.is_contents_head(line.text):
        return None
    return Said(name, line.place(name))


def match(text: str, entries: Sequence[Entry]) -> Match | None:
    """The entry whose title a line begins with (the longest), spaces and punctuation let aside."""
    rest = marks.strip(text).rest
    offset = len(text) - len(rest)
    found = [
        Match(i, offset + end)
        for i, entry in enumerate(entries)
        if (end := _prefix(rest, entry.title.value)) is not None
    ]
    return max(found, key=lambda m: m.end, default=None)


def alike(title: str, other: str) -> bool:
    """Whether two titles differ by no more than a few characters."""
    return SequenceMatcher(None, _LOOSE.sub("", title), _LOOSE.sub("", other)).ratio() >= _ALIKE


def same(title: str, other: str) -> bool:
    """Whether two titles are equal, spaces and punctuation let aside."""
    return _LOOSE.sub("", title) == _LOOSE.sub("", other)


def _plain_column(lines: Sequence[Line]) -> Said[str] | None:
    """A few words without a mark, right above a numbered or marked line."""
    if len(lines) < 2 or not _COLUMN.fullmatch(lines[0].text) or not marks.strip(lines[1].text).kind:
        return None
    name = lines[0].text.replace(" ", "")
    return Said(name, lines[0].place(lines[0].text))


def _is_new(column: Said[str], entries: Sequence[Entry]) -> bool:
    """Whether a column has no entries yet; where it comes again, the body has begun."""
    return all(entry.section is None or entry.section.value != column.value for entry in entries)


def _is_body(line: Line, entries: Sequence[Entry]) -> bool:
    text = line.text
    if len(text) > _LONGEST or _SENTENCE.search(text) or front.note(text) or front.is_recipients(text):
        return True
    again = any(entry.section and entry.section.value == marks.bare(text) for entry in entries)
    return again or match(text, entries) is not None


def _given_back(entries: list[Entry], line: Line, end: int) -> tuple[tuple[Entry, ...], int]:
    """Sentences without a mark have their title on the line above, which was no entry then."""
    prose = "。" in line.text and not marks.strip(line.text).kind and not front.note(line.text)
    if prose and match(line.text, entries) is None and len(entries) > 1 and entries[-1].credit is None:
        return tuple(entries[:-1]), end - 1
    return tuple(entries), end


def _entry(line: Line, section: Said[str] | None, known: Known) -> Entry:
    text = _LEADERS.sub("", marks.strip(line.text).rest).rstrip("。 ")
    found = last_bracket(text)
    if found and found[0] > 0 and is_credit(found[1]):
        title = text[: found[0]].rstrip(" .…·。")
        credit = Said(found[1], line.place(found[1]))
        return Entry(Said(title, line.place(title)), credit, of_entry(found[1], line, known), section)
    return Entry(Said(text, line.place(text)), section=section)


def _prefix(text: str, title: str) -> int | None:
    """Where a text's beginning equals a title, spaces and punctuation let aside; it must end there."""
    wanted = _LOOSE.sub("", title)
    matched = 0
    for index, character in enumerate(text):
        if _LOOSE.match(character):
            continue
        if matched == len(wanted):
            return None
        if character != wanted[matched]:
            return None
        matched += 1
        if matched == len(wanted):
            return _closed(text, index + 1)
    return None


def _closed(text: str, end: int) -> int | None:
    """The end of a title with the closing marks that belong to it."""
    while end < len(text) and text[end] in '”’》）)"':
        end += 1
    return end if end == len(text) or text[end] in _AFTER_TITLE else None
