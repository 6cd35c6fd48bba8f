"""The table `print` of site.yaml: how a house prints its bulletin."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from generator.model import PrintDesign
from generator.read import schema
from generator.read import yaml_nodes as nodes
from generator.read.schema import Entry, Field, Findings, Kind, Table

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""How the names of pictures end that print can show."""

_SIZES: Mapping[str, float] = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16, "小三": 15,
    "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5,
}  # fmt: skip
_HAN_DIGITS = str.maketrans("123456", "一二三四五六")
_SIZE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?(?:pt|磅|点)?", re.ASCII)
_LENGTH = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?(?:mm|毫米)?", re.ASCII)
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})", re.ASCII)
_NOTHING = frozenset(("off", "无", "不印"))
_PAPER = (210.0, 297.0)
_ROOM = 12.0  # mm that the page number needs below the type area
_EDGE = 5.0  # mm that no office printer reaches


def _kind(
    convert: Callable[[str], Any], what: str, example: str, pattern: Mapping[str, Any] | None = None
) -> Kind:
    def read(node: nodes.Node, findings: Findings) -> Any:
        written = schema.text.read(node, findings)
        if written is None or (value := convert(written)) is not None:
            return None if written is None else value
        findings.add(node.place, "Y07", f"“{written}”不是{what}。", f"如 {example}。", old=written)
        return None

    return Kind(read, pattern or {"type": "string"})


def _number(pattern: re.Pattern[str], written: str, least: float, most: float) -> float | None:
    found = pattern.fullmatch(written)
    return float(found[1]) if found and least <= float(found[1]) <= most else None


def _length(least: float, most: float) -> Kind:
    what = f"{least:g}～{most:g} 毫米的长度"
    return _kind(lambda written: _number(_LENGTH, written, least, most), what, f"{least:g}", _NUMERIC)


def _whole(least: int, most: int) -> Kind:
    def convert(written: str) -> int | None:
        found = int(written) if re.fullmatch(r"\d{1,3}", written, re.ASCII) else -1
        return found if least <= found <= most else None

    return _kind(convert, f"{least}～{most} 的整数", str(least), _NUMERIC)


_NUMERIC = {"type": ["number", "string"]}


def _as_size(written: str) -> float | None:
    named = _SIZES.get(written.translate(_HAN_DIGITS))
    return float(named) if named else _number(_SIZE, written, 5, 120)


_size = _kind(_as_size, "字号", "小二、18磅", _NUMERIC)
_colour = _kind(
    lambda written: f"#{found[1].lower()}" if (found := _COLOUR.fullmatch(written)) else None,
    "颜色",
    "e60012（红、绿、蓝各两位十六进制数）",
)
_optional = _kind(lambda written: "" if written in _NOTHING else written, "文字", "◆")
_pair = _kind(
    lambda written: "" if written in _NOTHING else written if len(written) == 2 else None,
    "一对括号",
    "【】；不要括号写 off",
)
_number_form = _kind(
    lambda written: written if written.count("N") == 1 and written.count("Y") <= 1 else None,
    "期号的式样",
    "第N期、〔Y〕第N期、Y年第N期（Y 是年份，N 是期号）",
)
_picture = _kind(
    lambda written: (
        written.replace("\\", "/").removeprefix("./") if written.lower().endswith(PICTURES) else None
    ),
    "图片文件",
    "报头.svg、templates/print/报头.png",
)


def _choice(**values: str) -> Kind:
    """One of a few words, each under its English and its Chinese name."""
    written = {key.replace("_", "-"): key.replace("_", "-") for key in values}
    return schema.choice(
        about="这一项", values=written | {v: k for k, v in zip(written, values.values(), strict=True)}
    )


_families = schema.many(schema.text)
FONTS = Table(
    "字体",
    Field("masthead", "报头", _families, "报头名称、独行的标题，默认小标宋。"),
    Field("body", "正文", _families, "正文，默认仿宋。"),
    Field("head", "标题", _families, "栏目、接排的标题和一级标题，默认黑体。"),
    Field("note", "按语", _families, "按语、要目和二级标题，默认楷体。"),
    Field("numbers", "西文", _families, "正文里的字母和数字，默认 Times New Roman。"),
    Field("folio", "页码", _families, "页码，默认宋体。"),
)

