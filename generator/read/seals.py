"""Seals (封存): what was published of an issue, as seal.yaml records it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from generator.model import (
    Correction,
    IssueKind,
    IssueSource,
    ItemSource,
    Mention,
    Problem,
    Publication,
    Text,
)
from generator.read import digests, schema
from generator.read.digests import name_of
from generator.read.folder import ISSUE_FILE, SEAL_FILE
from generator.read.items import CORRECTIONS, corrections
from generator.read.schema import Entry, Field, Findings, Table
from generator.read.sources import CONTENT
from generator.read.text import pointed
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
    Field("release", "版本", schema.text, "发布的版本；逐个更换文件的目标没有版本。"),
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
    items = tuple(item_now(item, now) for item in source.items if item.status != "draft")
    head = head_now(source, now)
    return Record(source.number, source.total, source.kind, source.date, head, items, history)


def head_now(source: IssueSource, now: Mapping[str, str]) -> Sealed:
    """issue.yaml and its attachments as they stand."""
    return Sealed(ISSUE_FILE, now[ISSUE_FILE], _attached(source.mentions, now), source.corrections)


def item_now(item: ItemSource, now: Mapping[str, str]) -> Sealed:
    """An item as it stands."""
    name, attached = name_of(item.file), _attached(item.mentions, now)
    return Sealed(name, now[name], attached, item.corrections, item.status == "withdrawn")


def read(path: str, content: bytes) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record of the issue `path`, None where it can't be read, and what is wrong with it."""
    findings = Findings(f"{CONTENT}/{path}/{SEAL_FILE}")
    entries = SEAL.read_file(content, findings)
    if "issue" in entries and entries["issue"].value.value != path:
        other: Text = entries["issue"].value
        hint = "文件夹是复制或改名来的：复制来的，删去这个文件；改了名的，改回原名，网址才不变。"
        findings.add(other.place, "E01", f"这是 {other.value} 的封存记录。", hint, old=other.value)
    if findings.problems:
        return None, pointed(findings.problems, content)
    found = _made(entries)
    if digests.total(_files(found)) != found.history[-1].digest:
        place = entries["history"].place
        findings.add(place, "E01", "封存记录被改动过：摘要与所列的文件对不上。", "恢复原来的文件。")
    return found, tuple(findings.problems)


def _files(found: Record) -> dict[str, str]:
    """The digest of each file of a record by its name."""
    texts = (found.head, *found.items)
    attached = {name: digest for one in texts for name, digest in one.attached.items()}
    return attached | {one.file: one.digest for one in texts}


def _attached(mentions: Iterable[Mention], now: Mapping[str, str]) -> dict[str, str]:
    names = sorted({name_of(mention.target) for mention in mentions if mention.digest})
    return {name: now[name] for name in names}


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
