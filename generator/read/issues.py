"""One issue folder: issue.yaml and its items, to an `IssueSource` and the `Bodies` of its texts.

Nothing here opens a file or knows of other issues: the same bytes give the same values.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec

from generator import chinese, urls
from generator.model import (
    Bodies,
    Body,
    Correction,
    IssueKind,
    IssueSource,
    IssueStatus,
    ItemSource,
    ItemStatus,
    Mention,
    Picture,
    Place,
    Problem,
    Reprint,
    Text,
)
from generator.pictures import Fault
from generator.problems import has_errors, problem
from generator.read import markup, rarities, schema, yaml_nodes
from generator.read.pictures import NO_PICTURE, is_picture
from generator.read.schema import PLACEHOLDER, Entry, Field, Findings, Table
from generator.read.sources import CONTENT
from generator.read.text import Lines, decode, pointed

ISSUE_FILE = "issue.yaml"

_KINDS: Mapping[str, IssueKind] = {
    "regular": "regular", "supplement": "supplement", "special": "special",
    "正刊": "regular", "增刊": "supplement", "专刊": "special",
}  # fmt: skip
_ISSUE_STATUS: Mapping[str, IssueStatus] = {
    "draft": "draft", "published": "published", "草稿": "draft", "发布": "published",
}  # fmt: skip
_ITEM_STATUS: Mapping[str, ItemStatus] = {
    "draft": "draft", "ready": "ready", "withdrawn": "withdrawn",
    "草稿": "draft", "可用": "ready", "撤稿": "withdrawn",
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
    Field("classification", "密级", schema.placed_text, "必须为空：涉密内容不得编入。"),
)

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
    Field("corrections", "更正", schema.many(schema.group(_CORRECTION)), "发布后的更正。"),
    Field("points", "分值", schema.number, "采用分值，不写则按计分规则。"),
)

_CLASSIFIED_MARK = re.compile(r"(?:绝密|机密|秘密)\s*★")
_FENCE = re.compile(r"\s*---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_ITEM_NAME = re.compile(r"(\d{1,4})(?!\d)[^/]*\.md", re.IGNORECASE | re.ASCII)


class FolderFile(NamedTuple):
    """A file of an issue's folder: its digest, and the content where it is a text to be read.

    `picture` is what the head of a picture's file tells, or what is wrong with it.
    """

    digest: str
    content: bytes | None = None
    picture: Picture | Fault | None = None


def read_issue(path: str, series: str, files: Mapping[str, FolderFile]) -> tuple[IssueSource, Bodies]:
    """What one folder says: `path` is `2016/05`, `files` its files by name."""
    folder = f"{CONTENT}/{path}"
    where = _Where(folder, {name: file for name, file in files.items() if not is_text(name)})
    head, mentions, note, problems = _read_head(folder, files, where)
    scanned = "scan" in head
    read = [
        _read_item(name, file.content, where, scanned=scanned)
        for name, file in sorted(files.items())
        if is_text(name) and name != ISSUE_FILE and file.content is not None
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
        files=tuple(f"{folder}/{name}" for name in sorted(files) if name.lower().endswith(".md")),
        problems=tuple(problems),
    )
    contents = {name: file.content for name, file in files.items() if file.content is not None}
    rare = rarities.in_issue(source, bodies, contents)
    return (msgspec.structs.replace(source, rare=rare) if rare else source), bodies


def is_text(name: str) -> bool:
    """Whether a file of the folder is read, not just published."""
    return name == ISSUE_FILE or name.lower().endswith(".md")


def item_path(file: str) -> str | None:
    """The path of the item in `content/2016/05/02-x.md`: `2016/05/02`; None where it is no item's file."""
    folder, _, name = file.rpartition("/")
    found = _ITEM_NAME.fullmatch(name)
    return f"{folder.removeprefix(f'{CONTENT}/')}/{found[1]}" if found else None


