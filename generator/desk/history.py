"""The history of a site as its content records it: signed, published, corrected, withdrawn."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from generator.model import Correction, IssueSource, ItemSource
from generator.read.signatures import since


class Event(NamedTuple):
    """Something that happened to an issue: `time` is a day, or a day and a minute; empty where unknown."""

    time: str
    issue: str
    what: str
    details: str


def history(sources: Iterable[IssueSource]) -> tuple[Event, ...]:
    """All that is recorded of issues, the newest first; what has no time yet stands before all."""
    events = [event for source in sources for event in _of(source)]
    return tuple(sorted(events, key=lambda event: event.time or "9", reverse=True))


def _of(source: IssueSource) -> Iterator[Event]:
    for correction in source.corrections:
        yield _corrected(source, correction, "全期")
    for item in source.items:
        for correction in item.corrections:
            yield _corrected(source, correction, _called(item))
    for signature in source.signatures:
        state = "有效" if signature.valid else f"已失效：{since(signature)}"
        yield Event(_minute(signature.time), source.path, signature.role, f"{signature.by}（{state}）")
    yield from _published(source)


def _corrected(source: IssueSource, correction: Correction, what: str) -> Event:
    return Event(correction.date.isoformat(), source.path, "更正", f"{what}：{correction.text}")


def _published(source: IssueSource) -> Iterator[Event]:
    """The publications, and the withdrawals with the first that took them along."""
    names = {item.number: item for item in source.items}
    told: set[str] = set()
    for one in source.seal.history if source.seal else ():
        minute = _minute(one.time)
        release = f"，版本 {one.release}" if one.release else ""
        yield Event(minute, source.path, "发布", f"到 {one.target}{release}")
        for number in one.withdrawn:
            told.add(number)
            yield Event(minute, source.path, "撤稿", _called(names[number]) if number in names else number)
    for item in source.items:
        if item.status == "withdrawn" and item.number not in told:
            yield Event("", source.path, "撤稿", f"{_called(item)}（尚未发布）")


def _called(item: ItemSource) -> str:
    """An item by its number; by its title, too, where that may be said."""
    number = f"第{int(item.number)}篇"
    return number if item.status == "withdrawn" else f"{number}《{item.title.value}》"


def _minute(time: str) -> str:
    """`2016-05-10 16:20` of a time in ISO 8601, in the zone in which it was written."""
    return f"{datetime.fromisoformat(time):%Y-%m-%d %H:%M}"
