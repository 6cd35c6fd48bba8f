"""The bulletin's fixed phrases in Chinese: numbers, dates and credits as they are printed."""

from collections.abc import Sequence
from datetime import date

from generator.model import Credit, Issue, IssueKind, Reprint, Series

KINDS: dict[IssueKind, str] = {"regular": "正刊", "supplement": "增刊", "special": "专刊"}

WITHDRAWN = "（本篇已撤稿）"
"""Stands where the title of a withdrawn item stood."""


def in_marks(title: str) -> str:
    """`《关于〈条例〉的说明》`: book-title marks inside of others are single ones (GB/T 15834-2011)."""
    return f"《{title.translate({ord('《'): '〈', ord('》'): '〉'})}》"


def day(value: date) -> str:
    """`2016年5月10日`: Arabic digits without leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def day_in_han(value: date) -> str:
    """`二〇一六年五月十日`: the year digit by digit, with 〇 (GB/T 15835-2011 §4.2)."""
    year = str(value.year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    return f"{year}年{_count_in_han(value.month)}月{_count_in_han(value.day)}日"


def _count_in_han(number: int) -> str:
    """A number below 100 in words: 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}"


def weekday(value: date) -> str:
    """`星期二`."""
    return f"星期{'一二三四五六日'[value.weekday()]}"


def number(issue: Issue) -> str:
    """`第5期`, for a supplement `增刊第1期`."""
    prefix = KINDS["supplement"] if issue.kind == "supplement" else ""
    return f"{prefix}第{issue.number}期"


def year_and_number(issue: Issue) -> str:
    """`2016年第5期`, for a supplement `2016年增刊第1期`."""
    return f"{issue.year}年{number(issue)}"


def in_series(issue: Issue, series: str) -> str:
    """`《芦川简报》2016年第5期`, or without a name of the series `2016年第5期`."""
    return f"{f'《{series}》' if series else ''}{year_and_number(issue)}"


def told_apart(series: Sequence[Series]) -> dict[str, str]:
    """The names of series by key; that of a site's only series is empty, since it needn't be said."""
    return {one.key: one.name if len(series) > 1 else "" for one in series}


def total(issue: Issue) -> str:
    """`总第128期`, or nothing where the issue has no running number."""
    return "" if issue.total is None else f"总第{issue.total}期"


def credit(credits_: Sequence[Credit], reprint: Reprint | None) -> str:
    """Who an item comes from, as the contents name it: `县人社局 县财政局`, `新华网`."""
    names = [credit.name for credit in credits_]
    return " ".join(names) if names else reprint.name if reprint else ""


def credit_line(credits_: Sequence[Credit], reprint: Reprint | None, author: str = "") -> str:
    """The credit at the end of an item: `县人社局、县财政局供稿`, `摘自新华网`.

    An item with both says both; the author's name stands after the last unit.
    """
    parts = []
    if credits_:
        names = "、".join(credit.name for credit in credits_)
        parts.append(f"{names}{f' {author}' if author else ''}供稿")
    if reprint:
        by = f" {author}" if author and not credits_ else ""
        parts.append(f"摘自{reprint.name}{by}")
    return "，".join(parts)


def run_in(title: str) -> str:
    """A title that runs into the text ends in a full stop, unless it ends in a mark already."""
    return title if title.endswith(("。", "？", "！", "…")) else f"{title}。"
