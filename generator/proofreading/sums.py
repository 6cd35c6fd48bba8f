"""Sums: totals of tables, parts and wholes in a sentence, percentages."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from generator.proofreading.finding import Finding
from generator.proofreading.prose import Paragraph, Prose

# --- V01: totals of tables ------------------------------------------------------------------------

_TOTAL = re.compile(r"(?:合|总|共)\s*计|全\s*[县市区]\s*合\s*计")
_SUBTOTAL = re.compile(r"小\s*计|其\s*中|总\s*数|平\s*均")
_NO_SUM = re.compile(
    r"率|同比|环比|增幅|增长|增速|平均|人均|均|排名|名次|位次|序号|单价|年份|年度|比上年|得分|分数"
)
_SHARE = re.compile(r"占|比重|比例|份额|百分比")
_CELL = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_NOTHING = re.compile(r"[—–\-/／无]*")


_Table = Sequence[Sequence[Paragraph]]


class _Number(NamedTuple):
    value: Decimal
    decimals: int
    percent: bool


def tables(prose: Prose) -> Iterator[Finding]:
    """V01: the row or column 合计 of a table is the sum of what stands before it.

    A column or row with a text among its numbers is left alone, so is what does not add up (rates, ranks).
    """
    for table in prose.tables:
        rows = [[prose.text[cell.start : cell.end].strip() for cell in row] for row in table]
        if len(rows) < 3:
            continue
        firsts = [row[0] if row else "" for row in rows]
        if any(_SUBTOTAL.search(first) for first in firsts[1:]):
            continue
        totals = [n for n, first in enumerate(firsts) if n and _TOTAL.fullmatch(first)]
        if len(totals) == 1:
            yield from _columns(table, rows, totals[0])
            yield from _table_shares(table, rows, totals[0])
        if rows[0] and _TOTAL.fullmatch(rows[0][-1]) and len(rows[0]) > 3:
            yield from _rows(table, rows)


def _columns(table: _Table, rows: list[list[str]], total: int) -> Iterator[Finding]:
    parts = [row for n, row in enumerate(rows) if n and n != total]
    for column, head in enumerate(rows[0]):
        if column and column < len(rows[total]) and not _NO_SUM.search(head):
            cells = [row[column] if column < len(row) else "" for row in parts]
            yield from _compared(table[total][column], rows[total][column], cells, head)


def _rows(table: _Table, rows: list[list[str]]) -> Iterator[Finding]:
    heads = rows[0][1:-1]
    if any(_NO_SUM.search(head) or _SHARE.search(head) for head in heads):
        return
    for number, row in enumerate(rows[1:], 1):
        if len(row) == len(rows[0]):
            yield from _compared(table[number][-1], row[-1], row[1:-1], row[0])


def _table_shares(table: _Table, rows: list[list[str]], total: int) -> Iterator[Finding]:
    """V03 of a table: shares that are not those of the column which the other shares are of."""
    parts = [n for n in range(1, len(rows)) if n != total and len(rows[n]) == len(rows[0])]
    if len(rows[total]) != len(rows[0]):
        return
    for share, head in enumerate(rows[0]):
        if not share or not _SHARE.search(head) or _NO_SUM.search(head):
            continue
        misfits = [
            [n for n in parts if not _fits(rows[n][column], rows[total][column], rows[n][share])]
            for column, name in enumerate(rows[0])
            if column and column != share and not _NO_SUM.search(name) and not _SHARE.search(name)
        ]
        wrong = min(misfits, key=len, default=parts)
        if 0 < len(wrong) <= min(len(parts) // 2, len(parts) - 2):
            for n in wrong:
                message = f"“{rows[n][0]}”的占比 {rows[n][share]} 与数目不符。"
                cell = table[n][share]
                yield Finding(cell.start, cell.end, "V03", message, "检查百分比和数目。")


def _fits(part: str, total: str, share: str) -> bool:
    numbers = _number(part), _number(total), _number(share)
    if None in numbers:
        return False
    value, whole, told = (number for number in numbers if number is not None)
    if not told.percent or not whole.value:
        return False
    return abs(value.value * 100 / whole.value - told.value) <= Decimal(10) ** -told.decimals


def _compared(cell: Paragraph, written: str, parts: list[str], head: str) -> Iterator[Finding]:
    total, numbers = _number(written), [_number(part) for part in parts]
    if total is None or len(parts) < 2 or any(number is None for number in numbers):
        return
    known = [number for number in numbers if number is not None]
    if total.percent and (total.value != 100 or not _SHARE.search(head)):
        return
    value = sum((number.value for number in known), Decimal())
    if abs(value - total.value) > _tolerance([*known, total]):
        sign = "%" if total.percent else ""
        message = f"“{head}”一栏各项相加是 {_plain(value)}{sign}，合计写的是 {written}。"
        yield Finding(cell.start, cell.end, "V01", message, "检查各项和合计。")


def _number(cell: str) -> _Number | None:
    text = cell.removesuffix("%").removesuffix("％").strip()
    if _NOTHING.fullmatch(text):
        return _Number(Decimal(), 0, percent=False)
    if not _CELL.fullmatch(text):
        return None
    decimals = len(text.partition(".")[2])
    return _Number(Decimal(text.replace(",", "")), decimals, percent=text != cell)


def _tolerance(numbers: Sequence[_Number]) -> Decimal:
    """How far rounded numbers may be off: half of the last place for each; whole numbers are exact."""
    decimals = max(number.decimals for number in numbers)
    percent = any(number.percent for number in numbers)
    if decimals == 0 and not percent:
        return Decimal()
    return Decimal(len(numbers)) * Decimal(10) ** -decimals / 2


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


# --- V02, V03: parts and wholes in a sentence -----------------------------------------------------

_UNIT = (
    "(?:万|亿|千)?(?:元|公里|平方米|平方公里|个百分点|千瓦时"
    "|[个人名件家户条项起处次亩吨台辆套册份篇期宗批场座间栋幅对卷所位只头])"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = re.compile(rf"(?<![\d.:—～\-第])(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?!百分点)")
_SENTENCE = re.compile(r"[^。！？；\n]+(?:。其中[^。！？；\n]+)?")
_WHOLE = re.compile(
    r"共|合计|总计|累计|总数|全县|全市|全区|全镇|全局|全部|检查|排查|受理|梳理|走访|查处|收到|发现|办理|有"
)
_SUM = re.compile(r"共|合计|总计|累计|总数")
_CLAUSE_END = re.compile(r"[，,。：:、]")
_AMONG = re.compile(r"[，,（(。]?其中[：:，,]?|[，,]?分别(?:是|为)|[，,（(：:](?=男\d)")
_OPEN_LIST = re.compile(r"等|主要|包括|重点|含|以上|以下")
_OVERLAPPING = re.compile(
    r"党员|少数民族|青年|妇女|^(?!.*男).*女|骨干|本科|高级|外籍|退役|新增|当年|同比|[较比][上去同]"
)
_EXHAUSTIVE = re.compile(
    r"男.*女|女.*男|已.*未|已.*(?:正在|尚|其余|剩余)|完成.*未完成|(?:其余|剩余|另外?)|城镇.*农村|农村.*城镇|分别"
)
_JOINED_TOTAL = re.compile(
    rf"(?P<parts>(?:(?<![\d.:])(?:{_NUMBER}){_UNIT}[、，,和][^\d、，,。；]{{0,12}})+(?<![\d.:])(?:{_NUMBER})(?P<unit>{_UNIT}))"
    rf"[，,]?(?:[一二三四五六七八九十两]+(?:项|者|类))?(?:合计|共计|总计)[^\d，。；]{{0,6}}(?P<number>{_NUMBER})(?P=unit)"
)
_COMPARED = re.compile(r"[比较][^，]*$|同比|环比|[增减][加少长]?$|[多少]$")
_NEAR_OF_TWO, _NEAR_OF_MORE, _NEAR_OF_CLAUSES = Decimal("0.9"), Decimal("0.8"), Decimal("0.1")


class _Amount(NamedTuple):
    value: Decimal
    unit: str
    start: int
    end: int


def sentences(prose: Prose) -> Iterator[Finding]:
    """V02: parts add up to their whole; V03: a percentage is that of the part."""
    for sentence in _SENTENCE.finditer(prose.text):
        among = _AMONG.search(sentence[0], 1)
        if among:
            yield from _breakdown(prose.text, sentence, among)
        if "计" in sentence[0]:
            for found in _JOINED_TOTAL.finditer(sentence[0]):
                yield from _total_after(found, sentence.start())
        if "分别" in sentence[0]:
            yield from _percentages(sentence)


def _amounts(text: str, start: int, end: int) -> list[_Amount]:
    return [
        _Amount(Decimal(f["number"].replace(",", "")), f["unit"], f.start(), f.end("number"))
        for f in _AMOUNT.finditer(text, start, end)
    ]


def _breakdown(text: str, sentence: re.Match[str], among: re.Match[str]) -> Iterator[Finding]:
    """What stands after 其中 beside the whole before it."""
    middle = sentence.start() + among.start()
    begins = sentence.start() + among.end()
    wholes = _amounts(text, sentence.start(), middle)
    parts = _amounts(text, begins, sentence.end())
    alike = [one for one in wholes if parts and one.unit == parts[0].unit]
    whole = _whole(text, sentence.start(), _nearest(text, alike, middle))
    if whole is None:
        return
    same = [part for part in parts if part.unit == whole.unit]
    larger = next((part for part in same if part.value > whole.value), None)
    listed = text[begins : sentence.end()]
    if larger and not re.search(r"同比|较|比上|比去", listed):
        message = f"分项 {_told(larger)} 比总数 {_told(whole)} 还多。"
        yield Finding(larger.start, larger.end, "V02", message, "检查总数和分项。")
        return
    yield from _shares(text, whole, same, sentence.end())
    if len(same) > 1 and _is_wrong(whole, same, listed, text):
        value = sum((part.value for part in same), Decimal())
        message = f"分项相加是 {_plain(value)}{whole.unit}，总数写的是 {_told(whole)}。"
        yield Finding(whole.start, whole.end, "V02", message, "检查总数和分项；没有列全的加“等”。")


def _nearest(text: str, amounts: list[_Amount], middle: int) -> list[_Amount]:
    """The last amount alone where 其中 follows it, as in 抽查12个乡镇，发现问题47个，其中; no comparison."""
    if not amounts or amounts[-1].end + len(amounts[-1].unit) != middle:
        return amounts
    compared = _COMPARED.search(_CLAUSE_END.split(text[: amounts[-1].start])[-1])
    return amounts if compared else amounts[-1:]


def _whole(text: str, start: int, amounts: list[_Amount]) -> _Amount | None:
    """The one amount that can be the whole: the only one, or the only one said to be a sum."""
    told = _WHOLE if len(amounts) == 1 else _SUM
    said = [one for one in amounts if told.search(_CLAUSE_END.split(text[start : one.start])[-1])]
    return said[0] if len(said) == 1 else None


def _is_wrong(whole: _Amount, parts: list[_Amount], listed: str, text: str) -> bool:
    """Whether parts that don't add up to the whole were meant to: a list may leave out or overlap."""
    value = sum((part.value for part in parts), Decimal())
    if value == whole.value or _OPEN_LIST.search(listed) or _tolerates(whole, parts, value):
        return False
    between = [text[left.end : right.start] for left, right in pairwise(parts)]
    in_clauses = any("，" in one or "," in one for one in between)
    off = abs(value - whole.value) / whole.value if whole.value else Decimal(1)
    if _EXHAUSTIVE.search(listed) and not _OVERLAPPING.search(listed):
        return not in_clauses or off <= 2 * _NEAR_OF_CLAUSES or len(parts) == 2
    if value > whole.value:
        return not _OVERLAPPING.search(listed) and (not in_clauses or off <= _NEAR_OF_CLAUSES)
    near = _NEAR_OF_TWO if len(parts) == 2 else _NEAR_OF_MORE
    return not _OVERLAPPING.search(listed) and value >= near * whole.value


