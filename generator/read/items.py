"""One item: a Markdown file with front matter, to an `ItemSource` and its `Body`."""

import re
from collections.abc import Iterable, Mapping

from generator import chinese
from generator.model import Body, Correction, ItemSource, ItemStatus, Mention, Place, Problem, Reprint
from generator.problems import problem
from generator.read import markup, schema, yaml_nodes
from generator.read.folder import Where, item_path
from generator.read.schema import PLACEHOLDER, Entry, Field, Findings, Table
from generator.read.secrecy import CLASSIFIED_HINT, CLASSIFIED_MARK
from generator.read.text import Lines, decode, pointed
from generator.read.texts import Finder, read_note, read_text

_ITEM_STATUS: Mapping[str, ItemStatus] = {
    "draft": "draft", "ready": "ready", "withdrawn": "withdrawn",
    "草稿": "draft", "可用": "ready", "撤稿": "withdrawn",
}  # fmt: skip

_REPRINT = Table(
    "摘自",
    Field("name", "名称", schema.placed_text, "报刊或网站的名称。", required=True),
    Field("url", "网址", schema.text, "原文网址。"),
    Field("date", "日期", schema.text, "原文日期。"),
)

_CORRECTION = Table(
    "更正",
    Field("date", "日期", schema.day, "更正日期。", required=True),
    Field("text", "内容", schema.text, "更正内容。", required=True),
)

CORRECTIONS = schema.many(schema.group(_CORRECTION))
"""What was put right after publication, of an item or of an issue; `corrections` makes values of it."""

ITEM = Table(
    "文稿",
    Field("title", "标题", schema.placed_text, "这一篇的标题。", required=True),
    Field("section", "栏目", schema.placed_text, "site.yaml 里的一个栏目。", required=True),
    Field("source", "供稿", schema.many(schema.placed_text), "供稿单位；几个单位写成列表，牵头的在前。"),
    Field("author", "作者", schema.text, "撰稿人。"),
    Field("reprint", "摘自", schema.group(_REPRINT, short="name"), "摘自何处：名称，或名称、网址和日期。"),
    Field("note", "按语", schema.markdown, "这一篇的编者按。"),
    Field("keywords", "关键词", schema.many(schema.text), "关键词。"),
    Field("summary", "摘要", schema.text, "摘要。"),
    Field("status", "状态", schema.choice(about="状态", values=_ITEM_STATUS), "draft、ready 或 withdrawn。"),
    Field("corrections", "更正", CORRECTIONS, "发布后的更正。"),
    Field("points", "分值", schema.number, "采用分值，不写则按计分规则。"),
)

_FENCE = re.compile(r"\s*---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def read_item(
    name: str, content: bytes, where: Where, *, scanned: bool
) -> tuple[ItemSource | None, Body, list[Problem]]:
    """The item in the file `name`, None where it is none; items of a `scanned` issue need no text."""
    file = f"{where.folder}/{name}"
    findings = Findings(file)
    text, problems = decode(content, file)
    path = item_path(file)
    if path is None:
        hint = "改成如 03-新稿.md；序号就是先后和网址。"
        problems = (*problems, problem(file, 1, 1, "F04", f"文件名“{name}”不以序号开头。", hint))
    if problems or path is None:
        return None, Body(""), list(problems)
    entries, start = _front_matter(text, findings)
    if start is None:
        return None, Body(""), findings.problems
    number = path.rpartition("/")[2]
    note = read_note(entries, text, number, where, findings)
    written = read_text(text[start:], number, Finder(text, start), where, findings)
    _check_body(text, start, entries, findings, may_be_empty=scanned or bool(written.body.html))
    problems = pointed(findings.problems, content)
    if "title" not in entries:
        return None, Body(""), list(problems)
    item = _item(file, number, entries, (*note.mentions, *written.mentions), written.body)
    return item, Body(written.body.html, note.body.html, written.body.text), list(problems)


