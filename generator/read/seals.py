"""Seals (封存): what was published, as seal.yaml records it, and what must not be done to it since.

A published text is changed only together with a correction (更正) that tells its readers, or withdrawn.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from generator.model import (
    Correction,
    IssueKind,
    IssueSource,
    ItemSource,
    Mention,
    Place,
    Problem,
    Publication,
    Seal,
    Text,
)
from generator.problems import problem
from generator.read import digests, schema, yaml_nodes
from generator.read.folder import ISSUE_FILE, SEAL_FILE, item_path
from generator.read.items import CORRECTIONS, corrections
from generator.read.schema import Entry, Field, Findings, Table
from generator.read.sources import CONTENT
from generator.read.text import decode, pointed
from generator.wording import KINDS

_ATTACHED = schema.mapping_of("attached", schema.digest)

_ITEM = Table(
    "一篇的封存记录",
    Field("file", "文件", schema.text, "文件名。", required=True),
    Field("digest", "摘要", schema.digest, "文稿的摘要。", required=True),
    Field("attached", "图片和附件", _ATTACHED, "图片、附件和摘要。"),
    Field("corrections", "更正", CORRECTIONS, "当时已有的更正。"),
    Field("withdrawn", "撤稿", schema.flag, "当时是否已经撤稿。"),
)

_PUBLICATION = Table(
    "发布记录",
    Field("time", "时间", schema.moment, "发布的时间。", required=True),
    Field("target", "去处", schema.text, "发布到哪里。", required=True),
    Field("release", "版本", schema.text, "发布的版本。", required=True),
    Field("digest", "摘要", schema.digest, "所发全部内容的摘要。", required=True),
    Field("withdrawn", "撤稿", schema.many(schema.text), "随这一次撤下的篇目。"),
)

SEAL = Table(
    SEAL_FILE,
    Field("issue", "期", schema.placed_text, "哪一期的记录，如 2016/05。", required=True),
    Field("number", "期号", schema.whole, "发布时的期号。", required=True),
    Field("total", "总期号", schema.whole, "发布时的总期号。"),
    Field("kind", "类型", schema.choice(about="类型", values={k: k for k in KINDS}), "发布时的类型。"),
    Field("date", "日期", schema.day, "发布时的签发日期。", required=True),
    Field("digest", "摘要", schema.digest, "issue.yaml 内容的摘要。", required=True),
    Field("attached", "图片和附件", _ATTACHED, "扫描件等和摘要。"),
    Field("corrections", "更正", CORRECTIONS, "当时已有的对全期的更正。"),
    Field("items", "篇目", schema.many(schema.group(_ITEM)), "各篇。"),
    Field("history", "发布", schema.many(schema.group(_PUBLICATION)), "历次发布。", required=True),
)


class Sealed(NamedTuple):
    """A text as it was published: an item, or issue.yaml; `attached` are its pictures and attachments."""

    file: str
    digest: str
    attached: Mapping[str, str]
    corrections: tuple[Correction, ...]
    withdrawn: bool = False


class Record(NamedTuple):
    """All of seal.yaml."""

    number: int
    total: int | None
    kind: IssueKind
    date: date
    head: Sealed
    items: tuple[Sealed, ...]
    history: tuple[Publication, ...]


def record(source: IssueSource, now: Mapping[str, str], history: tuple[Publication, ...]) -> Record:
    """The record of an issue as it stands; `now` are the digests of its files. Drafts are not in it."""
    if source.number is None or source.date is None:
        raise ValueError(source.path)
    items = tuple(_item_now(item, now) for item in source.items if item.status != "draft")
    head = _head_now(source, now)
    return Record(source.number, source.total, source.kind, source.date, head, items, history)


def _head_now(source: IssueSource, now: Mapping[str, str]) -> Sealed:
    return Sealed(ISSUE_FILE, now[ISSUE_FILE], _attached(source.mentions, now), source.corrections)


def _item_now(item: ItemSource, now: Mapping[str, str]) -> Sealed:
    name, attached = _name(item.file), _attached(item.mentions, now)
    return Sealed(name, now[name], attached, item.corrections, item.status == "withdrawn")


def read(
    source: IssueSource, content: bytes, now: Mapping[str, str]
) -> tuple[Seal | None, tuple[Problem, ...]]:
    """The seal of an issue, and what was done to the issue since; `now` are the digests of its files."""
    findings = Findings(f"{CONTENT}/{source.path}/{SEAL_FILE}")
    found = _record(source.path, content, findings)
    wrong = pointed(findings.problems, content)
    if found is None:
        return None, wrong
    return Seal(found.history), wrong or tuple(_broken(found, source, now))


def _record(path: str, content: bytes, findings: Findings) -> Record | None:
    text, problems = decode(content, findings.file)
    node, broken = yaml_nodes.compose(text, findings.file) if not problems else (None, ())
    findings.problems.extend((*problems, *broken))
    if findings.problems:
        return None
    entries = SEAL.read(node or yaml_nodes.Mapping((), Place(1, 1)), findings)
    if "issue" in entries and entries["issue"].value.value != path:
        other: Text = entries["issue"].value
        hint = "文件夹是复制或改名来的：复制来的，删去这个文件；改了名的，改回原名，网址才不变。"
        findings.add(other.place, "E01", f"这是 {other.value} 的封存记录。", hint, old=other.value)
    if findings.problems:
        return None
    found = _made(entries)
    listed = {one.file: one.digest for one in (found.head, *found.items)}
    for one in (found.head, *found.items):
        listed |= one.attached
    if digests.total(listed) != found.history[-1].digest:
        place = entries["history"].place
        findings.add(place, "E01", "封存记录被改动过：摘要与所列的文件对不上。", "恢复原来的文件。")
    return found


def _made(entries: Mapping[str, Entry]) -> Record:
    value = {key: entry.value for key, entry in entries.items()}
    head = Sealed(ISSUE_FILE, value["digest"], _pairs(value), corrections(value.get("corrections", ())))
    return Record(
        value["number"],
        value.get("total"),
        value.get("kind", "regular"),
        value["date"],
        head,
        tuple(_sealed(item) for item in value.get("items", ())),
        tuple(_publication(one) for one in value["history"]),
    )


def _sealed(entries: Mapping[str, Entry]) -> Sealed:
    value = {key: entry.value for key, entry in entries.items()}
    known = corrections(value.get("corrections", ()))
    return Sealed(value["file"], value["digest"], _pairs(value), known, value.get("withdrawn", False))


def _pairs(value: Mapping[str, Any]) -> dict[str, str]:
    return {name: digest for name, _, digest in value.get("attached", ())}


def _publication(entries: Mapping[str, Entry]) -> Publication:
    return Publication(**{key: entry.value for key, entry in entries.items()})


# --- What must not be done to a published issue --------------------------------------------------


def _broken(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> Iterator[Problem]:
    if source.number is None or source.date is None:  # issue.yaml is broken, which is told
        return
    yield from _identity(sealed, source)
    yield from _head(sealed, source, now)
    files = {_name(file) for file in source.files}
    items = {_name(item.file): item for item in source.items}
    for one in sealed.items:
        if one.file not in files:
            yield _gone(
                source, one.file, next((f for f in sorted(files) if _number(f) == _number(one.file)), "")
            )
        elif one.file in items:
            yield from _item(one, items[one.file], now)
    yield from _left_in_scan(sealed, source, now)
    if not _told(sealed.head, source.corrections):
        yield from _added({_number(one.file) for one in sealed.items}, source)


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
    head = _head_now(source, now)
    if head.digest != sealed.head.digest:
        yield _at(source, "", "E02", _CHANGED, _REMEDY)
    elif head.attached != sealed.head.attached:
        yield _at(source, "scan", "E02", _differs(sealed.head, head), _REMEDY)


def _left_in_scan(sealed: Record, source: IssueSource, now: Mapping[str, str]) -> Iterator[Problem]:
    """A scan that is still the one published shows what is withdrawn now."""
    stood = {one.file for one in sealed.items if not one.withdrawn}
    gone = [i for i in source.items if i.status == "withdrawn" and _name(i.file) in stood]
    scan = _name(source.scan)
    if gone and scan and sealed.head.attached.get(scan) == now.get(scan):
        numbers = "、".join(str(int(item.number)) for item in gone)
        message = f"撤下了第 {numbers} 篇，扫描件 {scan} 却没有换，里面还有它。"
        yield _at(source, "scan", "E07", message, "换一份去掉这一篇的扫描件。")


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
    here = _item_now(item, now)
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


def _attached(mentions: Iterable[Mention], now: Mapping[str, str]) -> dict[str, str]:
    names = sorted({_name(mention.target) for mention in mentions if mention.digest})
    return {name: now[name] for name in names}


def _at(source: IssueSource, key: str, code: str, message: str, hint: str) -> Problem:
    place = source.places.get(key, Place(1, 1))
    return problem(source.file, place.line, place.column, code, message, hint)


def _in(item: ItemSource, code: str, message: str, hint: str) -> Problem:
    return problem(item.file, item.title.place.line, item.title.place.column, code, message, hint)


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _number(file: str) -> str:
    return (item_path(f"/{file}") or "").rpartition("/")[2]
