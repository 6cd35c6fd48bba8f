"""words.yaml: the words that this site's texts may not use, must use, or must write exactly."""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.model import Problem, Text, Value
from generator.read import schema, yaml_nodes
from generator.read.schema import Entry, Field, Findings, Table
from generator.read.text import decode, pointed

WORDS_FILE = "words.yaml"


class Forbidden(Value, frozen=True):
    """A word that is not to be used, and why."""

    word: str
    reason: str = ""


class Exact(Value, frozen=True):
    """A name that must be written as it is; a person's `titles`, as they stand before the name.

    The persons of a site stand in the order in which a text has to name them.
    """

    name: str
    titles: tuple[str, ...] = ()


class Words(Value, frozen=True):
    """What words.yaml says. `replaced` are pairs of the wrong word and the right one.

    `right` are texts that are right as they are, whatever the rules say.
    """

    forbidden: tuple[Forbidden, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    exact: tuple[Exact, ...] = ()
    right: tuple[str, ...] = ()


_FORBIDDEN = Table(
    "禁用词",
    Field("word", "词", schema.placed_text, "不得使用的词。", required=True),
    Field("reason", "说明", schema.text, "为什么不用，用什么。"),
)

_EXACT = Table(
    "名称",
    Field("name", "名称", schema.placed_text, "姓名、地名或机构名，一字不差。", required=True),
    Field("title", "职务", schema.many(schema.text), "写在姓名前面的职务；几个职务写成列表。"),
)

WORDS = Table(
    WORDS_FILE,
    Field("forbidden", "禁用", schema.many(schema.group(_FORBIDDEN, short="word")), "不得使用的词。"),
    Field("replaced", "替换", schema.mapping_of("替换", schema.text), "每行“错误写法: 正确写法”。"),
    Field(
        "exact", "准确", schema.many(schema.group(_EXACT, short="name")), "领导姓名按排名先后，地名、机构名。"
    ),
    Field("right", "照录", schema.many(schema.text), "校对时不必提醒的文字。"),
)


def read_words(content: bytes) -> tuple[Words, tuple[Problem, ...]]:
    """What words.yaml says, and what is wrong with it."""
    findings = Findings(WORDS_FILE)
    text, problems = decode(content, WORDS_FILE)
    node, broken = yaml_nodes.compose(text, WORDS_FILE) if not problems else (None, ())
    if node is None:
        return Words(), (*problems, *broken)
    entries = WORDS.read(node, findings)
    words = Words(
        tuple(
            Forbidden(_name(one, "word"), _value(one, "reason") or "")
            for one in _named(entries, "forbidden", "word")
        ),
        tuple(
            (wrong, right)
            for wrong, _, right in _value(entries, "replaced") or ()
            if wrong and wrong != right
        ),
        tuple(
            Exact(_name(one, "name"), _value(one, "title") or ()) for one in _named(entries, "exact", "name")
        ),
        _value(entries, "right") or (),
    )
    return words, pointed(findings.problems, content)


def _named(entries: Mapping[str, Entry], key: str, name: str) -> Iterable[Mapping[str, Entry]]:
    return (one for one in _value(entries, key) or () if name in one and one[name].value.value)


def _name(entries: Mapping[str, Entry], key: str) -> str:
    text: Text = entries[key].value
    return text.value


def _value(entries: Mapping[str, Entry], key: str) -> Any:
    entry = entries.get(key)
    return None if entry is None else entry.value
