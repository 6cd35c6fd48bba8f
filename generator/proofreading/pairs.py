"""Brackets and quotes: straight quotes, pairs that lack a half, pairs inside pairs (GB/T 15834—2011)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import Prose

# --- P02: quotes of other kinds -------------------------------------------------------------------

_HAN = re.compile(f"[{LETTERS}，。；：？！、》）]")
_STRAIGHT = re.compile(
    r"(?<!\d)\"(?P<double>[^\"\n]+)\"|(?<![A-Za-z0-9])'(?P<single>[^'\n]+)'(?![A-Za-z0-9])"
)
_INCHES = re.compile(r"(?<=\d)\"")
_CORNERS = {"「": "“", "」": "”", "『": "‘", "』": "’"}
_CORNER = re.compile(r"[「」『』]")


def quotes(prose: Prose) -> Iterator[Finding]:
    """P02: quotes in Chinese are “ ” and, inside of them, ‘ ’ (GB/T 15834—2011 §4.8)."""
    text = prose.text
    if '"' in text or "'" in text:
        for paragraph in prose.paragraphs:
            yield from _straight(text, paragraph.start, paragraph.end)
    for found in _CORNER.finditer(text):
        new = _CORNERS[found[0]]
        if found[0] in "『』" and not _is_inside(text, found.start(), "「", "」"):
            new = "“" if found[0] == "『" else "”"
        yield _quote(found.start(), found[0], new)


def _straight(text: str, start: int, end: int) -> Iterator[Finding]:
    found = list(_STRAIGHT.finditer(text, start, end))
    paired = sum(one["double"] is not None for one in found)
    alone = text.count('"', start, end) - 2 * paired - len(_INCHES.findall(text, start, end))
    for one in found:
        if not _is_chinese(text, one):
            continue
        if alone > 0 and one["double"] is not None:
            yield Finding(
                one.start(), one.start() + 1, "P02", "半角的引号没有成对。", "引号用 “ 和 ” ，一前一后。"
            )
            continue
        inside = _is_inside(text, one.start(), "“", "”") or text.count('"', start, one.start()) % 2 == 1
        opening, closing = ("‘", "’") if inside else ("“", "”")
        yield _quote(one.start(), one[0][0], opening)
        yield _quote(one.end() - 1, one[0][-1], closing)


def _is_chinese(text: str, found: re.Match[str]) -> bool:
    inner = found["double"] or found["single"]
    if found["single"]:
        return _HAN.search(inner) is not None
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    return _HAN.search(inner) is not None or _HAN.search(around) is not None


def _is_inside(text: str, offset: int, opening: str, closing: str) -> bool:
    start = text.rfind("\n", 0, offset) + 1
    return text.count(opening, start, offset) > text.count(closing, start, offset)


def _quote(offset: int, old: str, new: str) -> Finding:
    message = f"引号用了“{old}”。" if old in _CORNERS else f"引号用了半角的 {old} 。"
    return Finding(offset, offset + 1, "P02", message, f"改为 {new} 。", new, True)


# --- P08, P09: pairs ------------------------------------------------------------------------------

_CLOSES = {"（": "）", "“": "”", "‘": "’", "《": "》", "〈": "〉", "【": "】", "〔": "〕"}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_SIGNS = re.compile(rf"[{''.join(_CLOSES)}{''.join(_OPENS)}()]")
_AS_FULL = {"(": "（", ")": "）"}
_LEVEL_BEFORE = re.compile(r"(?:^|[\n。；：，、;:,])[ ]*(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
_LATIN_APOSTROPHE = re.compile(r"[A-Za-z]’[A-Za-z]|s’ ")
_INNER = {"“": "‘", "”": "’", "《": "〈", "》": "〉"}
_FAMILY = {"“": "quotes", "‘": "quotes", "《": "books", "〈": "books"}


_DEEPEST = 20
"""Signs that can be open at a time; more are no prose, and looking through them would take minutes."""


class _Open(NamedTuple):
    """An opening sign; `depth` counts those of its family that it stands in, itself included."""

    offset: int
    sign: str
    depth: int


def pairs(prose: Prose) -> Iterator[Finding]:
    """P08: what is opened is closed, in the same paragraph; P09: inside of “” and 《》 stand ‘’ and 〈〉.

    GB/T 15834—2011 §4.8, §4.9, §4.15. A quotation of several paragraphs opens with each of them.
    """
    text = prose.text
    for number, paragraph in enumerate(prose.paragraphs):
        following = prose.paragraphs[number + 1].start if number + 1 < len(prose.paragraphs) else len(text)
        yield from _of_paragraph(text, paragraph.start, paragraph.end, following)


def _of_paragraph(text: str, start: int, end: int, following: int) -> Iterator[Finding]:
    waiting: list[_Open] = []
    nested: list[int] = []
    for found in _SIGNS.finditer(text, start, end):
        sign, offset = _AS_FULL.get(found[0], found[0]), found.start()
        if sign in _CLOSES:
            waiting.append(_Open(offset, sign, _depth(sign, waiting)))
            continue
        if _LATIN_APOSTROPHE.match(text, offset - 1):
            continue
        back = next(
            (n for n, one in enumerate(reversed(waiting[-_DEEPEST:]), 1) if one.sign == _OPENS[sign]), 0
        )
        if not back:
            if not (sign == "）" and _LEVEL_BEFORE.search(text[max(start, offset - 6) : offset])):
                yield _alone(offset, found[0], "前面", _OPENS[sign])
            continue
        yield from (_unclosed(one, text) for one in waiting[len(waiting) - back + 1 :])
        opening = waiting[-back]
        del waiting[-back:]
        if opening.sign in _INNER and opening.depth % 2 == 0:
            nested += [opening.offset, offset]
    goes_on = text[following : following + 1] == "“"
    left = [one for one in waiting if not (one.sign == "“" and one.offset == start and goes_on)]
    yield from (_unclosed(one, text) for one in left)
    if not left:
        yield from (_inner(offset, text[offset]) for offset in nested)


def _depth(sign: str, waiting: list[_Open]) -> int:
    """How many signs of a family are open with this one: an even one has to be an inner sign."""
    family = _FAMILY.get(sign)
    outer = next((one for one in reversed(waiting[-_DEEPEST:]) if _FAMILY.get(one.sign) == family), None)
    return outer.depth + 1 if outer else 1


def _unclosed(one: _Open, text: str) -> Finding:
    return _alone(one.offset, text[one.offset], "后面", _CLOSES[one.sign])


def _alone(offset: int, sign: str, where: str, other: str) -> Finding:
    message = f"“{sign}”没有配对。" if sign not in "“”" else f"引号 {sign} 没有配对。"
    return Finding(offset, offset + 1, "P08", message, f"{where}缺少 {other} ，或这里多了。")


def _inner(offset: int, sign: str) -> Finding:
    new = _INNER[sign]
    outer = "引号" if sign in "“”" else "书名号"
    return Finding(
        offset, offset + 1, "P09", f"{outer}里面又用了 {sign} 。", f"里面一层用 {new} 。", new, True
    )
