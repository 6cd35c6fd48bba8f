"""Keys and kinds of values: what is read, what is wrong and what would be right."""

from datetime import date

import pytest

from generator.model import Place, Text
from generator.read import schema
from generator.read.schema import Field, Findings, Table
from generator.read.yaml_nodes import compose

INNER = Table(
    "摘自",
    Field("name", "名称", schema.placed_text, "名称。", required=True),
    Field("url", "网址", schema.text, "网址。"),
)
TABLE = Table(
    "文稿",
    Field("title", "标题", schema.placed_text, "标题。", required=True),
    Field("number", "期号", schema.whole, "期号。"),
    Field("points", "分值", schema.number, "分值。"),
    Field("date", "日期", schema.day, "日期。"),
    Field(
        "status", "状态", schema.choice(about="状态", values={"draft": "draft", "草稿": "draft"}), "状态。"
    ),
    Field("source", "供稿", schema.many(schema.placed_text), "单位。"),
    Field("reprint", "摘自", schema.group(INNER, short="name"), "何处。"),
    Field("note", "按语", schema.markdown, "按语。"),
    Field("checks", "检查", schema.mapping_of("checks", schema.text), "检查。"),
)


def read(text):
    node, broken = compose(text, "01.md")
    assert node is not None
    assert broken == ()
    findings = Findings("01.md")
    return TABLE.read(node, findings), findings.problems


def value(text, key):
    entries, problems = read(f"title: 甲\n{text}\n")
    assert problems == []
    return entries[key].value


def wrong(text):
    """Code, place, old and new text of the only problem of a line after the title."""
    _, problems = read(f"title: 甲\n{text}\n")
    (told,) = problems
    assert told.line >= 2
    return told.code, told.column, told.old, told.new


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written, day",
    [
        ("2016-05-10", date(2016, 5, 10)),
        ("2016-5-1", date(2016, 5, 1)),
        ("2016年5月10日", date(2016, 5, 10)),
        ("2016年05月01日", date(2016, 5, 1)),
        ("'2016-05-10'", date(2016, 5, 10)),
        ("2016-02-29", date(2016, 2, 29)),
    ],
)
def test_both_forms_of_a_date(written, day):
    assert value(f"date: {written}", "date") == day
    assert value(f"日期：{written}", "date") == day


@pytest.mark.parametrize(
    "written, new",
    [
        ("2016/5/10", "2016-05-10"),
        ("2016.5.10", "2016-05-10"),
        ("2016年5月10", "2016-05-10"),
        ("2016 年 5 月 10 日", "2016-05-10"),
        ("2016—05—10", "2016-05-10"),
        ("２０１６年５月１０日", "2016-05-10"),
        ("２０１６-０５-１０", "2016-05-10"),
        ("2016-02-30", None),
        ("2015-02-29", None),
        ("2016-13-01", None),
        ("2016年0月10日", None),
        ("0000-01-01", None),
        ("2016/13/1", None),
        ("20160510", None),
        ("5月10日", None),
        ("明天", None),
    ],
)
def test_a_wrong_date_is_told_with_the_right_form(written, new):
    assert wrong(f"date: {written}") == ("D01", 7, written, new)


@pytest.mark.parametrize(
    "written, number", [("5", 5), ("128", 128), ("010", 10), ("'5'", 5), ("9999999", 9999999)]
)
def test_whole_numbers(written, number):
    assert value(f"number: {written}", "number") == number


@pytest.mark.parametrize(
    "written, new",
    [
        ("５", "5"),
        ("１２８", "128"),
        ("第5期", "5"),
        ("第 ５ 期", "5"),
        ("总第128期", "128"),
        ("5期", "5"),
        ("٥", "5"),
        ("0", None),
        ("第0期", None),
        ("五", None),
        ("5.5", None),
        ("-5", None),
        ("5-6", None),
        ("2016年第5期", None),
        ("12345678", None),
        ("²", None),
        ("5 6", None),
    ],
)
def test_a_wrong_number_is_told_with_the_right_one(written, new):
    assert wrong(f"number: {written}") == ("Y04", 9, written, new)


@pytest.mark.parametrize("written, number", [("5", 5.0), ("2.5", 2.5), ("-1", -1.0)])
def test_points(written, number):
    assert value(f"points: {written}", "points") == number


@pytest.mark.parametrize("written", ["五", "1e9", "nan", "inf", "５", "1,5", "12345678"])
def test_wrong_points(written):
    assert wrong(f"points: {written}") == ("Y04", 9, written, None)


@pytest.mark.parametrize("written", ["draft", "草稿", "'草稿'"])
def test_a_choice_in_both_languages(written):
    assert value(f"状态：{written}", "status") == "draft"


@pytest.mark.parametrize(
    "written, hint",
    [("darft", "是不是“draft”？"), ("稿草", "是不是“草稿”？"), ("off", "可用：draft、草稿。")],
)
def test_a_wrong_choice_names_the_nearest(written, hint):
    _, (told,) = read(f"title: 甲\nstatus: {written}\n")
    assert (told.code, told.line, told.column, told.old, told.hint) == ("Y07", 2, 9, written, hint)


