"""What can be wrong: the rules with their codes, and how problems are put in order and into words.

A problem is a value (`model.Problem`); rooms collect and return them, nobody prints from inside.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import category

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
    Rule("F11", "warning", "文件名在 Windows 上不能用", adjustable=True),
    Rule("F12", "warning", "两个文件名只差大小写", adjustable=True),
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
    Rule("L13", "error", "链接的位置不存在", adjustable=True),
    Rule("G01", "error", "没有字体可以印的字", adjustable=True),
    Rule("H01", "error", "签发记录对不上"),
    Rule("H02", "warning", "没有签发的一期没有编入", adjustable=True),
    Rule("H03", "error", "已发布的一期签发失效"),
    Rule("H04", "warning", "签发以后改动过", adjustable=True),
    Rule("E01", "error", "封存记录对不上"),
    Rule("E02", "error", "发布以后改动，没有写更正"),
    Rule("E03", "error", "已发布的一篇不见了或改了文件名"),
    Rule("E04", "error", "已发布的又改回草稿"),
    Rule("E05", "error", "已发布的一期改了期号或日期"),
    Rule("E06", "error", "已发布的更正被删改"),
    Rule("E07", "warning", "扫描件里还有撤下的文字", adjustable=True),
    Rule("C01", "error", "带有密级，不得编入"),
    Rule("Z01", "error", "网站是连草稿一起生成的"),
    Rule("Z02", "error", "网站比文稿旧"),
    Rule("Z03", "error", "清单里没有的文件"),
    Rule("Z04", "error", "生成以后被改动的文件"),
    Rule("Z05", "error", "网站里有草稿或撤稿的文字"),
    Rule("Z06", "error", "网站里有个人信息", adjustable=True),
    Rule("Z07", "error", "网站里有密级标志"),
    Rule("Z09", "error", "图片里有拍摄信息", adjustable=True),
    Rule("Z10", "warning", "打不开，没有扫描的文件", adjustable=True),
    Rule("K01", "error", "checks 里的代码不存在或不可调整"),
    Rule("K02", "error", "发布目标写得不对"),
    Rule("K03", "error", "site.yaml 里不得写密码"),
    Rule("X01", "error", "模板有误"),
    Rule("X02", "error", "排版失败"),
    *(
        Rule(code, "warning", title, adjustable=True)
        for code, title in (
            ("P01", "中文里有半角标点"),
            ("P02", "引号的形式不对"),
            ("P03", "序号后面的标点不对"),
            ("P04", "发文字号的年份用错了括号"),
            ("P05", "破折号或省略号不合规定"),
            ("P06", "多余的空格"),
            ("P07", "全角数字字母，或看不见的字符"),
            ("P08", "括号或引号没有配对"),
            ("P09", "引号或书名号里面又用了同一种"),
            ("P10", "标题末尾有标点"),
            ("P11", "标点重复"),
            ("M01", "汉字数字里的零写法不对"),
            ("M02", "日期的写法不合规定"),
            ("M03", "起止和范围的连接号不对"),
            ("M04", "范围的前一个数缺少万、亿或 %"),
            ("M05", "概数中间用了顿号"),
            ("V01", "表格的合计与各项不符"),
            ("V02", "总数与分项不符"),
            ("V03", "百分比与数目不符"),
            ("V04", "星期与日期不符"),
            ("V05", "没有这一天"),
            ("V06", "时间与本期的日期不合"),
            ("V07", "序号有缺漏或重复"),
            ("W01", "“截止”应为“截至”"),
            ("W02", "一期里同一单位有两种叫法"),
            ("W03", "用了 words.yaml 禁用的词"),
            ("W04", "用了 words.yaml 要求替换的词"),
            ("W05", "姓名、职务或地名与 words.yaml 不符"),
            ("R01", "与另一篇重复"),
            ("T01", "身份证号"),
            ("T02", "手机号"),
        )
    ),
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
    """A text of one line without control characters: what stands in a file can't steer the terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or category(c) == "Zs" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _level(problem: Problem, checks: Mapping[str, str]) -> Level:
    match checks.get(problem.code):
        case "error":
            return "error"
        case "warning":
            return "warning"
        case _:
            return problem.level