# --- issue.yaml --------------------------------------------------------------------------------


class _Written(NamedTuple):
    """A Markdown text made into HTML, with the files it names."""

    body: Body
    mentions: tuple[Mention, ...]


def _read_head(
    folder: str, files: Mapping[str, FolderFile], where: "_Where"
) -> tuple[dict[str, Any], tuple[Mention, ...], Body, list[Problem]]:
    file = f"{folder}/{ISSUE_FILE}"
    findings = Findings(file)
    head: dict[str, Any] = {"number": None, "date": None}
    content = files[ISSUE_FILE].content if ISSUE_FILE in files else None
    if content is None:
        message = f"文件夹 {folder} 里没有 {ISSUE_FILE}。"
        hint = "用 jianbao new issue 新建一期。"
        return head, (), Body(""), [problem(file, 1, 1, "F08", message, hint)]
    entries = _entries(content, findings)
    note = _note(entries, decode(content, file)[0], "issue", where, findings)
    _refuse_classified(entries, findings)
    mentions = note.mentions
    head |= {key: entry.value for key, entry in entries.items() if key not in {"note", "classification"}}
    head["places"] = {key: entry.place for key, entry in entries.items()}
    if "scan" in head:
        scan = _scan(entries["scan"].value, where, findings)
        head["scan"] = scan.target if scan else ""
        mentions = (*mentions, scan) if scan else mentions
    return head, mentions, note.body, list(pointed(findings.problems, content))


def _scan(written: Text, where: "_Where", findings: Findings) -> Mention | None:
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


def _entries(content: bytes, findings: Findings) -> dict[str, Entry]:
    text, problems = decode(content, findings.file)
    node, broken = yaml_nodes.compose(text, findings.file) if not problems else (None, ())
    findings.problems.extend((*problems, *broken))
    if findings.problems:
        return {}
    return ISSUE.read(node or yaml_nodes.Mapping((), Place(1, 1)), findings)


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
            findings.add(entries[key].place, "C01", message, _CLASSIFIED_HINT, old=text)


_CLASSIFIED_WHERE = {
    "classification": re.compile(".+", re.DOTALL),
    "marking": re.compile("绝密|机密|秘密"),
    "note": _CLASSIFIED_MARK,
}
_CLASSIFIED_HINT = "涉密内容不得进入本系统，请按保密规定处理。"


# --- Items -------------------------------------------------------------------------------------


def _read_item(
    name: str, content: bytes, where: "_Where", *, scanned: bool
) -> tuple[ItemSource | None, Body, list[Problem]]:
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
    note = _note(entries, text, number, where, findings)
    written = _written(text[start:], number, _Finder(text, start), where, findings)
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
    values["corrections"] = tuple(
        Correction(c["date"].value, c["text"].value)
        for c in values.get("corrections", ())
        if "date" in c and "text" in c
    )
    return ItemSource(file, number, **values, mentions=mentions, characters=chinese.count(body.text))


def _reprint(entries: Mapping[str, Entry] | None) -> Reprint | None:
    if not entries or "name" not in entries:
        return None
    url, day = (entries[key].value if key in entries else "" for key in ("url", "date"))
    return Reprint(entries["name"].value.value, url, day)


def _front_matter(text: str, findings: Findings) -> tuple[dict[str, Entry], int | None]:
    """The entries between the lines `---`, and where the body starts; None where there are no such lines."""
    opening = _FENCE.match(text)
    closing = _END.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        place = Place(1, 1)
        message = "文件开头没有 --- 区块。" if opening is None else "开头的 --- 区块没有结束。"
        findings.add(place, "Y08", message, "标题、栏目等写在两行 --- 之间。")
        return {}, None
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
    for found in _CLASSIFIED_MARK.finditer(text):
        place = lines.place(found.start())
        findings.add(place, "C01", "文稿里有密级标志，不得编入。", _CLASSIFIED_HINT, old=found[0])