PRINT = Table(
    "版式",
    Field("top", "天头", _length(10, 80), "版心上边到纸边，毫米，默认 37。"),
    Field("left", "订口", _length(10, 60), "版心左边到纸边，毫米，默认 28。"),
    Field("width", "版心宽", _length(80, 195), "毫米，默认 156。"),
    Field("height", "版心高", _length(100, 270), "毫米，默认 225。"),
    Field("characters", "每行字数", _whole(10, 60), "默认 28，字的大小由它而定；四号字约写 32。"),
    Field("lines", "每页行数", _whole(8, 60), "默认 22。"),
    Field("columns", "分栏", _whole(1, 3), "正文分几栏，默认 1。"),
    Field("even", "双面", schema.flag, "是：末页总是双数页，供双面印刷；默认否。"),
    Field("name", "报头名称", schema.many(schema.text), "报头上的名称，分两行时写成列表；不写则同刊物名称。"),
    Field("name_picture", "报头图片", _picture, "用图片作报头名称：站点里的一个图片文件。"),
    Field("name_size", "报头字号", _size, "报头名称的字号，如 初号、60磅；不写则排满一行。"),
    Field("red", "红色", _colour, "报头和红线的颜色，六位十六进制数，默认 e60012。"),
    Field(
        "rule", "红线", _choice(single="单线", double="双线", thick_thin="文武线"),
        "single 单线，double 双线，thick-thin 上粗下细；默认单线。",
    ),
    Field("rule_weight", "红线粗细", _length(0.1, 3), "毫米，默认 0.53（1.5 磅）。"),
    Field("star", "五角星", schema.flag, "是：红线正中加一颗五角星；默认否。"),
    Field("number", "期号式样", _number_form, "如 〔Y〕第N期、Y年第N期，Y 是年份，N 是期号；默认 第N期。"),
    Field(
        "total", "总期号", _choice(after="同行", below="另行", off="不印"),
        "after 在期号后面，below 在期号下面，off 不印；默认 after。",
    ),
    Field("office_word", "编发字样", schema.text, "编发单位后面的字，如 编、编印、主办；默认没有。"),
    Field(
        "date", "日期式样", _choice(digits="数字", han="汉字"), "digits 数字，han 汉字；默认 digits。"
    ),
    Field("weekday", "星期", schema.flag, "是：日期后面加星期；默认否。"),
    Field("contents", "要目标题", _optional, "默认 本期要目；写 off 则不排要目。"),
    Field("mark", "要目标记", _optional, "要目每条前的标记，默认 ◆；写 N、 则编号，off 不加。"),
    Field("section_marks", "栏目括号", _pair, "栏目名称两边的括号，默认 【】；off 不加。"),
    Field("item_mark", "标题标记", _optional, "正文标题前的标记，如 ● 或 N、；默认没有。"),
    Field("head_size", "标题字号", _size, "独行标题的字号，默认 小二。"),
    Field("note_label", "按语标签", _optional, "默认 编者按：；写 off 则不加。"),
    Field(
        "credit", "供稿位置", _choice(run_on="接排", own_line="另行"),
        "run-on 接在文末，own-line 另起一行居右；默认 run-on。",
    ),
    Field("credit_word", "供稿字样", _optional, "单位后面的字，默认 供稿；写 off 则只印单位。"),
    Field(
        "copies", "印数位置", _choice(inside="线内", below="线下"), "印数在末条线以上或以下；默认 inside。"
    ),
    Field("colophon_size", "版记字号", _size, "版记和页码的字号，默认 四号。"),
    Field(
        "page_number", "页码", _choice(outer="外侧", centred="居中", words="第几页", off="不印"),
        "outer 外侧一字线，centred 居中一字线，words 居中“第 1 页”，off 不印；默认 outer。",
    ),
    Field("first_page_number", "首页页码", schema.flag, "否：第一页不印页码；默认是。"),
    Field("fonts", "字体", schema.group(FONTS), "各处所用字体的名称，写在前面的优先。"),
    Field(
        "standard", "归档标准", schema.choice(about="归档标准", values={
            "a-2a+ua-1": "a-2a+ua-1", "off": "off", "无": "off"}),
        "a-2a+ua-1 同时符合 PDF/A-2a 和 PDF/UA-1，off 不作要求；默认 a-2a+ua-1。",
    ),
)  # fmt: skip


def print_design(entries: Mapping[str, Entry], findings: Findings, base: PrintDesign) -> PrintDesign:
    """The design that a table asks for, over that of `base`; what doesn't fit the paper becomes a problem."""
    values = {key: entry.value for key, entry in entries.items()}
    if "fonts" in values:
        fonts = {role: entry.value for role, entry in values["fonts"].items()}
        values["fonts"] = base.fonts | fonts
    design = msgspec.structs.replace(base, **values)
    for key, message in _misfits(design):
        entry = entries.get(key) or next(iter(entries.values()))
        findings.add(entry.place, "Y07", message, "调整版式里的尺寸。")
    return design


def _misfits(design: PrintDesign) -> list[tuple[str, str]]:
    """What can't be printed as it is asked for, each with the key that is most likely wrong."""
    found = []
    across, down = _PAPER
    cell = design.width / design.characters
    if design.left + design.width > across - _EDGE:
        found.append(("width", f"订口 {design.left:g} 加版心宽 {design.width:g} 毫米，超出了纸宽 210 毫米。"))
    if design.top + design.height > down - _ROOM:
        found.append(
            (
                "height",
                f"天头 {design.top:g} 加版心高 {design.height:g} 毫米，下面放不下页码（纸高 297 毫米）。",
            )
        )
    if design.lines * cell * 1.15 > design.height:
        message = f"每行 {design.characters} 字、每页 {design.lines} 行，行与行之间没有空隙了。"
        found.append(("lines", message))
    if (design.characters - 2 * (design.columns - 1)) % design.columns:
        message = f"每行 {design.characters} 字，不能平分成 {design.columns} 栏（栏间空两字）。"
        found.append(("characters", message))
    return found
