"""Numbers and dates as bulletins write them: 第廿三期, 二○一六年五月十日, 2016年5月10."""

import re
from datetime import date
from typing import NamedTuple

ZEROS = "〇○ＯOo零"
"""What stands for 〇 in dates: the right character and its look-alikes."""

HAN_DIGITS = f"{ZEROS}一二三四五六七八九两"
HAN_NUMERALS = f"{HAN_DIGITS}十百廿卅"

_VALUES = dict.fromkeys(ZEROS, 0) | {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_TENS = (("廿", "二十"), ("卅", "三十"))
_SPACE = re.compile(r"\s+")


def whole(text: str) -> int | None:
    """The number that a text writes in Arabic or Chinese digits, spaces let aside; None if it is none."""
    text = _SPACE.sub("", text)
    if text.isdecimal():
        return int(text) if len(text) <= 6 else None
    if text and all(c in _VALUES or c.isdecimal() for c in text):
        return int("".join(str(_VALUES.get(c, c)) for c in text)) if len(text) <= 6 else None
    return _counted(text)


def _counted(text: str) -> int | None:
    """`一百二十八` → 128, `廿三` → 23, `十` → 10."""
    for short, long in _TENS:
        text = text.replace(short, long)
    found = re.fullmatch(r"(?:(.)百)?[零〇]?(?:(.)?(十))?(.)?", text)
    if not found or not text:
        return None
    hundreds, tens, ten, ones = found.groups()
    parts = (hundreds, tens, ones)
    if any(part and part not in _VALUES for part in parts):
        return None
    ten_count = _VALUES[tens] if tens else int(bool(ten))
    return 100 * _VALUES.get(hundreds, 0) + 10 * ten_count + _VALUES.get(ones, 0)


class Dated(NamedTuple):
    """A date found in a text, with its span; `guess` says what had to be supplied."""

    day: date
    start: int
    end: int
    guess: str = ""


_H = HAN_NUMERALS
_YEAR = rf"(?P<year>\d\s?\d\s?\d\s?\d|[\d{HAN_DIGITS}]{{4}})"
_WEEKDAY = r"(?:\s*[（(]?\s*(?:星期|周)[一二三四五六日天]\s*[）)]?)?"
_FORMS = (
    re.compile(
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}}|[{_H}]{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|[{_H}]{{1,3}})"
        rf"\s*(?P<sign>[日号])?{_WEEKDAY}"
    ),
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
        + _WEEKDAY
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)"),
)
_WITHOUT_YEAR = re.compile(
    rf"(?P<month>\d{{1,2}}|[{_H}]{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|[{_H}]{{1,3}})\s*[日号]{_WEEKDAY}"
)
_YEAR_ALONE = re.compile(rf"{_YEAR}\s*年")


def find_date(text: str, year: int | None = None) -> Dated | None:
    """The first full date of a text; where `year` is given, a date without its year will do, as a guess."""
    for form in _FORMS:
        for found in form.finditer(text):
            day = _date(found["year"], found["month"], found["day"])
            if day:
                lost = "sign" in form.groupindex and not found["sign"]
                return Dated(day, found.start(), found.end(), "原文缺“日”字" if lost else "")
    if year is None:
        return None
    for found in _WITHOUT_YEAR.finditer(text):
        day = _date(str(year), found["month"], found["day"])
        if day:
            return Dated(day, found.start(), found.end(), "原文没有年份，用了期号的年份")
    return None


def find_year(text: str) -> int | None:
    """The first year that a text names: `2016年`, `二〇一六年`."""
    years = (whole(found["year"]) for found in _YEAR_ALONE.finditer(text))
    return next((year for year in years if is_year(year)), None)


def is_year(number: int | None) -> bool:
    """Whether a number can be the year of a bulletin."""
    return number is not None and 1949 <= number <= 2099


def _date(year: str, month: str, day: str) -> date | None:
    numbers = (whole(year), whole(month), whole(day))
    if not is_year(numbers[0]) or None in numbers:
        return None
    try:
        return date(*(n or 0 for n in numbers))
    except ValueError:
        return None