def _item(
    file: str, number: str, entries: Mapping[str, Entry], mentions: tuple[Mention, ...], body: Body
) -> ItemSource:
    values = {key: entry.value for key, entry in entries.items()}
    values.pop("note", None)
    values["units"] = values.pop("source", ())
    values["keywords"] = tuple(dict.fromkeys(values.get("keywords", ())))
    values["reprint"] = _reprint(values.get("reprint"))
    values["corrections"] = corrections(values.get("corrections", ()))
    return ItemSource(file, number, **values, mentions=mentions, characters=chinese.count(body.text))


def corrections(listed: Iterable[Mapping[str, Entry]]) -> tuple[Correction, ...]:
    """The corrections of which both the day and the text could be read."""
    return tuple(Correction(c["date"].value, c["text"].value) for c in listed if "date" in c and "text" in c)


def _reprint(entries: Mapping[str, Entry] | None) -> Reprint | None:
    if not entries or "name" not in entries:
        return None
    url, day = (entries[key].value if key in entries else "" for key in ("url", "date"))
    return Reprint(entries["name"].value.value, url, day)


def fences(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """The lines `---` before and after the front matter of a text, None where it has none."""
    opening = _FENCE.match(text)
    closing = _END.search(text, opening.end()) if opening else None
    return (opening, closing) if opening and closing else None


def _front_matter(text: str, findings: Findings) -> tuple[dict[str, Entry], int | None]:
    """The entries between the lines `---`, and where the body starts; None where there are no such lines."""
    found = fences(text)
    if found is None:
        message = "开头的 --- 区块没有结束。" if _FENCE.match(text) else "文件开头没有 --- 区块。"
        findings.add(Place(1, 1), "Y08", message, "标题、栏目等写在两行 --- 之间。")
        return {}, None
    opening, closing = found
    first_line = text.count("\n", 0, opening.end()) + 1
    node, problems = yaml_nodes.compose(text[opening.end() : closing.start()], findings.file, first_line)
    findings.problems.extend(problems)
    if problems:
        return {}, None
    node = node or yaml_nodes.Mapping((), Place(first_line, 1))
    entries = ITEM.read(node, findings)
    _check_credit(node, entries, findings)
    return entries, closing.end()


def _check_credit(node: yaml_nodes.Node, entries: Mapping[str, Entry], findings: Findings) -> None:
    if not {"source", "reprint"} & ITEM.keys(node):
        place = entries["title"].place if "title" in entries else node.place
        findings.add(place, "B01", "没有供稿单位，也没有摘自何处。", "写上“source: 单位”或“reprint: 报刊”。")
    url = entries["reprint"].value.get("url") if "reprint" in entries else None
    if url and markup.scheme(url.value) not in {"http", "https"}:
        hint = "写完整的网址，以 http:// 或 https:// 开头。"
        findings.add(url.place, "L04", f"不允许的链接地址“{url.value}”。", hint, old=url.value)


def _check_body(
    text: str, start: int, entries: Mapping[str, Entry], findings: Findings, *, may_be_empty: bool
) -> None:
    status = entries["status"].value if "status" in entries else "ready"
    lines = Lines(text)
    if status == "ready" and not may_be_empty and not any(p.code == "B04" for p in findings.problems):
        hint = "在第二行 --- 之后写正文，或设 status: draft。"
        findings.add(lines.place(len(text.rstrip())), "B02", "正文是空的。", hint)
    for found in _PLACEHOLDERS.finditer(text, start):
        place = lines.place(found.start())
        findings.add(place, "Y09", "正文里还有【待填】。", "用真实内容替换它。", old=found[0])
    for found in CLASSIFIED_MARK.finditer(text):
        place = lines.place(found.start())
        findings.add(place, "C01", "文稿里有密级标志，不得编入。", CLASSIFIED_HINT, old=found[0])


_PLACEHOLDERS = re.compile(re.escape(PLACEHOLDER))
