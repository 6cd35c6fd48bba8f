"""YAML as a tree whose every node knows its place; nothing is typed here, scalars are read as written.

The tree is made from the parser's events. Anchors, aliases and tags are refused as they come: no editor
needs them, and they are how a small file becomes a large one or an object.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import yaml

from generator.model import Place, Problem
from generator.problems import problem
from generator.read.text import CONTROL, place_of

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 20
"""Levels; the files of a site have at most four, and a deeper one would exhaust the stack."""

LONGEST_INNER_KEY = 4
"""Characters of the longest Chinese key inside of a list or group."""

_FULL_WIDTH_COLON = re.compile(
    r"^(?P<key>(?P<indent> *)(?P<dash>- )?[^\s:：#'\"\[\]{}|>-][^\s:：]* *)：(?P<gap> ?)"
)
_BLOCK_SCALAR = re.compile(r"[:：-]\s*[|>][0-9+-]*\s*(?:#.*)?$")
_NO_SPACE = re.compile(r"^[^\s:：#'\"\[\]{}|>-][^\s:：]*(?=:\S)", re.MULTILINE)
_PLAIN = re.compile(r"\w[\w.+/-]*")
_OPENS = re.compile(r"[:：]\s*(?:#.*)?$")


class Scalar(NamedTuple):
    """A text, without the quotes that may have stood around it."""

    value: str
    place: Place


class Sequence(NamedTuple):
    """A list of nodes."""

    items: "tuple[Node, ...]"
    place: Place


class Mapping(NamedTuple):
    """Keys with their nodes, in the order written."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    place: Place


Node = Scalar | Sequence | Mapping
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


class _Refused(Exception):  # noqa: N818
    """Something that is YAML, but not for editors."""

    def __init__(self, place: Place, message: str, hint: str = "请删去。", code: str = "Y06") -> None:
        super().__init__(message)
        self.place, self.message, self.hint, self.code = place, message, hint, code


class _Source(NamedTuple):
    """A text made ready for YAML, its lines counted, and how to find a place of it in the text as written."""

    text: str
    first_line: int
    lines: int
    widened: dict[int, int]

    def place(self, mark: yaml.Mark) -> Place:
        """The place of a mark in the file; the parser sees one more line end after a last line without."""
        line, column = mark.line + 1, mark.column + 1
        if mark.line == self.lines:
            line, column = place_of(self.text, len(self.text))
        widened = self.widened.get(line - 1)
        if widened is not None and column > widened:
            column -= 1
        return Place(line + self.first_line - 1, column)


