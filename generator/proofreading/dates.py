"""Dates: how they are written, whether they exist, and whether they fit the day of the issue."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import Prose, without_titles

# --- M02: how dates are written -------------------------------------------------------------------

_SHORT = re.compile(
    r"(?<![\dA-Za-z.\-/〔\[])(?P<year>(?:19|20)\d\d)(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})日?"
    r"(?![\dA-Za-z\-/]|\.\d)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_PADDED = re.compile(
    r"(?P<year>\d{4}年)(?P<month>\d{1,2})月(?P<day>\d{1,2})日|(?<!\d)0(?P<only_month>\d)月(?P<only_day>\d{1,2})日"
)
_TWO_DIGITS = re.compile(
    r"(?<![\d.\-/第])(?<![近满达约过时用长])(?P<year>\d\d)年(?P<rest>"
    r"(?:1[0-2]|0?[1-9])月(?!份?[间内以])(?:(?:[12]?\d|3[01])日)?|[底初末]|[上下]半年|第?[一二三四]季度)"
)


def forms(prose: Prose, day: date | None) -> Iterator[Finding]:
    """M02: 2016年5月10日, or 2016-05-10 as a whole (GB/T 15835—2011 §5.1.4, GB/T 9704—2012 §7.3.5)."""
    text = without_titles(prose.text)
    for found in _SHORT.finditer(text):
        if _ISO.fullmatch(found[0]) or not _exists(found["year"], found["month"], found["day"]):
            continue
        new = f"{found['year']}年{int(found['month'])}月{int(found['day'])}日"
        yield _form(found, new, safe=True)
    for found in _PADDED.finditer(text):
        year, month = found["year"] or "", found["month"] or f"0{found['only_month']}"
        written = found["day"] or found["only_day"]
        if month.startswith("0") or written.startswith("0"):
            yield _form(found, f"{year}{int(month)}月{int(written)}日", safe=True)
    for found in _TWO_DIGITS.finditer(text):
        year = _century(int(found["year"]), day)
        yield _form(found, f"{year}年{found['rest']}", safe=False)


def _form(found: re.Match[str], new: str, *, safe: bool) -> Finding:
    message = f"日期“{found[0]}”的写法不合规定。"
    return Finding(found.start(), found.end(), "M02", message, f"写作“{new}”。", new, safe)


def _century(year: int, day: date | None) -> int:
    """The year that two digits stand for: the last one not much later than the issue."""
    latest = (day.year if day else 2100) + 1
    return next(full for full in range(latest, latest - 100, -1) if full % 100 == year)


def _exists(year: str | int, month: str | int, day: str | int) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(int(year), int(month))[1]


# --- V04, V05: days -------------------------------------------------------------------------------

_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:[（(，, ]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天]))?"
)
_WEEKDAYS = "一二三四五六日"
_WEEKDAY_FIRST = re.compile(
    r"(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[（(](?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)


def days(prose: Prose, day: date | None) -> Iterator[Finding]:
    """V05: a day that the calendar does not have; V04: a weekday that is not the day's."""
    text = without_titles(prose.text)
    for found in _DAY.finditer(text):
        year = int(found["year"]) if found["year"] else _year_of(int(found["month"]), day)
        if not _exists(year or 2000, found["month"], found["day"]):
            message = f"没有“{found[0]}”这一天。"
            yield Finding(found.start(), found.end("day") + 1, "V05", message, "检查月份和日子。")
        elif found["weekday"] and year:
            yield from _weekday(found, year)
    for found in _WEEKDAY_FIRST.finditer(text):
        year = int(found["year"]) if found["year"] else _year_of(int(found["month"]), day)
        if year and _exists(year, found["month"], found["day"]):
            yield from _weekday(found, year)


def _weekday(found: re.Match[str], year: int) -> Iterator[Finding]:
    month, number, written = int(found["month"]), int(found["day"]), found["weekday"]
    meant = _WEEKDAYS[date(year, month, number).weekday()]
    if meant != written.replace("天", "日"):
        message = f"{year}年{month}月{number}日是星期{meant}，不是星期{written}。"
        yield Finding(*found.span("weekday"), "V04", message, "检查日期和星期。", meant)