def _tolerates(whole: _Amount, parts: list[_Amount], value: Decimal) -> bool:
    """Whether numbers with decimals differ only by rounding."""
    exponents = [-int(one.value.as_tuple().exponent) for one in (whole, *parts)]
    decimals = max(exponents)
    return decimals > 0 and abs(value - whole.value) <= Decimal(len(parts) + 1) * Decimal(10) ** -decimals / 2


def _total_after(found: re.Match[str], base: int) -> Iterator[Finding]:
    parts = _amounts(found["parts"], 0, len(found["parts"]))
    if any(part.unit != found["unit"] for part in parts):
        return
    total = Decimal(found["number"].replace(",", ""))
    value = sum((part.value for part in parts), Decimal())
    whole = _Amount(total, found["unit"], base + found.start("number"), base + found.end("number"))
    if value != total and not _tolerates(whole, parts, value):
        message = f"前面各项相加是 {_plain(value)}{whole.unit}，合计写的是 {_told(whole)}。"
        yield Finding(whole.start, whole.end, "V02", message, "检查合计和各项。")


_SHARE_OF_ALL = re.compile(
    r"[，,（(]?(?:约|分别)?占(?:比|总数的?|总量的?|全部的?|总额的?|的比例为|比为|比达)?(?P<number>\d+(?:\.\d+)?)[%％]"
)


