"""What may stand in a YAML file: keys with their Chinese names, and a reader for each kind of value.

A `Table` lists the keys of one mapping. Its `read` gives the values it could read and says of the rest
what is wrong and where; its `schema` gives the same knowledge as JSON Schema.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from generator.chinese import did_you_mean
from generator.model import Place, Problem, Text
from generator.problems import problem
from generator.read import yaml_nodes as nodes
from generator.read.text import decode

PLACEHOLDER = "【待填】"
"""Stands where an import found no value for a demanded key."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_LIKE_A_DATE = re.compile(r"(\d{4})\s*[^\d\s]\s*(\d{1,2})\s*[^\d\s]\s*(\d{1,2})\s*[日号]?")
_LIKE_A_NUMBER = re.compile(r"(?:总?第)?\s*(\d{1,7})\s*[期号份]?")


@dataclass
class Findings:
    """Problems found while one file is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, code: str, message: str, hint: str = "", **texts: str | None) -> None:
        """Note a problem at a place of this file."""
        self.problems.append(problem(self.file, place.line, place.column, code, message, hint, **texts))


Read = Callable[[nodes.Node, Findings], Any]


class Kind(NamedTuple):
    """How a value is read, and its JSON Schema. `read` gives None for what it reported as wrong."""

    read: Read
    schema: Mapping[str, Any]


class Field(NamedTuple):
    """A key, its Chinese name, the kind of its value and what it is for."""

    key: str
    chinese: str
    kind: Kind
    about: str
    required: bool = False


class Entry(NamedTuple):
    """A value as read, and where it stands."""

    value: Any
    place: Place


class Table:
    """The keys of one mapping; `name` is what a message calls it."""

    def __init__(self, name: str, *fields: Field) -> None:
        self.name = name
        self.fields = fields
        self._by_name = {f.key: f for f in fields} | {f.chinese: f for f in fields}

    def read(self, node: nodes.Node, findings: Findings) -> dict[str, Entry]:
        """The values by their English keys; unknown, doubled and missing keys become problems."""
        if not isinstance(node, nodes.Mapping):
            findings.add(node.place, "Y04", f"{self.name}应当是一组“键: 值”。")
            return {}
        entries: dict[str, Entry] = {}
        seen: set[str] = set()
        for name, value in node.pairs:
            known = self._by_name.get(name.value.strip())
            if known is None:
                self._unknown(name, findings)
            elif known.key in seen:
                findings.add(name.place, "Y02", f"“{name.value}”写了两次。", "只保留一处。", old=name.value)
            else:
                seen.add(known.key)
                self._read_field(known, value, findings, entries)
        for missing in (f for f in self.fields if f.required and f.key not in seen):
            findings.add(node.place, "Y05", f"缺少“{missing.key}”（{missing.chinese}）。", missing.about)
        return entries

    def read_file(self, content: bytes, findings: Findings) -> dict[str, Entry]:
        """The values of a file; one that is broken has none, and no keys missing."""
        node = tree(content, findings)
        if node is None and findings.problems:
            return {}
        return self.read(node or nodes.Mapping((), Place(1, 1)), findings)

    def keys(self, node: nodes.Node) -> frozenset[str]:
        """The keys that have any value in a mapping, by their English names."""
        pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
        names = (name.value.strip() for name, value in pairs if not _is_blank(value))
        return frozenset(self._by_name[name].key for name in names if name in self._by_name)

    def plain(self, node: nodes.Node) -> dict[str, nodes.Plain]:
        """What a mapping says as written, under the English keys; values that say nothing are left out."""
        pairs = node.pairs if isinstance(node, nodes.Mapping) else ()
        named = ((self._by_name.get(name.value.strip()), value) for name, value in pairs)
        return {known.key: nodes.plain(value) for known, value in named if known and not _is_blank(value)}

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the mapping; every key stands under both of its names."""
        names = [(name, f) for f in self.fields for name in dict.fromkeys((f.key, f.chinese))]
        demanded = [
            {"anyOf": [{"required": [f.key]}, {"required": [f.chinese]}]} for f in self.fields if f.required
        ]
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {**f.kind.schema, "description": f.about} for name, f in names},
            **({"allOf": demanded} if demanded else {}),
        }

    def _read_field(
        self, known: Field, node: nodes.Node, findings: Findings, entries: dict[str, Entry]
    ) -> None:
        unfilled = _unfilled(node)
        if unfilled is not None:
            hint = f"用真实内容替换{PLACEHOLDER}。"
            findings.add(unfilled, "Y09", f"“{known.chinese}”还没有填写。", hint, old=PLACEHOLDER)
            return
        if _is_blank(node):
            if known.required:
                findings.add(node.place, "Y05", f"“{known.key}”（{known.chinese}）是空的。", known.about)
            return
        value = known.kind.read(node, findings)
        if value is not None:
            entries[known.key] = Entry(value, node.place)

    def _unknown(self, name: nodes.Scalar, findings: Findings) -> None:
        hint = did_you_mean(name.value, self._by_name)
        findings.add(
            name.place, "Y03", f"{self.name}里不认识“{name.value}”。", hint or "请删去，或对照手册改正。",
            old=name.value,
        )  # fmt: skip


