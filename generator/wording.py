"""The bulletin's fixed phrases in Chinese: numbers, dates and credits as they are printed."""

from collections.abc import Sequence
from datetime import date

from generator.model import Credit, Issue, IssueKind, Reprint

KINDS: dict[IssueKind, str] = {"regular": "正刊", "supplement": "增刊", "special": "专刊"}

WITHDRAWN = "（本篇已撤稿）"
"""Stands where the title of a withdrawn item stood."""


def day(value: date) -> str:
    """`2016年5月10日`: Arabic digits without leading zeros (GB/T 9704-2012 §7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def number(issue: Issue) -> str:
    """`第5期`, for a supplement `增刊第1期`."""
    prefix = KINDS["supplement"] if issue.kind == "supplement" else ""
    return f"{prefix}第{issue.number}期"


def year_and_number(issue: Issue) -> str:
    """`2016年第5期`, for a supplement `2016年增刊第1期`."""
    return f"{issue.year}年{number(issue)}"


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