def _shares(text: str, whole: _Amount, parts: list[_Amount], end: int) -> Iterator[Finding]:
    """V03 of parts that are each followed by their share."""
    for part in parts:
        found = _SHARE_OF_ALL.match(text, part.end + len(part.unit), end)
        if not found or not whole.value or "分别" in found[0]:
            continue
        told, right = Decimal(found["number"]), part.value * 100 / whole.value
        decimals = len(found["number"].partition(".")[2])
        if abs(told - right) > Decimal(10) ** -decimals:
            message = f"{_told(part)}占 {_told(whole)}的 {right:.{max(decimals, 1)}f}%，不是 {told}%。"
            start, stop = found.span("number")
            yield Finding(start, stop, "V03", message, "检查百分比和数目。")


_LISTED_SHARES = re.compile(
    r"(?:分别占|占比分别[为是]|比重分别[为是])[^%％\d]{0,8}((?:\d+(?:\.\d+)?[%％][、，和,]?){2,})"
)


def _percentages(sentence: re.Match[str]) -> Iterator[Finding]:
    """V03: shares of one whole that are more than the whole."""
    for found in _LISTED_SHARES.finditer(sentence[0]):
        written = re.findall(r"\d+(?:\.\d+)?", found[1])
        numbers = [_Number(Decimal(one), len(one.partition(".")[2]), percent=True) for one in written]
        value = sum((number.value for number in numbers), Decimal())
        if value > 100 + _tolerance(numbers):
            start = sentence.start() + found.start(1)
            message = f"各项所占比例相加是 {_plain(value)}%，超过了 100%。"
            yield Finding(start, start + len(found[1].rstrip("、，和,")), "V03", message, "检查百分比。")


def _told(amount: _Amount) -> str:
    return f"{_plain(amount.value)}{amount.unit}"
