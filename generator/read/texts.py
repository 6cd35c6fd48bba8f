"""A Markdown text of an issue's folder, made into HTML: what it links to and shows, and where that stands."""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from generator import chinese, urls
from generator.model import Body, Mention, Picture, Place, Text
from generator.pictures import Fault
from generator.read import markup
from generator.read.folder import FolderFile, Where, is_program, item_path
from generator.read.pictures import NO_PICTURE, is_picture
from generator.read.schema import Entry, Findings
from generator.read.sources import CONTENT
from generator.read.text import Lines


class Written(NamedTuple):
    """A Markdown text made into HTML, with the files it names."""

    body: Body
    mentions: tuple[Mention, ...]


def read_note(
    entries: Mapping[str, Entry], text: str, prefix: str, where: Where, findings: Findings
) -> Written:
    """The editor's note (按语) of an issue or an item; ids in it begin with `prefix` and `-note`."""
    if "note" not in entries:
        return Written(Body(""), ())
    note = entries["note"]
    finder = Finder(text, Lines(text).offset(note.place))
    return read_text(note.value, f"{prefix}-note", finder, where, findings)


def read_text(markdown: str, prefix: str, finder: "Finder", where: Where, findings: Findings) -> Written:
    """A Markdown text as HTML and as plain text; what is wrong with it is added to `findings`."""
    links = _Links(where, findings, finder.find)
    try:
        html = markup.to_html(markdown, prefix, links.resolve)
    except markup.TooComplexError:
        hint = "检查是否误贴了别的内容，或把它分成几篇。"
        findings.add(finder.find(""), "B04", "这段文字太长、层次太深或方括号太多，无法排版。", hint)
        return Written(Body(""), ())
    links.check_descriptions(html)
    return Written(Body(html, "", markup.to_text(html)), tuple(links.mentions))


class Finder:
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

    def __init__(self, where: Where, findings: Findings, find: Callable[[str], Place]) -> None:
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
            return self._nowhere(written, place)
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

    def _nowhere(self, written: str, place: Place) -> markup.Target:
        if written.startswith("#"):
            self._note_spot(written, written, place)
        else:
            hint = "链接已去掉，文字保留；只能链接到 http、https、mailto 或本站的文件。"
            self._findings.add(place, "L04", f"不允许的链接地址“{written}”。", hint, old=written)
        return markup.Target(None)

    def _note_spot(self, spot: str, written: str, place: Place) -> None:
        """Note a link to a place in a text: there are none."""
        hint = "文稿里没有可以链接到的位置；链接到整篇，去掉 # 和后面的字。"
        self._findings.add(place, "L13", f"链接的位置“{spot}”不存在。", hint, old=written)

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
        _, sign, spot = raw.value.partition("#")
        if sign:
            self._note_spot(sign + spot, raw.value, raw.place)
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
