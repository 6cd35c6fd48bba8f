"""One issue folder: issue.yaml and its items, to an `IssueSource` and the `Bodies` of its texts.

Nothing here opens a file or knows of other issues: the same bytes give the same values.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from generator import chinese, urls
from generator.model import (
    Bodies,
    Body,
    IssueKind,
    IssueSource,
    IssueStatus,
    Mention,
    Place,
    Problem,
    Seal,
    Text,
)
from generator.problems import has_errors, problem
from generator.read import digests, rarities, schema, seal_rules, seals, signatures, yaml_nodes
from generator.read.folder import (
    ISSUE_FILE,
    SEAL_FILE,
    SIGNATURES_FILE,
    FolderFile,
    Where,
    is_markdown,
    is_text,
    item_path,
)
from generator.read.items import CORRECTIONS, corrections, read_item
from generator.read.schema import Entry, Field, Findings, Table
from generator.read.secrecy import CLASSIFIED_HINT, CLASSIFIED_MARK
from generator.read.sources import CONTENT
from generator.read.text import decode, pointed
from generator.read.texts import read_note

_KINDS: Mapping[str, IssueKind] = {
    "regular": "regular", "supplement": "supplement", "special": "special",
    "正刊": "regular", "增刊": "supplement", "专刊": "special",
}  # fmt: skip
_ISSUE_STATUS: Mapping[str, IssueStatus] = {
    "draft": "draft", "published": "published", "草稿": "draft", "发布": "published",
}  # fmt: skip

ISSUE = Table(
    ISSUE_FILE,
    Field("number", "期号", schema.whole, "年度期号，阿拉伯数字，如 5。", required=True),
    Field("date", "日期", schema.day, "签发日期，如 2016-05-10。", required=True),
    Field("total", "总期号", schema.whole, "总期号；增刊没有。"),
    Field("kind", "类型", schema.choice(about="类型", values=_KINDS), "正刊、增刊或专刊。"),
    Field("title", "题名", schema.text, "专刊等的题名。"),
    Field("note", "按语", schema.markdown, "全期的编者按。"),
    Field(
        "status", "状态", schema.choice(about="状态", values=_ISSUE_STATUS), "draft 草稿，published 发布。"
    ),
    Field("signed_by", "签发人", schema.text, "签发人。"),
    Field("editors", "责任编辑", schema.many(schema.text), "责任编辑。"),
    Field("report_to", "报", schema.many(schema.text), "报送的上级单位。"),
    Field("send_to", "送", schema.many(schema.text), "送的同级单位。"),
    Field("issue_to", "发", schema.many(schema.text), "发的下级单位。"),
    Field("extra_to", "增发", schema.many(schema.text), "本期增发的单位。"),
    Field("copies", "印数", schema.whole, "共印份数。"),
    Field("marking", "标识", schema.text, "如 内部资料 注意保存。"),
    Field("scan", "扫描件", schema.placed_text, "只有扫描件的一期，写 PDF 的文件名，如 2008-05.pdf。"),
    Field("corrections", "更正", CORRECTIONS, "发布后对全期（按语、版记、增减篇目等）的更正。"),
    Field("classification", "密级", schema.placed_text, "必须为空：涉密内容不得编入。"),
)


def read_issue(path: str, series: str, files: Mapping[str, FolderFile]) -> tuple[IssueSource, Bodies]:
    """What one folder says: `path` is `2016/05`, `files` its files by name."""
    folder = f"{CONTENT}/{path}"
    where = Where(folder, {name: file for name, file in files.items() if not is_text(name)})
    said, head, mentions, note, problems = _read_head(folder, files, where)
    scanned = "scan" in head
    read = [
        read_item(name, file.content, where, scanned=scanned)
        for name, file in sorted(files.items())
        if is_markdown(name) and file.content is not None
    ]
    items = [item for item, _, _ in read if item is not None]
    problems += [p for _, _, found in read for p in found]
    problems += _same_number(folder, files)
    problems += _unused(where, [*mentions, *(m for item in items for m in item.mentions)], problems)
    bodies = Bodies(note.html, {item.number: body for item, body, _ in read if item is not None})
    source = IssueSource(
        path,
        series,
        int(path.split("/")[-2]),
        f"{folder}/{ISSUE_FILE}",
        **head,
        mentions=mentions,
        items=tuple(sorted(items, key=lambda item: (int(item.number), item.file))),
        files=tuple(f"{folder}/{name}" for name in sorted(files) if is_markdown(name)),
        problems=tuple(problems),
    )
    source = _with_records(source, files, digests.of_what_is_said(said))
    contents = {name: file.content for name, file in files.items() if file.content is not None}
    rare = rarities.in_issue(source, bodies, contents)
    return (msgspec.structs.replace(source, rare=rare) if rare else source), bodies


def what_is_said(content: bytes) -> dict[str, yaml_nodes.Plain]:
    """What an issue.yaml says as written, under the English keys; nothing where it is broken."""
    node = schema.tree(content, Findings(ISSUE_FILE))
    return ISSUE.plain(node) if node else {}


def _with_records(source: IssueSource, files: Mapping[str, FolderFile], said: str) -> IssueSource:
    """The source, and what is recorded of its signatures and publications; `said` is issue.yaml's digest."""
    now = {name: files[name].digest for name in digests.names(source) if name in files} | {ISSUE_FILE: said}
    signed, sealed = (_content(files, name) for name in (SIGNATURES_FILE, SEAL_FILE))
    found, problems = signatures.read(source.path, signed, now) if signed is not None else ((), ())
    record, wrong = seals.read(source.path, sealed) if sealed is not None else (None, ())
    if record is not None and not wrong:
        wrong = seal_rules.broken(record, source, now)
    return msgspec.structs.replace(
        source,
        digest=digests.total(now),
        signatures=found,
        seal=Seal(record.history) if record else None,
        problems=(*source.problems, *problems, *wrong),
    )


