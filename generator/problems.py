"""What can be wrong: the rules with their codes, and how problems are put in order and into words.

A problem is a value (`model.Problem`); rooms collect and return them, nobody prints from inside.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from generator.model import Level, Problem


class Rule(NamedTuple):
    """A kind of problem. Its level can be changed in site.yaml's `checks` where it is `adjustable`."""

    code: str
    level: Level
    title: str
    adjustable: bool = False


_RULES = (
    Rule("F01", "error", "文件不是 UTF-8 编码"),
    Rule("F02", "error", "文件里有不可见的控制字符"),
    Rule("F03", "error", "文件过大"),
    Rule("F04", "error", "Markdown 文件名不以序号开头", adjustable=True),
    Rule("F05", "error", "符号链接不予采用"),
    Rule("F06", "warning", "子文件夹不会发布", adjustable=True),
    Rule("F07", "error", "文件夹名称不合规定"),
    Rule("F08", "error", "缺少必需的文件"),
    Rule("F09", "error", "读不出文件"),
    Rule("F10", "error", "文件名不是 UTF-8 编码"),
    Rule("Y01", "error", "YAML 写法有误"),
    Rule("Y02", "error", "同一个键写了两次"),
    Rule("Y03", "error", "不认识的键"),
    Rule("Y04", "error", "值的类型不对"),
    Rule("Y05", "error", "缺少必填的键"),
    Rule("Y06", "error", "不支持的 YAML 用法"),
    Rule("Y07", "error", "值不在可选范围内"),
    Rule("Y08", "error", "缺少文件开头的 --- 区块"),
    Rule("Y09", "error", "还有【待填】没有填写"),
    Rule("A01", "error", "两个文件对应同一个网址"),
    Rule("A02", "error", "两个网址代码（key）相同"),
    Rule("A03", "warning", "网址代码由拼音重名产生", adjustable=True),
    Rule("N01", "error", "期号重复"),
    Rule("N02", "error", "总期号重复"),
    Rule("N03", "warning", "缺期", adjustable=True),
    Rule("N04", "warning", "总期号不连续", adjustable=True),
    Rule("N05", "error", "增刊不应有总期号"),
    Rule("D01", "error", "日期写法不对"),
    Rule("D02", "warning", "日期先后与期号不一致", adjustable=True),
    Rule("D03", "warning", "日期在将来", adjustable=True),
    Rule("D04", "warning", "日期与所在年份文件夹不一致", adjustable=True),
    Rule("S01", "error", "栏目不在 site.yaml 中"),
    Rule("U01", "error", "供稿单位不在 units.yaml 中"),
    Rule("U02", "error", "同一名称属于两个单位"),
    Rule("U03", "warning", "同一单位写了两次", adjustable=True),
    Rule("B01", "error", "没有供稿单位，也没有摘自何处"),
    Rule("B02", "error", "正文是空的"),
    Rule("B03", "warning", "已发布的一期里有草稿", adjustable=True),
    Rule("B04", "error", "文字太长或太复杂"),
    Rule("L01", "error", "链接的篇目不存在"),
    Rule("L02", "error", "图片或附件不存在"),
    Rule("L03", "error", "图片或附件不在本期文件夹内"),
    Rule("L04", "warning", "不允许的链接地址", adjustable=True),
    Rule("L05", "error", "图片没有说明文字", adjustable=True),
    Rule("L06", "error", "链接的篇目没有发布", adjustable=True),
    Rule("L07", "error", "这种文件不能作附件", adjustable=True),
    Rule("L08", "error", "网页里的链接没有去处"),
    Rule("L09", "error", "图片打不开"),
    Rule("L10", "error", "图片太大"),
    Rule("L11", "error", "SVG 图里有脚本或外部引用"),
    Rule("L12", "warning", "没有文稿用到的文件", adjustable=True),
    Rule("G01", "error", "没有字体可以印的字", adjustable=True),
    Rule("C01", "error", "带有密级，不得编入"),
    Rule("Z01", "error", "网站是连草稿一起生成的"),
    Rule("Z02", "error", "网站比文稿旧"),
    Rule("Z03", "error", "清单里没有的文件"),
    Rule("Z04", "error", "生成以后被改动的文件"),
    Rule("Z05", "error", "网站里有草稿或撤稿的文字"),
    Rule("Z06", "error", "网站里有个人信息", adjustable=True),
    Rule("Z07", "error", "网站里有密级标志"),
    Rule("Z08", "error", "没有签发，不能发布"),
    Rule("Z09", "error", "图片里有拍摄信息", adjustable=True),
    Rule("Z10", "warning", "打不开，没有扫描的文件", adjustable=True),
    Rule("K01", "error", "checks 里的代码不存在或不可调整"),
    Rule("X01", "error", "模板有误"),
    Rule("X02", "error", "排版失败"),
)

RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}


def problem(
    file: str,
    line: int,
    column: int,
    code: str,
    message: str,
    hint: str = "",
    *,
    old: str | None = None,
    new: str | None = None,
) -> Problem:
    """A problem at the level of its rule."""
    return Problem(file, line, column, code, message, hint, RULES[code].level, old, new)


def weighed(problems: Iterable[Problem], checks: Mapping[str, str]) -> tuple[Problem, ...]:
    """Problems in order of file and place, each once, with the levels that the site wishes."""
    kept = {
        Problem(p.file, p.line, p.column, p.code, p.message, p.hint, _level(p, checks), p.old, p.new)
        for p in problems
        if checks.get(p.code) != "off"
    }
    return tuple(sorted(kept, key=lambda p: (p.file, p.line, p.column, p.code, p.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them stops a build."""
    return any(problem.level == "error" for problem in problems)


def as_text(problem: Problem) -> str:
    """`content/2016/05/03.md:4:9: 错误 U01: …`: one line, safe for a terminal."""
    level = "错误" if problem.level == "error" else "警告"
    place = f"{problem.file}:{problem.line}:{problem.column}"
    return printable(f"{place}: {level} {problem.code}: {problem.message}{problem.hint}")


def as_json(problems: Iterable[Problem]) -> str:
    """One JSON array for other programs."""
    fields = ("file", "line", "column", "code", "level", "message", "hint", "old", "new")
    rows = [{name: getattr(p, name) for name in fields} for p in problems]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1).decode()


def printable(text: str) -> str:
    """A text without control characters: what stands in a file can't steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _level(problem: Problem, checks: Mapping[str, str]) -> Level:
    match checks.get(problem.code):
        case "error":
            return "error"
        case "warning":
            return "warning"
        case _:
            return problem.level
