"""Numerals: documents' numbers, 〇, ranges, approximate numbers (GB/T 15835—2011, GB/T 9704—2012)."""

import re
from collections.abc import Iterator

from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import Prose, without_titles

# --- P04: brackets around the year of a document's number -----------------------------------------

_DOCUMENT = re.compile(
    rf"(?<=[{LETTERS}])(?P<open>[\[［(（【﹝〖])(?P<year>(?:19|20)\d\d)(?P<close>[\]］)）】﹞〗])(?=第?\d{{1,5}}号)"
)


def document_numbers(prose: Prose) -> Iterator[Finding]:
    """P04: 〔2016〕, U+3014 and U+3015, in a document's number (GB/T 9704—2012 §7.2.5)."""
    for found in _DOCUMENT.finditer(prose.text):
        new = f"〔{found['year']}〕"
        message = f"发文字号的年份“{found[0]}”用错了括号。"
        yield Finding(found.start(), found.end(), "P04", message, f"年份用六角括号：{new}。", new, True)


# --- M01: 〇 --------------------------------------------------------------------------------------

_DIGIT = "一二三四五六七八九〇"
_LIKE_ZERO = "0OoＯ０○◯零ΟО"
_YEAR = re.compile(
    rf"(?<![{_DIGIT}{_LIKE_ZERO}\dA-Za-z])(?=[^年\n]{{0,3}}[{_LIKE_ZERO}])(?=[^年\n]{{0,3}}[一二三四五六七八九])"
    rf"[一二][{_DIGIT}{_LIKE_ZERO}]{{3}}(?=年)"
)
_BETWEEN = re.compile(
    rf"(?<=[{_DIGIT}])[○◯ОΟ](?=[{_DIGIT}])|(?<=[一二三四五六七八九])[OＯ](?=[一二三四五六七八九])"
)


def zeros(prose: Prose) -> Iterator[Finding]:
    """M01: 〇 (U+3007) in a year written in Han numerals (GB/T 15835—2011 §5.2.5)."""
    for found in _YEAR.finditer(prose.text):
        new = re.sub(f"[{_LIKE_ZERO}]", "〇", found[0])
        message = f"“{found[0]}年”里的零写法不对。"
        yield Finding(found.start(), found.end(), "M01", message, f"写作“{new}年”。", new, True)
    for found in _BETWEEN.finditer(prose.text):
        message = f"汉字数字里的“{found[0]}”不是“〇”。"
        yield Finding(found.start(), found.end(), "M01", message, "改为“〇”（U+3007）。", "〇", True)


# --- M03, M04: ranges -----------------------------------------------------------------------------

_NUMBER = r"\d+(?:\.\d+)?"
_MANY = "[万亿]|%|％|‰"
_MEASURE = (
    "个|名|人|天|周|次|家|户|位|件|元|倍|岁|里|公里|千米|米|厘米|毫米|亩|公顷|吨|公斤|千克|斤|克|小时|分钟|秒|"
    "平方米|立方米|度|级|层|台|辆|套|册|条|项|℃|mm|cm|km|kg|m(?![A-Za-z])|t(?![A-Za-z])"
)
_TIME = "年|月|日|时|点|季度"
_WRONG_SIGN = r"-{1,2}|–|－|~|〜|∼|——"
_CLOCK = re.compile(rf"(?<![\d:.])(\d{{1,2}}:\d\d)(?P<sign>{_WRONG_SIGN})(?=\d{{1,2}}:\d\d(?![\d:]))")
_RANGE = re.compile(
    rf"(?<![\dA-Za-z.\-/—～:])(?P<first>{_NUMBER})(?P<unit>{_TIME}|{_MEASURE}|{_MANY})?"
    rf"(?P<sign>{_WRONG_SIGN}|～|—)(?P<last>{_NUMBER})(?P<many>{_MANY})?(?P<after>{_TIME}|{_MEASURE})?"
)
_ROOM = re.compile(r"[号室栋幢]")


def ranges(prose: Prose) -> Iterator[Finding]:
    """M03: `1—6月`, `9:30—11:00`, `5～8个`; M04: `9亿～16亿`, `10%～15%` with what belongs to both numbers.

    GB/T 15834—2011 §4.13.3 and GB/T 15835—2011 §5.1.3. Either sign is taken for times, as offices do.
    """
    text = without_titles(prose.text)
    for found in _CLOCK.finditer(text):
        yield _sign(found.start("sign"), found["sign"], "—", "起止时间")
    for found in _RANGE.finditer(text):
        if not (found["many"] or found["after"]) or _ROOM.match(text, found.end()):
            continue
        if float(found["first"]) >= float(found["last"]) and not found["unit"]:
            continue
        if found["many"] and not found["unit"]:
            new = f"{found['first']}{found['many']}～{found['last']}"
            end = found.end("last")
            message = f"“{found[0]}”的前一个数缺少“{found['many']}”。"
            hint = f"写作“{new}{found['many']}{found['after'] or ''}”。"
            yield Finding(found.start(), end, "M04", message, hint, new)
        elif found["sign"] not in "～—":
            is_time = found["after"] is not None and re.fullmatch(_TIME, found["after"]) is not None
            yield _sign(
                found.start("sign"),
                found["sign"],
                "—" if is_time else "～",
                "起止时间" if is_time else "数值范围",
            )


def _sign(offset: int, old: str, new: str, what: str) -> Finding:
    name = "一字线" if new == "—" else "浪纹线"
    message = f"{what}中间用了“{old}”。"
    return Finding(offset, offset + len(old), "M03", message, f"用{name}“{new}”。", new, True)


# --- M05: approximate numbers ---------------------------------------------------------------------

_COUNTED = (
    "个|名|人|天|次|家|户|位|件|小时|分钟|公里|米|里路|倍|成|岁|百|千|万|亿|十|块|条|项|种|周|辆|台|亩|间|趟|遍"
    "|年(?!级)"
)
_HAN_DIGITS = "一二三四五六七八九"
_APPROXIMATE = re.compile(
    rf"(?<![\d第\-.、])(?P<digits>[1-9])、(?P<next>[1-9])(?=(?:{_COUNTED}))"
    rf"|(?<=[{LETTERS}])(?<![第十百千{_HAN_DIGITS}])(?P<han>[两{_HAN_DIGITS}])、(?P<following>[两{_HAN_DIGITS}])(?=(?:{_COUNTED}))"
)
_TWO = {"2": "两", **{str(n): _HAN_DIGITS[n - 1] for n in range(1, 10) if n != 2}}


def approximate(prose: Prose) -> Iterator[Finding]:
    """M05: 两三个, not 2、3个 (GB/T 15835—2011 §5.2.1)."""
    text = without_titles(prose.text)
    for found in _APPROXIMATE.finditer(text):
        if found["digits"]:
            if int(found["next"]) != int(found["digits"]) + 1:
                continue
            new = _TWO[found["digits"]] + _TWO[found["next"]]
        else:
            if not _follow(found["han"], found["following"]):
                continue
            new = found["han"] + found["following"]
        message = f"概数“{found[0]}”中间用了顿号。"
        yield Finding(found.start(), found.end(), "M05", message, f"写作“{new}”。", new, True)


def _follow(first: str, second: str) -> bool:
    """Whether two numerals stand for about so many: 两三, 三五."""
    numbers = "零一二三四五六七八九"
    one, two = (numbers.index("二" if numeral == "两" else numeral) for numeral in (first, second))
    return two == one + 1 or (one, two) == (3, 5)