def _year_of(month: int, day: date | None) -> int | None:
    """The year of a month named alone: that of the issue, or the year before for what is long past."""
    if day is None:
        return None
    return day.year - 1 if month - day.month > 6 else day.year


# --- V06: words that depend on the day ------------------------------------------------------------

_RELATIVE = re.compile(
    r"昨[日天](?!的)|前天"
    rf"|今[日天](?=上午|下午|早上|晚|凌晨|中午|起|[{LETTERS}]{{0,6}}(?:召开|举行|印发|获悉))"
    r"|(?:^|(?<=[。；，]))今[日天](?=，)"
    r"|明[日天](?=上午|下午|早上|晚|起|，|将)",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[^。！？；\n]+")
_FUTURE = re.compile(
    r"将|拟|计划|力争|确保|预计|争取|底前|日前完成|以前|之前|前[完建实整到]|目标|安排|要求|要在|报名|有效期|届时|起施行|起执行|到期|前[，。]?$"
)
_PAST = re.compile(r"截至|已|了|先后|共[^同]|完成|召开|举行|累计|实现")
_PERIOD = re.compile(
    r"今年(?P<half>上半年|下半年)|今年(?:第)?(?P<quarter>[一二三四1-4])季度|今年(?:1[—～-]|前)(?P<upto>\d{1,2})个?月|今年(?P<month>\d{1,2})月"
)
_FULL = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_THIS_YEAR = re.compile(r"今年[（(](?P<year>20\d\d)年?[）)]")


def relative(prose: Prose, day: date | None) -> Iterator[Finding]:
    """V06: 昨日 in what is read days later; times told as past that the issue's day has not reached."""
    text = without_quotations(without_titles(prose.text))
    for found in _RELATIVE.finditer(text):
        message = f"“{found[0]}”是哪一天，过后就看不出来了。"
        yield Finding(found.start(), found.end(), "V06", message, "写明月、日。")
    if day is None:
        return
    for found in _THIS_YEAR.finditer(text):
        if int(found["year"]) != day.year:
            message = f"本期是 {day.year} 年的，“{found[0]}”不对。"
            yield Finding(found.start(), found.end(), "V06", message, "检查年份。")
    for sentence in _SENTENCE.finditer(text):
        if _PAST.search(sentence[0]) and not _FUTURE.search(sentence[0]):
            yield from _not_yet(text, sentence, day)


def without_quotations(text: str) -> str:
    """The text with what others are quoted for blanked."""
    return _QUOTATION.sub(lambda found: f"“{' ' * (len(found[0]) - 2)}”", text) if "“" in text else text


_QUOTATION = re.compile(r"“[^“”\n]*”")


def _not_yet(text: str, sentence: re.Match[str], day: date) -> Iterator[Finding]:
    """What a sentence tells as past and the issue's day has not reached."""
    for found in _FULL.finditer(text, *sentence.span()):
        if _exists(found["year"], found["month"], found["day"]):
            told = date(int(found["year"]), int(found["month"]), int(found["day"]))
            if told > day:
                yield _later(found, day)
    for found in _PERIOD.finditer(text, *sentence.span()):
        if _begins(found, day.year) > day:
            yield _later(found, day)


def _begins(found: re.Match[str], year: int) -> date:
    """The first day on which a period can be told of as past."""
    if found["half"]:
        return date(year, 1 if found["half"] == "上半年" else 7, 1) + timedelta(days=120)
    if found["quarter"]:
        number = "一二三四1234".index(found["quarter"]) % 4
        return date(year, number * 3 + 1, 1) + timedelta(days=60)
    month = int(found["upto"] or found["month"])
    if not 1 <= month <= 12:
        return date(year, 1, 1)
    return date(year, month, 20 if found["upto"] else 1)


def _later(found: re.Match[str], day: date) -> Finding:
    message = f"本期的日期是{day.year}年{day.month}月{day.day}日，“{found[0]}”还没有到。"
    return Finding(found.start(), found.end(), "V06", message, "检查年份和月份。")
