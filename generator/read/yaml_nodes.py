"""YAML as a tree whose every node knows its place; nothing is typed here, scalars are read as written.

Anchors, aliases and tags are refused: no editor needs them, and they are how a small file becomes a
large one or an object.
"""

import re
from typing import NamedTuple

import yaml

from generator.model import Place, Problem
from generator.problems import problem

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEFAULT_TAGS = frozenset(
    (
        yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG,
        yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG,
        yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    )
)
DEEPEST = 20
"""Levels; the files of a site have at most four, and a deeper one would exhaust the stack."""

LONGEST_INNER_KEY = 4
"""Characters of the longest Chinese key inside of a list or group."""

_FULL_WIDTH_COLON = re.compile(r"^(?P<key>(?P<indent> *)(?:- )?[^\s:：#'\"\[\]{}|>-][^\s:：]*)：(?P<gap> ?)")
_BLOCK_SCALAR = re.compile(r"[:：-]\s*[|>][0-9+-]*\s*(?:#.*)?$")
_OPENING = re.compile(r"[\[{]")


class Scalar(NamedTuple):
    """A text; `plain` where no quotes stood around it."""

    value: str
    place: Place
    plain: bool = True


class Sequence(NamedTuple):
    """A list of nodes."""

    items: "tuple[Node, ...]"
    place: Place


class Mapping(NamedTuple):
    """Keys with their nodes, in the order written."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    place: Place


Node = Scalar | Sequence | Mapping


class _Refused(Exception):  # noqa: N818
    """A node that is not for editors."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


class _Source(NamedTuple):
    """A text made ready for YAML, and how to find a place of it again in the text as written."""

    text: str
    first_line: int
    widened: dict[int, int]

    def place(self, mark: yaml.Mark) -> Place:
        """The place of a mark in the file."""
        column = mark.column + 1
        widened = self.widened.get(mark.line)
        if widened is not None and column > widened:
            column -= 1
        return Place(mark.line + self.first_line, column)


def compose(text: str, file: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML text, None where it is empty or broken; `first_line` is its first line's number."""
    source = _half_width_colons(text, first_line)
    deep = _too_deep(text)
    if deep is not None:
        return None, (
            problem(file, deep + first_line, 1, "Y06", "括号嵌套太深。", "检查这一行的 [ 和 { 是否有误。"),
        )
    try:
        node = yaml.compose(source.text, Loader=_LOADER)
        return (None if node is None else _convert(node, source, set())), ()
    except yaml.MarkedYAMLError as error:
        return None, (_broken(error, source, file),)
    except yaml.YAMLError:
        return None, (problem(file, first_line, 1, "Y01", "YAML 写法有误，无法读取。"),)
    except _Refused as refused:
        return None, (
            problem(file, refused.place.line, refused.place.column, "Y06", refused.message, "请删去。"),
        )


def _convert(node: yaml.Node, source: _Source, seen: set[int], depth: int = 0) -> Node:
    place = source.place(node.start_mark)
    if id(node) in seen or depth > DEEPEST:
        raise _Refused(place, "不支持引用（*）或过深的嵌套。")
    seen.add(id(node))
    if node.tag not in _DEFAULT_TAGS:
        raise _Refused(place, "不支持以 ! 开头的类型标记。")
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, place, not node.style)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(n, source, seen, depth + 1) for n in node.value), place)
    return Mapping(tuple(_pair(k, v, source, seen, depth) for k, v in node.value), place)


def _pair(
    key: yaml.Node, value: yaml.Node, source: _Source, seen: set[int], depth: int
) -> tuple[Scalar, Node]:
    name = _convert(key, source, seen, depth + 1)
    if not isinstance(name, Scalar):
        raise _Refused(name.place, "键只能是文字。")
    return name, _convert(value, source, seen, depth + 1)


def _half_width_colons(text: str, first_line: int) -> _Source:
    """Make `标题：甲` into `标题: 甲`, outside of block scalars, where the colon ends a key."""
    if "：" not in text:
        return _Source(text, first_line, {})
    lines = text.split("\n")
    widened: dict[int, int] = {}
    block_indent: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None:
            if not line.strip() or indent > block_indent:
                continue
            block_indent = None
        found = _FULL_WIDTH_COLON.match(line)
        if found and _is_key(line, found):
            lines[number] = f"{found['key']}: {line[found.end() :]}"
            if not found["gap"]:
                widened[number] = found.end() + 1
        if _BLOCK_SCALAR.search(lines[number]):
            block_indent = indent
    return _Source("\n".join(lines), first_line, widened)


def _is_key(line: str, found: re.Match[str]) -> bool:
    """At the margin, whatever stands before the colon is a key; further in, only a short word is."""
    at_margin = not found["indent"] and not line.startswith("- ")
    return at_margin or len(found["key"].strip(" -")) <= LONGEST_INNER_KEY


def _too_deep(text: str) -> int | None:
    """The line, from 0, at which brackets stand nested beyond reason; None where they do not."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return None
    depth = 0
    for number, line in enumerate(text.split("\n")):
        depth += len(_OPENING.findall(line)) - line.count("]") - line.count("}")
        if depth > DEEPEST:
            return number
        depth = max(depth, 0)
    return None


def _broken(error: yaml.MarkedYAMLError, source: _Source, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = source.place(mark) if mark else Place(source.first_line, 1)
    said = f"{error.problem or ''} {error.context or ''}"
    message, hint = next(
        (entry[1:] for entry in _EXPLANATIONS if entry[0] in said),
        ("YAML 写法有误。", "检查这一行和上一行的冒号、缩进和引号。"),
    )
    return problem(file, place.line, place.column, "Y01", message, hint)


_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "值里面又出现了“冒号加空格”。",
        "把整个值放进半角引号里，或改用全角冒号。",
    ),
    ("could not find expected ':'", "这一行缺少冒号。", "写成“键: 值”。"),
    (
        "cannot start any token",
        "这里的字符不能放在开头。",
        "缩进用空格不用 Tab；特殊符号开头的值放进引号里。",
    ),
    ("unexpected end of stream", "引号没有配对，直到文件末尾。", "补上另一半引号。"),
    ("quoted scalar", "引号没有配对。", "补上另一半引号。"),
    ("undefined alias", "以 * 开头的值有特殊含义。", "把整个值放进半角引号里。"),
    ("anchor", "以 & 开头的值有特殊含义。", "把整个值放进半角引号里。"),
    ("alias", "以 * 开头的值有特殊含义。", "把整个值放进半角引号里。"),
    ("flow sequence", "方括号没有配对。", "补上 ]，或把整个值放进半角引号里。"),
    ("flow mapping", "花括号没有配对。", "补上 }，或把整个值放进半角引号里。"),
    ("block mapping", "缩进没有对齐，或缺少冒号。", "同一级的键要左边对齐，并写成“键: 值”。"),
    ("block collection", "缩进没有对齐。", "同一级的“- ”要左边对齐。"),
    ("expected a single document", "这里多出一行 ---。", "--- 只用在开头区块的前后。"),
    ("tag", "以 ! 开头的值有特殊含义。", "把整个值放进半角引号里。"),
    ("directive", "以 % 开头的行有特殊含义。", "把整个值放进半角引号里。"),
)
