"""The table of texts: what stands in `cases/*.md`, and what the rules find in them.

A text begins with `### name`, which may give a date (`@2016-05-13`) and say that it is 摘自; what is to be
found in it follows, one a line: `! CODE old → new`; ␠ is a space, ∅ nothing, - what only an editor knows.
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.proofreading import prose
from generator.proofreading.rules import proofread
from generator.read.words import read_words

FOLDER = Path(__file__).parent / "cases"
DAY = date(2026, 5, 10)
WORDS, PROBLEMS = read_words(
    """\
禁用: [{词: 老赖户, 说明: 写“失信被执行人”}]
替换:
  登陆网站: 登录网站
  按装: 安装
  县农商行支行: 芦川县农商行支行
准确:
  - {名称: 陈怀远, 职务: 县委书记}
  - {名称: 李望舒, 职务: [县委副书记, 县长]}
  - 葭湾镇
照录: ['ABC,甲乙']
""".encode()
)


class Case(NamedTuple):
    name: str
    text: str
    day: date | None
    expected: Counter[tuple[str, str, str | None]]


def cases() -> list[Case]:
    """All texts of the table."""
    return [
        case(part)
        for file in sorted(FOLDER.glob("*.md"))
        for part in re.split(r"^### ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    ]


def case(part: str) -> Case:
    head, _, rest = part.partition("\n")
    lines = rest.rstrip("\n").split("\n")
    text = "\n".join(line for line in lines if not line.startswith("! "))
    given = re.search(r"@(\S+)", head)
    day = date.fromisoformat(given[1]) if given else None if "摘自" in head else DAY
    expected = Counter(told(line[2:]) for line in lines if line.startswith("! "))
    return Case(head, text, day, expected)


def told(line: str) -> tuple[str, str, str | None]:
    code, _, rest = line.partition(" ")
    old, _, new = rest.partition(" → ")
    return code, sign(old), None if new == "-" else sign(new)


def sign(written: str) -> str:
    return written.replace("␠", " ").replace("∅", "")


def found(text: str, day: date | None) -> Counter[tuple[str, str, str | None]]:
    """What the rules find: code, the wrong text, the right one."""
    read = prose.read(text)
    return Counter((one.code, read.text[one.start : one.end], one.new) for one in proofread(read, day, WORDS))
