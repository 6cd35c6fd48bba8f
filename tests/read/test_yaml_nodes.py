"""YAML with places: full-width colons, what is refused, where broken YAML is broken."""

import pytest

from generator.model import Place
from generator.read.yaml_nodes import DEEPEST, Mapping, Scalar, Sequence, compose


def tree(node):
    """A node as Python's own values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [tree(one) for one in node.items]
    return {name.value: tree(value) for name, value in node.pairs}


def read(text):
    node, problems = compose(text, "issue.yaml")
    assert problems == ()
    return node


def refused(text, first_line=1):
    node, (told,) = compose(text, "issue.yaml", first_line)
    assert node is None
    return told


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n"])
def test_nothing_is_no_tree_or_an_empty_text(text):
    node, problems = compose(text, "issue.yaml")
    assert problems == ()
    assert node is None or node == Scalar("", node.place)


@pytest.mark.parametrize(
    "text, value",
    [
        ("a: off", {"a": "off"}),
        ("a: 9:30", {"a": "9:30"}),
        ("a: 010", {"a": "010"}),
        ("a: 2016-05-10", {"a": "2016-05-10"}),
        ("a: ~", {"a": "~"}),
        ("a:", {"a": ""}),
        ("a: '是'", {"a": "是"}),
        ("[甲, 乙]", ["甲", "乙"]),
        ("a: |\n  甲\n  乙\n", {"a": "甲\n乙\n"}),
    ],
)
def test_scalars_are_read_as_written(text, value):
    assert tree(read(text)) == value


# --- Places ---------------------------------------------------------------------------------------


def test_places_count_characters_from_one():
    node = read("标题: 县效能办\n供稿: [县人社局, 𠮷县]\n摘自:\n  名称: 新华网\n")
    (title, text), (source, units), (_, group) = node.pairs
    assert (title.place, text.place) == (Place(1, 1), Place(1, 5))
    assert (source.place, units.place) == (Place(2, 1), Place(2, 5))
    assert [one.place for one in units.items] == [Place(2, 6), Place(2, 12)]
    assert [(name.place, value.place) for name, value in group.pairs] == [(Place(4, 3), Place(4, 7))]


@pytest.mark.parametrize(
    "text, place",
    [
        ("标题: '甲'", Place(1, 6)),
        ('标题: "甲"', Place(1, 6)),
        ("标题: |\n  甲", Place(1, 5)),
        ("标题:\n  甲", Place(2, 3)),
        ("标题： 甲", Place(1, 5)),
        ("标题：甲", Place(1, 4)),
        ("标题：'甲'", Place(1, 5)),
        ("标题：　甲", Place(1, 5)),
        ("- 名称：甲", Place(1, 6)),
        ("甲：\n  日期：乙", Place(2, 6)),
    ],
)
def test_the_place_of_a_text_is_that_of_its_first_character(text, place):
    node = read(text)
    while not isinstance(node, Scalar):
        node = node.items[0] if isinstance(node, Sequence) else node.pairs[0][1]
    assert node.place == place


def test_the_first_line_counts_from_where_the_front_matter_stands():
    node, _ = compose("a: 甲\n", "01.md", first_line=4)
    assert isinstance(node, Mapping)
    assert node.pairs[0][0].place == Place(4, 1)
    assert refused("a: '", first_line=4).line == 4


# --- Full-width colons ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, value",
    [
        ("标题：甲", {"标题": "甲"}),
        ("标题： 甲", {"标题": "甲"}),
        ("标题 ：甲", {"标题": "甲"}),
        ("title：甲", {"title": "甲"}),
        ("报：\n- 县委\n", {"报": ["县委"]}),
        ("更正：\n- 日期：2016-05-10\n  内容：甲\n", {"更正": [{"日期": "2016-05-10", "内容": "甲"}]}),
        (
            "摘自：\n  名称：新华网\n  网址：http://a.cn\n",
            {"摘自": {"名称": "新华网", "网址": "http://a.cn"}},
        ),
        ("检查：  # 说明\n  D03：off\n", {"检查": {"D03": "off"}}),
        ("-\n  名称：甲\n", [{"名称": "甲"}]),
    ],
)
def test_a_full_width_colon_ends_a_key(text, value):
    assert tree(read(text)) == value


@pytest.mark.parametrize(
    "text, value",
    [
        ("标题: 通知：明天开会", {"标题": "通知：明天开会"}),
        ("标题：通知：明天开会", {"标题": "通知：明天开会"}),
        ("关键词: [一：二]", {"关键词": ["一：二"]}),
        ("报:\n- 县委办公室督查科：收\n", {"报": ["县委办公室督查科：收"]}),
        (
            "按语: |\n  要求：各单位\n\n    抓紧：办\n标题：甲\n",
            {"按语": "要求：各单位\n\n  抓紧：办\n", "标题": "甲"},
        ),
        ("按语：|\n  要求：各单位\n", {"按语": "要求：各单位\n"}),
        ("按语: >-\n  要求：各单位\n", {"按语": "要求：各单位"}),
        ("摘要: 有关情况\n  要求：各单位抓紧\n", {"摘要": "有关情况 要求：各单位抓紧"}),
        ("- 县委\n  抄：送\n", ["县委 抄：送"]),
        ("# 注：意\n标题: 甲", {"标题": "甲"}),
        ('"标：题": 甲', {"标：题": "甲"}),
        ("{标题: 甲：乙}", {"标题": "甲：乙"}),
    ],
)
def test_a_full_width_colon_in_a_value_stays(text, value):
    assert tree(read(text)) == value


# --- What is refused ------------------------------------------------------------------------------

BILLION = "a: &a [甲, 甲]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    "text, line, column",
    [
        ("a: &x 甲", 1, 4),
        ("a: 甲\nb: *x", 2, 4),
        (BILLION, 1, 4),
        ("a: !!python/object:os.system 甲", 1, 4),
        ("a: !!str 甲", 1, 4),
        ("? [甲]\n: 乙", 1, 3),
        ('a: "\\0"', 1, 4),
        ('a: "\\e[31m"', 1, 4),
        ("[" * 1000, 1, DEEPEST + 2),
        ("{" * 1000, 1, DEEPEST + 2),
        ("- " * 100_000, 1, 2 * DEEPEST + 3),
        ("? " * 1000, 1, 2 * DEEPEST + 3),
        ("\n".join(" " * depth + "a:" for depth in range(100)), DEEPEST + 2, DEEPEST + 2),
    ],
)
def test_what_no_editor_needs_is_refused(text, line, column):
    told = refused(text)
    assert (told.code, told.line, told.column) == ("Y06", line, column)


def test_brackets_in_texts_are_no_nesting():
    assert tree(read("a: '" + "[" * 100 + "'"))["a"] == "[" * 100
    assert isinstance(read("a: |\n  " + "[" * 100), Mapping)


# --- Broken YAML ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, line, column, message",
    [
        ("title: 甲\nsection 督查\nsource: 县\n", 2, 1, "缺少冒号"),
        ("title 甲\nsection: 督查\n", 1, 1, "缺少冒号"),
        ("title 甲\n\nsection: 督查\n", 1, 1, "缺少冒号"),
        ("title: 甲\nsection:督查\nsource: 县\n", 2, 8, "缺少空格"),
        ("标题:甲\nsection: 督查\n", 1, 3, "缺少空格"),
        ("title: 甲: 乙\n", 1, 9, "冒号加空格"),
        ("标题：甲: 乙\n", 1, 5, "冒号加空格"),
        ("title: 甲\n section: 督查\n", 2, 9, "缩进没有对齐"),
        (" title: 甲\nsection: 督查\n", 2, 1, "缩进没有对齐"),
        ("title: 甲\n\tsection: 督查\n", 2, 1, "Tab"),
        ('title: "甲\nsection: 督查\nsource: 县\n', 1, 8, "引号没有配对"),
        ("标题：“甲”\n供稿：'县\n栏目：乙\n", 2, 4, "引号没有配对"),
        ('title: "五险合一"窗口\nsection: 督查\n', 1, 14, "引号或括号之后"),
        ("title: [转载]某县做法\nsection: 督查\n", 1, 12, "引号或括号之后"),
        ("title: 甲\nsource: [a, b\nsection: 督查\n", 2, 9, "方括号没有配对"),
        ("a: [", 1, 5, "方括号或花括号"),
        ("a: [甲,\n", 2, 1, "方括号或花括号"),
        ("title: {a: b\nsection: 督查\n", 1, 8, "花括号没有配对"),
        ("title: @甲\n", 1, 8, "不能放在开头"),
        ("title: %甲\n", 1, 8, "不能放在开头"),
        ("title: 甲\n%x\n", 2, 3, "% 开头"),
        ("title: - 甲\n", 1, 8, "“- ”开头"),
        ("title: > 甲\n", 1, 10, "| 或 > 开头"),
        ("title: |甲\n", 1, 9, "| 或 > 开头"),
        ("title: !甲\n", 1, 9, "! 开头"),
        ("title: *\n", 1, 9, "* 开头"),
        ('a: "C:\\q"\n', 1, 7, "特殊含义"),
        ("a:\n  - b\n c: d\n", 3, 2, "缩进没有对齐"),
        ("- a\nb: c\n", 2, 1, "缩进没有对齐"),
        ("a: b\n---\nc: d\n", 2, 1, "多出一行 ---"),
        ("a: b\n...\nc: d\n", 3, 1, "缩进没有对齐"),
    ],
)
def test_broken_yaml_is_told_at_the_line_to_mend(text, line, column, message):
    told = refused(text)
    assert (told.code, told.line, told.column) == ("Y01", line, column)
    assert message in told.message
    assert told.hint


def test_a_missing_space_after_the_colon_comes_with_its_fix():
    told = refused("标题:甲\nsection: 督查\n")
    assert (told.old, told.new) == (":", ": ")


def test_the_end_of_a_file_is_a_place_of_the_text_as_written():
    told = refused("期号：[")
    assert (told.line, told.column) <= (1, 5)