def tree(content: bytes, findings: Findings) -> nodes.Node | None:
    """The tree of a YAML file, None where it is empty or broken."""
    text, problems = decode(content, findings.file)
    node, broken = nodes.compose(text, findings.file) if not problems else (None, ())
    findings.problems.extend((*problems, *broken))
    return node


def _is_blank(node: nodes.Node) -> bool:
    """Whether nothing is written: no text, an empty list or group, a list of nothing."""
    if isinstance(node, nodes.Scalar):
        return not node.value.strip()
    return all(map(_is_blank, node.items)) if isinstance(node, nodes.Sequence) else not node.pairs


def _unfilled(node: nodes.Node) -> Place | None:
    """The place of the first `PLACEHOLDER` in a text or a list of texts."""
    if isinstance(node, nodes.Sequence):
        return next(filter(None, map(_unfilled, node.items)), None)
    if isinstance(node, nodes.Mapping) or PLACEHOLDER not in node.value:
        return None
    before = node.value.partition(PLACEHOLDER)[0]
    return Place(node.place.line, node.place.column + (0 if "\n" in before else len(before)))


def _scalar(node: nodes.Node, findings: Findings, what: str) -> str | None:
    if isinstance(node, nodes.Scalar):
        return node.value.strip()
    findings.add(node.place, "Y04", f"这里应当是{what}，不是列表或一组键。", "方括号开头的文字要放进引号里。")
    return None


def _read_text(node: nodes.Node, findings: Findings) -> str | None:
    value = _scalar(node, findings, "一段文字")
    return None if value is None else " ".join(value.split("\n"))


def _read_markdown(node: nodes.Node, findings: Findings) -> str | None:
    return _scalar(node, findings, "一段文字")


def _read_placed(node: nodes.Node, findings: Findings) -> Text | None:
    value = _read_text(node, findings)
    return None if value is None else Text(value, node.place)


def _read_whole(node: nodes.Node, findings: Findings) -> int | None:
    value = _scalar(node, findings, "一个数")
    if value is None:
        return None
    if re.fullmatch(r"0*[1-9]\d{0,6}", value, re.ASCII):
        return int(value)
    found = _LIKE_A_NUMBER.fullmatch(value)
    right = str(int(found[1])) if found and int(found[1]) else None
    hint = f"写成 {right}。" if right else "从 1 起，如 5。"
    findings.add(node.place, "Y04", f"“{value}”应当是阿拉伯数字。", hint, old=value, new=right)
    return None


def _read_count(node: nodes.Node, findings: Findings) -> int | None:
    value = _scalar(node, findings, "一个数")
    if value is None:
        return None
    if re.fullmatch(r"\d{1,4}", value, re.ASCII):
        return int(value)
    findings.add(node.place, "Y04", f"“{value}”应当是 0 或阿拉伯数字。", "如 5。", old=value)
    return None


def _read_number(node: nodes.Node, findings: Findings) -> float | None:
    value = _scalar(node, findings, "一个数")
    if value is None:
        return None
    if re.fullmatch(r"-?\d{1,6}(?:\.\d{1,4})?", value, re.ASCII):
        return float(value)
    findings.add(node.place, "Y04", f"“{value}”应当是一个数。", "如 5 或 2.5。", old=value)
    return None


def _read_date(node: nodes.Node, findings: Findings) -> date | None:
    value = _scalar(node, findings, "日期")
    if value is None:
        return None
    found = _DATE.fullmatch(value)
    meant = _day(found or _LIKE_A_DATE.fullmatch(value))
    if found and meant:
        return meant
    if found:
        findings.add(node.place, "D01", f"没有“{value}”这一天。", "检查月份和日子。", old=value)
    else:
        hint = f"写成 {meant}。" if meant else "写成 2016-05-10 或 2016年5月10日。"
        new = meant.isoformat() if meant else None
        findings.add(node.place, "D01", f"“{value}”不是日期的写法。", hint, old=value, new=new)
    return None