def _content(files: Mapping[str, FolderFile], name: str) -> bytes | None:
    return files[name].content if name in files else None


class _Head(NamedTuple):
    """What issue.yaml says: as written under the English keys, as values, its mentions, its note."""

    said: Mapping[str, yaml_nodes.Plain]
    values: dict[str, Any]
    mentions: tuple[Mention, ...]
    note: Body
    problems: list[Problem]


def _read_head(folder: str, files: Mapping[str, FolderFile], where: Where) -> _Head:
    file = f"{folder}/{ISSUE_FILE}"
    findings = Findings(file)
    head: dict[str, Any] = {"number": None, "date": None}
    content = files[ISSUE_FILE].content if ISSUE_FILE in files else None
    if content is None:
        message = f"文件夹 {folder} 里没有 {ISSUE_FILE}。"
        hint = "用 jianbao new issue 新建一期。"
        return _Head({}, head, (), Body(""), [problem(file, 1, 1, "F08", message, hint)])
    node = schema.tree(content, findings) or yaml_nodes.Mapping((), Place(1, 1))
    entries = ISSUE.read(node, findings) if not findings.problems else {}
    note = read_note(entries, decode(content, file)[0], "issue", where, findings)
    _refuse_classified(entries, findings)
    mentions = note.mentions
    head |= {key: entry.value for key, entry in entries.items() if key not in {"note", "classification"}}
    head["corrections"] = corrections(head.get("corrections", ()))
    head["places"] = {key: entry.place for key, entry in entries.items()}
    if "scan" in head:
        scan = _scan(entries["scan"].value, where, findings)
        head["scan"] = scan.target if scan else ""
        mentions = (*mentions, scan) if scan else mentions
    return _Head(ISSUE.plain(node), head, mentions, note.body, list(pointed(findings.problems, content)))


def _scan(written: Text, where: Where, findings: Findings) -> Mention | None:
    """The file that is the issue's PDF: it is published under the address of the typeset one."""
    name = written.value
    file = where.files.get(name)
    if not name.lower().endswith(".pdf"):
        findings.add(
            written.place, "Y04", f"扫描件“{name}”不是 PDF 文件。", "先转成 PDF，再写它的文件名。", old=name
        )
    elif "/" in name or "\\" in name:
        hint = "把文件放进本期文件夹，只写它的文件名。"
        findings.add(written.place, "L03", f"扫描件“{name}”不在本期文件夹内。", hint, old=name)
    elif file is None:
        hint = chinese.did_you_mean(name, where.files) or "检查文件名，大小写也要一致。"
        findings.add(written.place, "L02", f"本期文件夹里没有扫描件“{name}”。", hint, old=name)
    else:
        address = urls.issue_pdf(where.folder.removeprefix(f"{CONTENT}/"))
        return Mention(f"{where.folder}/{name}", address, written, file.digest)
    return None


def _refuse_classified(entries: Mapping[str, Entry], findings: Findings) -> None:
    """Classified matter must not be on a network that is not classified."""
    for key, pattern in _CLASSIFIED_WHERE.items():
        if key not in entries:
            continue
        value = entries[key].value
        text = value.value if isinstance(value, Text) else value
        found = pattern.search(text)
        if found:
            message = f"标有密级“{found[0]}”，不得编入。"
            findings.add(entries[key].place, "C01", message, CLASSIFIED_HINT, old=text)


_CLASSIFIED_WHERE = {
    "classification": re.compile(".+", re.DOTALL),
    "marking": re.compile("绝密|机密|秘密"),
    "note": CLASSIFIED_MARK,
}


def _same_number(folder: str, names: Iterable[str]) -> list[Problem]:
    first: dict[int, str] = {}
    problems = []
    for name in sorted(names):
        file = f"{folder}/{name}"
        number = (item_path(file) or "").rpartition("/")[2]
        other = first.setdefault(int(number), name) if number else name
        if other != name:
            message = f"序号 {number} 已用于 {other}，两篇会写到同一个网址。"
            problems.append(problem(file, 1, 1, "A01", message, "改用另一个序号。"))
    return problems


def _unused(where: Where, mentions: Iterable[Mention], problems: Iterable[Problem]) -> list[Problem]:
    """A warning for each file that no text names; none while something is wrong that may hide its name."""
    if not where.files or has_errors(problems):
        return []
    used = {mention.target for mention in mentions}
    files = (f"{where.folder}/{name}" for name in sorted(where.files))
    hint = "写进文稿，或删去它；导入的原稿放在 originals 里。"
    return [problem(f, 1, 1, "L12", "没有一篇文稿用到它，不会发布。", hint) for f in files if f not in used]