_PLACEHOLDERS = re.compile(re.escape(PLACEHOLDER))


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


def _unused(where: "_Where", mentions: Iterable[Mention], problems: Iterable[Problem]) -> list[Problem]:
    """A warning for each file that no text names; none while something is wrong that may hide its name."""
    if not where.files or has_errors(problems):
        return []
    used = {mention.target for mention in mentions}
    files = (f"{where.folder}/{name}" for name in sorted(where.files))
    hint = "写进文稿，或删去它；导入的原稿放在 originals 里。"
    return [problem(f, 1, 1, "L12", "没有一篇文稿用到它，不会发布。", hint) for f in files if f not in used]


# --- Texts and what they link to ---------------------------------------------------------------


class _Where(NamedTuple):
    """The folder a text stands in, and the pictures and attachments beside it."""

    folder: str
    files: Mapping[str, FolderFile]


def _note(
    entries: Mapping[str, Entry], text: str, prefix: str, where: _Where, findings: Findings
) -> _Written:
    if "note" not in entries:
        return _Written(Body(""), ())
    note = entries["note"]
    finder = _Finder(text, Lines(text).offset(note.place))
    return _written(note.value, f"{prefix}-note", finder, where, findings)


def _written(markdown: str, prefix: str, finder: "_Finder", where: _Where, findings: Findings) -> _Written:
    links = _Links(where, findings, finder.find)
    try:
        html = markup.to_html(markdown, prefix, links.resolve)
    except markup.TooComplexError:
        hint = "检查是否误贴了别的内容，或把它分成几篇。"
        findings.add(finder.find(""), "B04", "这段文字太长、层次太深或方括号太多，无法排版。", hint)
        return _Written(Body(""), ())
    links.check_descriptions(html)
    return _Written(Body(html, "", markup.to_text(html)), tuple(links.mentions))