def test_texts_lists_and_groups():
    assert value("note: |\n  甲\n  乙", "note") == "甲\n乙"
    assert value("source: 县人社局", "source") == (Text("县人社局", Place(2, 9)),)
    assert [text.value for text in value("供稿：\n- 县人社局\n-\n- 县财政局", "source")] == [
        "县人社局",
        "县财政局",
    ]
    assert value("reprint: 新华网", "reprint")["name"].value.value == "新华网"
    group = value("摘自：\n  名称：新华网\n  网址：http://a.cn", "reprint")
    assert (group["name"].value.value, group["url"].value) == ("新华网", "http://a.cn")
    assert value("检查：\n  D03：off", "checks") == (("D03", Place(3, 3), "off"),)


@pytest.mark.parametrize(
    "line, column",
    [
        ("number: [5]", 9),
        ("note: {a: b}", 7),
        ("status: [draft]", 9),
        ("date: [2016-05-10]", 7),
        ("points: {a: 1}", 9),
        ("source: {a: b}", 9),
        ("source: [[甲]]", 10),
        ("reprint: [新华网]", 10),
        ("checks: off", 9),
    ],
)
def test_a_value_of_the_wrong_shape(line, column):
    assert wrong(line)[:2] == ("Y04", column)


def test_a_text_in_place_of_keys():
    _, (told,) = read("只有一句话")
    assert (told.code, told.line, told.column) == ("Y04", 1, 1)


# --- Keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key, hint",
    [
        ("titel", "是不是“title”？"),
        ("Title", "是不是“title”？"),
        ("标提", "是不是“标题”？"),
        ("按 语", "是不是“按语”？"),
        ("完全不同的键", "请删去，或对照手册改正。"),
    ],
)
def test_an_unknown_key_names_the_nearest(key, hint):
    _, (told,) = read(f"title: 甲\n{key}: 乙\n")
    assert (told.code, told.line, told.column, told.old, told.hint) == ("Y03", 2, 1, key, hint)


@pytest.mark.parametrize("again", ["title: 乙", "标题：乙", "标题: 甲", "title:"])
def test_a_key_stands_once_in_either_language(again):
    entries, (told,) = read(f"title: 甲\n{again}\n")
    assert (told.code, told.line, told.column) == ("Y02", 2, 1)
    assert entries["title"].value.value == "甲"


def test_a_name_of_the_writer_stands_once():
    assert wrong("checks:\n  D03: off\n  D03: error") == ("Y02", 3, "D03", None)


@pytest.mark.parametrize(
    "text, line, column",
    [
        ("number: 5\n", 1, 1),
        ("title:\n", 1, 7),
        ("标题：\n", 1, 4),
        ("title: ''\n", 1, 9),
        ("title: '　'\n", 1, 9),
        ("title: []\n", 1, 8),
        ("title: ['']\n", 1, 8),
    ],
)
def test_a_demanded_key_that_is_missing_or_empty(text, line, column):
    _, (told,) = read(text)
    assert (told.code, told.line, told.column) == ("Y05", line, column)


@pytest.mark.parametrize(
    "line", ["number:", "source: []", "source: ['', '']", "reprint: {}", "note: ''", "note: |"]
)
def test_an_empty_value_is_as_if_it_were_not_there(line):
    entries, problems = read(f"title: 甲\n{line}\n")
    assert (set(entries), problems) == ({"title"}, [])
    node, _ = compose(f"title: 甲\n{line}\n", "01.md")
    assert node is not None
    assert TABLE.keys(node) == {"title"}


@pytest.mark.parametrize(
    "line, column",
    [
        ("number: 【待填】", 9),
        ("source: 【待填】", 9),
        ("source: [县人社局, 【待填】]", 16),
        ("reprint: 【待填】", 10),
        ("note: 按语【待填】", 9),
        ("date: '【待填】'", 8),
    ],
)
def test_a_placeholder_is_to_be_filled_in(line, column):
    assert wrong(line) == ("Y09", column, "【待填】", None)


def test_a_placeholder_inside_a_group():
    assert wrong("reprint:\n  name: 【待填】") == ("Y09", 9, "【待填】", None)


def test_all_that_is_wrong_is_told_at_once():
    _, problems = read("titel: 甲\nnumber: 五\ndate: 昨天\nstatus: 在写\n")
    assert sorted(p.code for p in problems) == ["D01", "Y03", "Y04", "Y05", "Y07"]


# --- JSON Schema ----------------------------------------------------------------------------------


def test_the_schema_knows_both_names_of_each_key():
    made = TABLE.schema()
    assert made["additionalProperties"] is False
    for field in TABLE.fields:
        assert made["properties"][field.key] == made["properties"][field.chinese]
    assert made["allOf"] == [{"anyOf": [{"required": ["title"]}, {"required": ["标题"]}]}]