def compose(text: str, file: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML text, None where it is empty or broken; `first_line` is its first line's number."""
    source = _half_width_colons(text, first_line)
    try:
        return _document(yaml.parse(source.text, Loader=_LOADER), source), ()
    except yaml.MarkedYAMLError as error:
        return None, (_broken(error, source, file),)
    except yaml.YAMLError:
        return None, (_unreadable(file, first_line),)
    except _Refused as refused:
        line, column = refused.place.line, refused.place.column
        return None, (problem(file, line, column, refused.code, refused.message, refused.hint),)


def plain(node: Node) -> Plain:
    """The same without places: texts, lists and mappings."""
    match node:
        case Scalar(value):
            return value
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(pairs):
            return {name.value: plain(value) for name, value in pairs}


def written(text: str) -> str:
    """A text as a scalar on one line, quoted where `compose` would else read it as something else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _document(events: Iterator[Any], source: _Source) -> Node | None:
    """The one document of a stream, None where there is none."""
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    node = _node(next(events), events, source, 0)
    next(events)
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        place = source.place(after.start_mark)
        raise _Refused(place, "这里多出一行 ---。", "--- 只用在开头区块的前后。", "Y01")
    return node


def _node(event: Any, events: Iterator[Any], source: _Source, depth: int) -> Node:
    place = source.place(event.start_mark)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _Refused(place, "以 & 或 * 开头的值有特殊含义。", "把整个值放进半角引号里。")
    if event.tag is not None:
        raise _Refused(place, "以 ! 开头的值有特殊含义。", "把整个值放进半角引号里。")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, place)
    if depth > DEEPEST:
        raise _Refused(place, "嵌套太深。", "检查这一行的括号和“- ”是否有误。")
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(tuple(_items(events, source, depth + 1)), place)
    return Mapping(tuple(_pairs(events, source, depth + 1)), place)


def _scalar(event: yaml.ScalarEvent, place: Place) -> Scalar:
    """A text, placed at its first character, after a quote or an ideographic space."""
    if CONTROL.search(event.value):
        raise _Refused(place, "这里有不可见的控制字符。", "删去以 \\ 开头的代码。")
    quoted = event.style in {"'", '"'}
    blanks = 0 if event.style else len(event.value) - len(event.value.lstrip("\u3000"))
    return Scalar(event.value, Place(place.line, place.column + quoted + blanks))


def _items(events: Iterator[Any], source: _Source, depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _node(event, events, source, depth)


def _pairs(events: Iterator[Any], source: _Source, depth: int) -> Iterator[tuple[Scalar, Node]]:
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        name = _node(event, events, source, depth)
        if not isinstance(name, Scalar):
            raise _Refused(name.place, "键只能是文字。")
        yield name, _node(next(events), events, source, depth)


def _half_width_colons(text: str, first_line: int) -> _Source:
    """Make `标题：甲` into `标题: 甲`, outside of block scalars, where the colon ends a key."""
    if "：" not in text:
        return _Source(text, first_line, text.count("\n") + 1, {})
    lines = text.split("\n")
    widened: dict[int, int] = {}
    block_indent: int | None = None
    levels = _Levels()
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None:
            if not line.strip() or indent > block_indent:
                continue
            block_indent = None
        found = _FULL_WIDTH_COLON.match(line)
        if found and _is_key(found) and levels.open_at(indent):
            lines[number] = f"{found['key']}: {line[found.end() :]}"
            if not found["gap"]:
                widened[number] = found.end() + 1
        levels.add(lines[number], indent)
        if _BLOCK_SCALAR.search(lines[number]):
            block_indent = indent
    return _Source("\n".join(lines), first_line, len(lines), widened)


def _is_key(found: re.Match[str]) -> bool:
    """At the margin, whatever stands before the colon is a key; further in, only a short word is."""
    at_margin = not found["indent"] and not found["dash"]
    return at_margin or len(found["key"].strip(" -")) <= LONGEST_INNER_KEY


class _Levels:
    """The lines that the next line may belong to: where one of them has a value, more of it follows."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, bool]] = []

    def open_at(self, indent: int) -> bool:
        """Whether a line of that indent may begin with a key."""
        return next((opens for level, opens in reversed(self._levels) if level < indent), True)

    def add(self, line: str, indent: int) -> None:
        """Note a line and whether keys may stand under it."""
        written = line.strip()
        if not written or written.startswith("#"):
            return
        while self._levels and self._levels[-1][0] >= indent:
            self._levels.pop()
        in_list = written.startswith("- ")
        opens = bool(_OPENS.search(written)) or written == "-" or (in_list and ": " in written)
        self._levels.append((indent, opens))


# --- What is wrong with broken YAML, and where ----------------------------------------------------


class _Explanation(NamedTuple):
    """What an editor is told where the parser says `words`.

    Some mistakes were made where the parser's context began, some in the line `before`.
    """

    words: str
    message: str
    hint: str
    at_context: bool = False
    before: bool = False


def _broken(error: yaml.MarkedYAMLError, source: _Source, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _unreadable(file, source.first_line)
    lines = source.text.split("\n")[: mark.line + 1]
    glued = _NO_SPACE.search("\n".join(lines))
    if glued:
        line = source.text.count("\n", 0, glued.end()) + source.first_line
        message, hint = "冒号后面缺少空格。", "半角冒号后面空一格，或改用全角冒号。"
        return problem(file, line, len(glued[0]) + 1, "Y01", message, hint, old=":", new=": ")
    said = f"{error.problem or ''} {error.context or ''}"
    explained = _explained(said, lines, mark.column)
    place = source.place(mark)
    if explained.before:
        place = Place(len("\n".join(lines[:-1]).rstrip().split("\n")) - 1 + source.first_line, 1)
    elif explained.at_context and error.context_mark:
        place = source.place(error.context_mark)
    return problem(file, place.line, place.column, "Y01", explained.message, explained.hint)


def _unreadable(file: str, line: int) -> Problem:
    return problem(file, line, 1, "Y01", "YAML 写法有误，无法读取。")


def _explained(said: str, lines: list[str], column: int) -> _Explanation:
    """What is meant by the parser's words at the last of the lines."""
    before = lines[-1][:column]
    if "mapping values are not allowed" in said and ": " not in before:
        return _NOT_ALIGNED if before.startswith(" ") or len(lines) == 1 else _NO_COLON._replace(before=True)
    if "did not find expected key" in said and before.rstrip().endswith(('"', "'", "]", "}")):
        return _AFTER_QUOTE
    if "\t" in lines[-1][: column + 1] and not before.strip():
        return _TAB
    return next((known for known in _EXPLANATIONS if known.words in said), _UNKNOWN)


_QUOTE = "把整个值放进半角引号里。"
_NOT_ALIGNED = _Explanation("", "缩进没有对齐。", "同一级的键要左边对齐。")
_NO_COLON = _Explanation("", "这一行缺少冒号。", "写成“键: 值”，半角冒号后面空一格。")
_AFTER_QUOTE = _Explanation("", "引号或括号之后又有文字。", "把整个值放进一对半角单引号里。")
_TAB = _Explanation("", "这里是 Tab，不能用来缩进。", "缩进用空格。")
_UNKNOWN = _Explanation("", "YAML 写法有误。", "检查这一行和上一行的冒号、缩进和引号。")

_EXPLANATIONS = (
    _Explanation(
        "mapping values are not allowed", "值里面又出现了“冒号加空格”。", f"{_QUOTE[:-1]}，或改用全角冒号。"
    ),
    _NO_COLON._replace(words="could not find expected ':'", at_context=True),
    _Explanation("cannot start any token", "这里的字符不能放在开头。", "特殊符号开头的值放进半角引号里。"),
    _Explanation("escape", "双引号里的 \\ 有特殊含义。", "改用半角单引号。"),
    _Explanation("block scalar", "以 | 或 > 开头的值有特殊含义。", _QUOTE),
    _Explanation("quoted scalar", "引号没有配对。", "补上另一半引号。", at_context=True),
    _Explanation("anchor", "以 & 开头的值有特殊含义。", _QUOTE),
    _Explanation("alias", "以 * 开头的值有特殊含义。", _QUOTE),
    _Explanation("flow sequence", "方括号没有配对。", f"补上 ]，或{_QUOTE}", at_context=True),
    _Explanation("flow mapping", "花括号没有配对。", f"补上 }}，或{_QUOTE}", at_context=True),
    _Explanation("flow node", "方括号或花括号里的写法有误。", "检查逗号，括号要配对。"),
    _Explanation("sequence entries are not allowed", "值不能以“- ”开头。", f"另起一行写“- ”，或{_QUOTE}"),
    _Explanation("block mapping", "缩进没有对齐，或缺少冒号。", "同一级的键要左边对齐，并写成“键: 值”。"),
    _Explanation("block collection", "缩进没有对齐。", "同一级的“- ”要左边对齐。"),
    _NOT_ALIGNED._replace(words="document start"),
    _Explanation("tag", "以 ! 开头的值有特殊含义。", _QUOTE),
    _Explanation("directive", "以 % 开头的行有特殊含义。", _QUOTE),
)