class _Finder:
    """Finds targets of links in the source text, one after another: Python-Markdown keeps no positions."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._lines: Lines | None = None
        self._found: dict[str, tuple[int | None, Place]] = {}

    def find(self, written: str) -> Place:
        """The place of the next link to a target; of the one before, or the start, where there is none."""
        after, place = self._found.get(written) or (self._start, self._place(self._start))
        offset = None if after is None else self._next(written, after)
        if offset is not None:
            place = self._place(offset)
        self._found[written] = (None if offset is None else offset + len(written), place)
        return place

    def _next(self, written: str, after: int) -> int | None:
        for before in ("](", "](<", "]: ", ""):
            offset = self._text.find(before + written, after)
            if offset >= 0:
                return offset + len(before)
        return None

    def _place(self, offset: int) -> Place:
        self._lines = self._lines or Lines(self._text)
        return self._lines.place(offset)


class _Links:
    """Resolves the targets of one text, noting what it names and what is wrong."""

    def __init__(self, where: _Where, findings: Findings, find: Callable[[str], Place]) -> None:
        self.mentions: list[Mention] = []
        self._where = where
        self._findings = findings
        self._find = find

    def resolve(self, written: str, picture: bool) -> markup.Target:
        """What a target becomes in HTML."""
        place = self._find(written)
        if markup.is_outside(written) and not picture:
            return markup.Target(written)
        drive = len(markup.scheme(written)) == 1
        if picture and markup.scheme(written):
            return self._outside(written, place)
        if (markup.scheme(written) and not drive) or not written.partition("#")[0].strip():
            hint = "链接已去掉，文字保留；只能链接到 http、https、mailto 或本站的文件。"
            self._findings.add(place, "L04", f"不允许的链接地址“{written}”。", hint, old=written)
            return markup.Target(None)
        path = unquote(written.partition("#")[0]).replace("\\", "/")
        target = posixpath.normpath(posixpath.join(self._where.folder, path))
        if drive or path.startswith("/") or not target.startswith(f"{CONTENT}/"):
            return self._outside(written, place)
        if target.lower().endswith(".md") and not picture:
            return self._item(target, Text(written, place))
        return self._file(target, Text(written, place), picture)

    def check_descriptions(self, html: str) -> None:
        """Note the pictures that a reader who does not see them learns nothing of."""
        for mention in self.mentions:
            if mention.shown and re.search(rf'<img alt="" [^<]*src="{urls.ROOT}{mention.address}"', html):
                hint = "在方括号里写上说明，如 ![窗口办事现场](图.jpg)。"
                self._findings.add(mention.raw.place, "L05", f"图片“{mention.raw.value}”没有说明文字。", hint)

    def _outside(self, written: str, place: Place) -> markup.Target:
        hint = "把文件复制到本期文件夹，再写它的文件名。"
        self._findings.add(place, "L03", f"“{written}”不在本期文件夹内。", hint, old=written)
        return markup.Target(None)

    def _item(self, target: str, raw: Text) -> markup.Target:
        path = item_path(target)
        if path is None:
            self._findings.add(
                raw.place, "L01", f"“{raw.value}”不是一篇文稿。", "文稿的文件名以序号开头。", old=raw.value
            )
            return markup.Target(None)
        self.mentions.append(Mention(target, f"{path}.html", raw))
        return markup.Target(f"{urls.ROOT}{path}.html")

    def _file(self, target: str, raw: Text, picture: bool) -> markup.Target:
        folder, _, name = target.rpartition("/")
        if folder != self._where.folder:
            return self._outside(raw.value, raw.place)
        file = self._where.files.get(name)
        if file is None:
            what = "图片" if picture else "附件"
            hint = chinese.did_you_mean(name, self._where.files) or "检查文件名，大小写也要一致。"
            self._findings.add(raw.place, "L02", f"本期文件夹里没有{what}“{name}”。", hint, old=raw.value)
            return markup.Target(None)
        if is_program(name) and not (picture and name.lower().endswith(".svg")):
            hint = "浏览器或服务器会运行它；请换成 PDF、Word 或压缩包。"
            self._findings.add(raw.place, "L07", f"“{name}”不能作附件。", hint, old=raw.value)
            return markup.Target(None)
        fault = file.picture if isinstance(file.picture, Fault) else None
        if picture and not is_picture(name):
            fault = NO_PICTURE
        if fault:
            self._findings.add(
                raw.place, fault.code, f"图片“{name}”{fault.message}", fault.hint, old=raw.value
            )
            return markup.Target(None)
        return self._attached(target, file, raw, picture)

    def _attached(self, target: str, file: FolderFile, raw: Text, picture: bool) -> markup.Target:
        """A picture is shown in the sizes of screens; a link leads to its own size."""
        folder, _, name = target.removeprefix(f"{CONTENT}/").rpartition("/")
        seen = file.picture if isinstance(file.picture, Picture) else None
        if seen and not picture:
            address = urls.full_picture(folder, file.digest, name)
        else:
            address = urls.attachment(folder, file.digest, f"x{seen.ending}" if seen else name)
        self.mentions.append(Mention(target, address, raw, file.digest, picture, seen))
        return markup.Target(f"{urls.ROOT}{address}", "" if picture else name, seen if picture else None)


_PROGRAM = re.compile(
    r"\.(?:[sx]?html?|xht|mht(?:ml)?|svgz?|xml|xslt?|m?js|css|swf|jar|php\d?|phtml|as[pa]x?|ashx|asmx|cer|cdx"
    r"|cshtml|jspx?|cgi|pl|py|rb|sh|exe|com|bat|cmd|ps1|vb[se]|wsf|msi|scr|lnk|hta|reg)",
    re.IGNORECASE,
)


def is_program(name: str) -> bool:
    """Whether a browser, a web server or Windows might run a file of that name, going by its ending."""
    return _PROGRAM.fullmatch(posixpath.splitext(name)[1]) is not None
