"""What stands at the beginning of an item, a head of contents or a column: marks, numbers, brackets."""

import re
from typing import NamedTuple

from generator.desk.importing.numerals import HAN_NUMERALS, whole

_SYMBOLS = "◆■※●★☆○◎▲△▼▽□◇◣◢◤◥▶►♦❖◈⊙"
_NUMBERS = (
    ("1、", r"(?P<n>\d{1,2})\s*、"),
    ("1.", r"(?P<n>\d{1,2})\s*[.．](?!\d)"),
    ("一、", rf"(?P<n>[{HAN_NUMERALS}]{{1,3}})\s*、"),
    ("（一）", rf"[（(]\s*(?P<n>[{HAN_NUMERALS}]{{1,3}})\s*[）)]\s*、?"),
    ("（1）", r"[（(]\s*(?P<n>\d{1,2})\s*[）)]"),
    ("①", "(?P<n>[①-⑳])"),
)
_SYMBOL = re.compile(rf"(?P<mark>[{_SYMBOLS}])[{_SYMBOLS}\s]*")
_FORMS = tuple((kind, re.compile(form + r"\s*")) for kind, form in _NUMBERS)

_DRAWN = rf"\s≡=＝\-—*＊~～{_SYMBOLS}"
_DECORATION = re.compile(rf"^[{_DRAWN}<《〈「『\[【［]+|[{_DRAWN}>》〉」』\]】］:：]+$")
_BRACKETS = re.compile(r"[【［\[〖]\s*(?P<name>[^【】［］\[\]〖〗:：。]{1,16}?)\s*[】］\]〗]")
_CONTENTS = re.compile("(?:本期)?(?:要目|目录|导读|要点)|(?:内容)?提要|内容摘要|本期(?:内容|看点)")
_SPACE = re.compile(r"\s")


class Marked(NamedTuple):
    """A line without its mark; `kind` is the symbol, or the first number of its form, or nothing."""

    kind: str
    rest: str
    number: int | None = None

    @property
    def is_symbol(self) -> bool:
        """Whether the mark is a sign as ◆, which no sentence begins with."""
        return self.kind in _SYMBOLS if self.kind else False


def strip(text: str) -> Marked:
    """A line and the mark it began with; `○` before 〇-like digits is a year's zero, not a mark."""
    found = _SYMBOL.match(text)
    if found:
        return Marked(found["mark"], text[found.end() :])
    for kind, form in _FORMS:
        number = form.match(text)
        if number:
            return Marked(kind, text[number.end() :], _value(number["n"]))
    return Marked("", text)


def _value(number: str) -> int | None:
    return ord(number) - ord("①") + 1 if "①" <= number <= "⑳" else whole(number)


def bare(text: str) -> str:
    """A head without what adorns it: `≡ 本期要目 ≡` → `本期要目`, `督 查` → `督查`."""
    return _SPACE.sub("", _DECORATION.sub("", text))


def is_contents_head(text: str) -> bool:
    """Whether a line heads the contents: 本期要目, 【内容提要】, 目 录."""
    return _CONTENTS.fullmatch(bare(strip(text).rest)) is not None


def bracketed(text: str) -> str | None:
    """The name of a column head of the form `【负面舆情】`, or None."""
    found = _BRACKETS.fullmatch(text)
    return _SPACE.sub("", found["name"]) if found else None
