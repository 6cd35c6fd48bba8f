"""Why a job was made anew: the plan of the last build, made again from what it left, beside today's plan."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from generator.jobs import Job, Stored
from generator.model import Value
from generator.read.issues import ISSUE
from generator.read.items import ITEM
from generator.read.print_table import PRINT
from generator.wording import day

LONGEST = 4
"""Reasons that are told of one job; of a renamed unit there would be hundreds."""


class Reason(NamedTuple):
    """A job that was made anew, and why, in Chinese."""

    subject: str
    because: tuple[str, ...]


def explain(before: Mapping[str, Job], stale: Iterable[Job], *, theme_changed: bool) -> tuple[Reason, ...]:
    """The reasons for jobs made anew; `before` is the last plan by subject."""
    return tuple(
        Reason(job.subject, _because(before.get(job.subject), job, theme_changed=theme_changed))
        for job in stale
    )


def _because(old: Job | None, new: Job, *, theme_changed: bool) -> tuple[str, ...]:
    if old is None or old.make is not new.make:
        return ("新增",)
    names = list(inspect.signature(new.make).parameters)
    differences = [
        text
        for name, was, now in zip(names, old.args, new.args, strict=True)
        for text in _differences(_name(name), was, now)
    ]
    if theme_changed:
        differences.append("模板或样式")
    if not differences:
        return ("输出文件被改动、删除，或上次没有写完",)
    more = len(differences) - LONGEST
    return (*differences[:LONGEST], *([f"等 {len(differences)} 处"] if more > 0 else []))


def _differences(place: str, was: Any, now: Any) -> Iterator[str]:
    """What differs, at the deepest place that still has a name."""
    if was == now:
        return
    if isinstance(was, Stored):
        yield place
        return
    parts = list(_parts(was, now))
    if isinstance(was, tuple) and not parts:
        yield f"{place}（由 {len(was)} 变为 {len(now)}）"
    elif not parts:
        yield f"{place}（{_said(was)} → {_said(now)}）"
    for name, one, other in parts:
        yield from _differences(f"{place}{name}", one, other)


def _parts(was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    """The parts of two values of one shape, with their names."""
    if isinstance(was, Value) and type(was) is type(now):
        for name in (name for name in was.__struct_fields__ if name not in _SILENT):
            yield f"·{_name(name)}", getattr(was, name), getattr(now, name)
    elif isinstance(was, tuple) and isinstance(now, tuple) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True), 1):
            yield f"（{getattr(other, 'number', None) or f'第{number}'}）", one, other
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in sorted({*was, *now}, key=str):
            yield f"（{key}）", was.get(key), now.get(key)


def _said(value: Any) -> str:
    if value is None or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Value):
        return str(getattr(value, "title", None) or getattr(value, "name", "…"))
    return day(value) if hasattr(value, "year") and hasattr(value, "day") else str(value)


_SILENT = frozenset(("bodies", "digest", "characters"))
"""Fields that say what another argument says better."""

_NAMES = {field.key: field.chinese for table in (PRINT, ISSUE, ITEM) for field in table.fields} | {
    "design": "版式",
    "faces": "字体",
    "chains": "字体",
    "pictures": "图片",
    "picture": "图片",
    "originals": "原图",
    "undrawable": "没有字体的字",
    "volume": "合订本",
    "sections": "栏目",
    "series": "刊物",
    "issue": "本期",
    "bodies": "正文",
    "before": "上一期",
    "after": "下一期",
    "item_before": "前一篇",
    "item_after": "后一篇",
    "same_unit": "同单位",
    "items": "篇目",
    "cards": "列表",
    "recent": "往期",
    "latest": "各栏最新",
    "issues": "各期",
    "years": "年份",
    "frame": "页框",
    "credits": "供稿",
    "address": "网址",
    "section": "栏目",
    "groups": "单位",
    "unit": "单位",
    "content": "内容",
    "theme": "模板",
    "name": "名称",
    "css": "样式",
}


def _name(name: str) -> str:
    return _NAMES.get(name, name)