def _read_flag(node: nodes.Node, findings: Findings) -> bool | None:
    value = _scalar(node, findings, "“是”或“否”")
    if value is None or value.lower() in _FLAGS:
        return None if value is None else _FLAGS[value.lower()]
    findings.add(node.place, "Y07", f"“{value}”不是“是”或“否”。", "如 是。", old=value)
    return None


_FLAGS = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}


def _read_moment(node: nodes.Node, findings: Findings) -> str | None:
    value = _scalar(node, findings, "时间")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        findings.add(
            node.place, "D01", f"“{value}”不是时间的写法。", "如 2016-05-10T16:20:05+08:00。", old=value
        )
        return None
    return value


def _read_digest(node: nodes.Node, findings: Findings) -> str | None:
    value = _scalar(node, findings, "一个摘要")
    if value is None or re.fullmatch("[0-9a-f]{64}", value):
        return value
    findings.add(
        node.place, "Y04", f"“{value[:70]}”不是 SHA-256 摘要。", "应当是 64 个十六进制数字。", old=value
    )
    return None


def _day(found: re.Match[str] | None) -> date | None:
    """The day of a match of year, month and day, None where there is no such day."""
    if found is None:
        return None
    year, month, day_ = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day_)
    except ValueError:
        return None


text = Kind(_read_text, {"type": "string"})
placed_text = Kind(_read_placed, {"type": "string"})
markdown = Kind(_read_markdown, {"type": "string"})
whole = Kind(_read_whole, {"type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]{0,6}$"})
count = Kind(_read_count, {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]{1,4}$"})
flag = Kind(_read_flag, {"enum": [*_FLAGS, True, False]})
number = Kind(_read_number, {"type": ["number", "string"]})
moment = Kind(_read_moment, {"type": "string", "format": "date-time"})
digest = Kind(_read_digest, {"type": "string", "pattern": "^[0-9a-f]{64}$"})
day = Kind(_read_date, {"type": "string", "pattern": r"^\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)$"})


def choice(*, about: str, values: Mapping[str, str]) -> Kind:
    """One of a few words; `values` maps each way of writing it to what it means."""

    def read(node: nodes.Node, findings: Findings) -> str | None:
        value = _scalar(node, findings, "一个词")
        if value is None or value in values:
            return None if value is None else values[value]
        hint = did_you_mean(value, values) or f"可用：{'、'.join(values)}。"
        findings.add(node.place, "Y07", f"“{value}”不是{about}的可选值。", hint, old=value)
        return None

    return Kind(read, {"enum": list(values)})


def many(one: Kind) -> Kind:
    """A list; a single value stands for a list of one."""

    def read(node: nodes.Node, findings: Findings) -> tuple[Any, ...]:
        parts = node.items if isinstance(node, nodes.Sequence) else (node,)
        values = (one.read(part, findings) for part in parts if not _is_blank(part))
        return tuple(value for value in values if value is not None)

    return Kind(read, {"anyOf": [dict(one.schema), {"type": "array", "items": dict(one.schema)}]})


def group(table: Table, short: str | None = None) -> Kind:
    """A mapping; where `short` is given, a single text stands for that key alone, as a `Text`."""

    def read(node: nodes.Node, findings: Findings) -> dict[str, Entry] | None:
        if short and isinstance(node, nodes.Scalar):
            return {short: Entry(Text(node.value.strip(), node.place), node.place)}
        entries = table.read(node, findings)
        return entries if isinstance(node, nodes.Mapping) else None

    return Kind(read, {"anyOf": [{"type": "string"}, table.schema()]} if short else table.schema())


def mapping_of(what: str, one: Kind) -> Kind:
    """A mapping with keys of the writer's choice; gives (key, its place, value) in order."""

    def read(node: nodes.Node, findings: Findings) -> tuple[tuple[str, Place, Any], ...] | None:
        if not isinstance(node, nodes.Mapping):
            findings.add(node.place, "Y04", f"{what}应当是一组“键: 值”。")
            return None
        written: dict[str, tuple[str, Place, Any]] = {}
        for key, value in node.pairs:
            if key.value in written:
                findings.add(key.place, "Y02", f"“{key.value}”写了两次。", "只保留一处。", old=key.value)
            else:
                written[key.value] = (key.value, key.place, one.read(value, findings))
        return tuple(entry for entry in written.values() if entry[2] is not None)

    return Kind(read, {"type": "object", "additionalProperties": dict(one.schema)})
