"""What must not be done to a published issue: held against its seal.

A published text is changed only together with a correction (更正) that tells its readers, or withdrawn.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from generator.model import Correction, IssueSource, ItemSource, Place, Problem
from generator.problems import problem
from generator.read.digests import name_of
from generator.read.folder import item_path
from generator.read.seals import Record, Sealed, head_now, item_now
from generator.wording import KINDS


def broken(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> tuple[Problem, ...]:
    """What was done to an issue since it was published; `now` are the digests of its files."""
    if source.number is None or source.date is None:  # issue.yaml is broken, which is told
        return ()
    return (
        *_identity(sealed, source),
        *_head(sealed, source, now),
        *_items(sealed, source, now),
        *_left_in_scan(sealed, source, now),
    )


def _identity(sealed: Record, source: IssueSource) -> Iterator[Problem]:
    """By its number and date an issue is cited."""
    names = {"number": "期号", "total": "总期号", "kind": "类型", "date": "日期"}
    for key, name in names.items():
        then, is_now = getattr(sealed, key), getattr(source, key)
        if then != is_now:
            was, became = (KINDS.get(value, value) or "没有" for value in (then, is_now))
            message = f"已经发布的一期改了{name}：发布时是 {was}，现在是 {became}。"
            yield _at(source, key, "E05", message, f"改回 {was}。" if then else "删去它。")


def _head(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> Iterator[Problem]:
    """issue.yaml: its status, what else it says, its scan."""
    if source.status == "draft":
        yield _at(
            source, "status", "E04", "已经发布的一期又改回草稿。", "改回 published；要撤下的，逐篇撤稿。"
        )
    yield from _lost(sealed.head, source.corrections, source.file, source.places.get("corrections"))
    if _told(sealed.head, source.corrections) or any(_identity(sealed, source)):
        return
    head = head_now(source, now)
    if head.digest != sealed.head.digest:
        yield _at(source, "", "E02", _CHANGED, _REMEDY)
    elif head.attached != sealed.head.attached:
        yield _at(source, "scan", "E02", _differs(sealed.head, head), _REMEDY)


def _left_in_scan(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> Iterator[Problem]:
    """A scan that is still the one published shows what is withdrawn now."""
    stood = {one.file for one in sealed.items if not one.withdrawn}
    gone = [i for i in source.items if i.status == "withdrawn" and name_of(i.file) in stood]
    scan = name_of(source.scan)
    if gone and scan and sealed.head.attached.get(scan) == now.get(scan):
        numbers = "、".join(str(int(item.number)) for item in gone)
        message = f"撤下了第 {numbers} 篇，扫描件 {scan} 却没有换，里面还有它。"
        yield _at(source, "scan", "E07", message, "换一份去掉这一篇的扫描件。")


def _items(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> Iterator[Problem]:
    """The items that were published, and those that came in addition."""
    files = {_number(file): name_of(file) for file in source.files}
    items = {name_of(item.file): item for item in source.items}
    for one in sealed.items:
        there = files.get(_number(one.file), "")
        if there != one.file:
            yield _gone(source, one.file, there)
        elif one.file in items:
            yield from _item(one, items[one.file], now)
    if not _told(sealed.head, source.corrections):
        yield from _added({_number(one.file) for one in sealed.items}, source)


def _added(known: Container[str], source: IssueSource) -> Iterator[Problem]:
    for item in source.items:
        if item.number not in known and item.status != "draft":
            hint = "编入下一期；一定要添的，在 issue.yaml 里写 corrections 说明。"
            yield _in(item, "E02", "已经发布的一期里添了一篇，没有写更正。", hint)


def _item(sealed: Sealed, item: ItemSource, now: Mapping[str, str]) -> Iterator[Problem]:
    if item.status == "draft":
        hint = "删去 status: draft；要撤下的，写 status: withdrawn。"
        yield _in(item, "E04", "已经发布的一篇又改回草稿。", hint)
    if item.status != "ready":  # of what is withdrawn nothing is shown, so all may go
        return
    if not sealed.withdrawn:
        yield from _lost(sealed, item.corrections, item.file, item.title.place)
    if _told(sealed, item.corrections):
        return
    here = item_now(item, now)
    if sealed.withdrawn:
        hint = "写上 corrections 说明，或改回 status: withdrawn。"
        yield _in(item, "E02", "撤下的一篇又恢复了，没有写更正。", hint)
    elif here.digest != sealed.digest:
        yield _in(item, "E02", _CHANGED, _REMEDY)
    elif here.attached != sealed.attached:
        yield _in(item, "E02", _differs(sealed, here), _REMEDY)


_CHANGED = "发布以后改过，没有写更正。"
_REMEDY = "写上“corrections: [{date: 日期, text: 改了什么}]”，或恢复发布时的样子。"


def _told(sealed: Sealed, written: Iterable[Correction]) -> bool:
    """Whether there is a correction that was not there when the text was published."""
    return any(one not in sealed.corrections for one in written)


def _lost(sealed: Sealed, written: Sequence[Correction], file: str, place: Place | None) -> Iterator[Problem]:
    place = place or Place(1, 1)
    for one in sealed.corrections:
        if one not in written:
            message = f"已经发布的更正（{one.date}）删改了：{one.text}"
            yield problem(file, place.line, place.column, "E06", message, "恢复它；更正错了，再写一条更正。")


def _gone(source: IssueSource, file: str, renamed: str) -> Problem:
    folder = source.file.rpartition("/")[0]
    if renamed:
        message = f"已经发布的一篇改了文件名：发布时是 {file}。"
        return problem(f"{folder}/{renamed}", 1, 1, "E03", message, "改回原名。")
    message, hint = "已经发布的一篇不见了。", "恢复这个文件；要撤下的，写 status: withdrawn。"
    return problem(f"{folder}/{file}", 1, 1, "E03", message, hint)


def _differs(then: Sealed, here: Sealed) -> str:
    names = then.attached.keys() | here.attached.keys()
    differing = sorted(name for name in names if then.attached.get(name) != here.attached.get(name))
    return f"{'、'.join(differing)} 与发布时不同，没有写更正。"


def _at(source: IssueSource, key: str, code: str, message: str, hint: str) -> Problem:
    place = source.places.get(key, Place(1, 1))
    return problem(source.file, place.line, place.column, code, message, hint)


def _in(item: ItemSource, code: str, message: str, hint: str) -> Problem:
    return problem(item.file, item.title.place.line, item.title.place.column, code, message, hint)


def _number(file: str) -> str:
    """The number in the name of an item's file, empty where it has none."""
    return (item_path(f"/{name_of(file)}") or "").rpartition("/")[2]
