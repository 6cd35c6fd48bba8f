"""Masthead, contents and marks in the forms that were met, one by one."""

from datetime import date

import pytest

from generator.desk.importing import Known, parse
from tests.desk.importing_helpers import KNOWN, SECTIONS

ITEM = "\n◆修好三座桥。柳浦镇修好了三座桥。（柳浦镇）\n"


def taken(text, known=KNOWN):
    return parse(text, known)


def front(masthead="", colophon="", stem=""):
    return parse(f"{masthead}{ITEM}{colophon}", KNOWN, stem).front


@pytest.mark.parametrize(
    "masthead, number, total, year",
    [
        ("第49期", 49, None, None),
        ("芦川简报 第3期", 3, None, None),
        ("第 八 期", 8, None, None),
        ("第十二期", 12, None, None),
        ("第廿三期", 23, None, None),
        ("第５期", 5, None, None),
        ("第 5 期\n（总第 128 期）", 5, 128, None),
        ("第5期（总第一百二十八期）", 5, 128, None),
        ("总第2639期", None, 2639, None),
        ("〔2016〕第12期", 12, None, 2016),
        ("（2016）第 12 期", 12, None, 2016),
        ("[2016年]第12期", 12, None, 2016),
        ("2016年第5期", 5, None, 2016),
        ("二〇一六年第五期 总第九十期", 5, 90, 2016),
        ("政务信息2018年第49期", 49, None, 2018),
    ],
)
def test_numbers(masthead, number, total, year):
    made = front(masthead)
    found = tuple(said and said.value for said in (made.number, made.total, made.year))
    assert found == (number, total, year)
    assert not made.number or not made.number.guess


def test_a_number_that_lost_its_first_sign_is_a_guess():
    made = front("芦川简报\n20期")
    assert (made.number.value, bool(made.number.guess)) == (20, True)


@pytest.mark.parametrize(
    "masthead, kind",
    [
        ("增刊第1期", "supplement"),
        ("增 刊\n第1期", None),
        ("（增刊）\n第1期", "supplement"),
        ("第1期 专刊", "special"),
        ("【特刊】\n第1期", "special"),
        ("第1期", None),
    ],
)
def test_kinds(masthead, kind):
    made = front(masthead)
    assert made.number.value == 1
    assert (made.kind and made.kind.value) == kind


@pytest.mark.parametrize(
    "masthead, day",
    [
        (f"县效能办{' ' * 49}2018年7月23日", date(2018, 7, 23)),
        ("县效能办二○一六年五月十日", date(2016, 5, 10)),
        ("2016年5月10日 星期二　　芦川县机关效能建设办公室", date(2016, 5, 10)),
        ("签发日期：2016-5-10", date(2016, 5, 10)),
        ("2016年第5期\n县效能办 5月10日", date(2016, 5, 10)),
        ("第5期\n县效能办 5月10日", None),
        ("2016年5月", None),
    ],
)
def test_dates(masthead, day):
    made = front(masthead)
    assert (made.date and made.date.value) == day


@pytest.mark.parametrize(
    "marking",
    [
        "内部资料 注意保存",
        "内部资料，注意保存",
        "内部参阅",
        "内部文件",
        "内部消息 严禁外传",
        "内部资料，免费交流",
    ],
)
def test_markings(marking):
    assert front(marking).marking.value == marking


@pytest.mark.parametrize("written, kept", [("秘密★1年", "秘密★1年"), ("秘 密", "秘密"), ("机密★", "机密★")])
def test_classifications(written, kept):
    assert front(written).classification.value == kept


def test_receivers_on_one_line_and_over_several():
    made = front(
        "", "报：市委、市政府 送：县委办；县政府办　发：各镇，\n各街道。\n本期增发：驻芦单位\n共印 120 份"
    )
    lists = (made.report_to, made.send_to, made.issue_to, made.extra_to)
    assert [[said.value for said in one] for one in lists] == [
        ["市委、市政府"],
        ["县委办", "县政府办"],
        ["各镇", "各街道"],
        ["驻芦单位"],
    ]
    assert made.copies.value == 120


def test_the_printers_line_is_told():
    made = taken(f"{ITEM}抄送：县委办\n芦川县人民政府办公室 2016年5月10日印发")
    assert [said.value for said in made.front.send_to] == ["县委办"]
    assert made.front.date is None
    assert ["印发" in p.message for p in made.remarks] == [True]


@pytest.mark.parametrize(
    "head",
    [
        "本期要目",
        "≡本期要目≡",
        "【内容提要】",
        "目录",
        "目　录",
        "本期目录",
        "本期导读",
        "要目：",
        "《本期要目》",
        "★要 目★",
    ],
)
@pytest.mark.parametrize(
    "entry", ["◆{}（柳浦镇）", "※ {}（柳浦镇）", "1、{}（柳浦镇）", "{}……（柳浦镇）……2", "● {}"]
)
def test_contents(head, entry):
    listed = entry.format("修好三座桥")
    made = taken(f"{head}\n{listed}\n{ITEM}", Known(SECTIONS, ()))
    assert [e.title.value for e in made.contents] == ["修好三座桥"]
    assert [item.title.value for item in made.items] == ["修好三座桥"]
    assert [u.value for u in made.items[0].credits.units] == ["柳浦镇"]
    assert bool(made.items[0].credits.units[0].guess) == ("柳浦镇" not in listed)


@pytest.mark.parametrize("mark", [*"◆■※●★☆○◎▲△▼▽□◇◣", "\uf075", "\uf06c", "\uf06e", *"①"])
def test_marks(mark):
    marks = "①②" if mark == "①" else mark * 2
    made = taken(f"第5期\n{marks[0]}甲事。甲办成了。\n{marks[1]} 乙事。乙办成了。\n再办丙。")
    assert [item.title.value for item in made.items] == ["甲事", "乙事"]
    assert [p.value for p in made.items[1].paragraphs] == ["乙办成了。", "再办丙。"]


@pytest.mark.parametrize(
    "one, two",
    [
        ("1、", "2、"),
        ("1. ", "2. "),
        ("1．", "2．"),
        ("（1）", "（2）"),
        ("一、", "二、"),
        ("（一）", "（二）"),
        ("①", "②"),
    ],
)
def test_numbers_as_marks(one, two):
    made = taken(f"第5期\n{one}甲事\n甲办成了好几件。\n{two}乙事\n乙办成了好几件。")
    assert [item.title.value for item in made.items] == ["甲事", "乙事"]


def test_numbers_after_sentences_count_the_parts_of_one_item():
    made = taken(
        "第5期\n柳浦镇修桥记\n柳浦镇去年修桥三座。\n一、筹钱\n钱从三处来。\n二、出力\n力从三村来。", KNOWN
    )
    assert [item.title.value for item in made.items] == ["柳浦镇修桥记"]
    assert [p.value for p in made.items[0].paragraphs][1:] == [
        "一、筹钱",
        "钱从三处来。",
        "二、出力",
        "力从三村来。",
    ]


def test_columns_numbered_over_numbered_items():
    text = (
        "第5期\n一、工作动态\n1、甲事\n甲办成了好几件。\n2、乙事\n乙办成了好几件。\n"
        "二、督查\n1、丙事\n丙办成了好几件。"
    )
    made = taken(text)
    assert [item.title.value for item in made.items] == ["甲事", "乙事", "丙事"]
    assert [item.section.value for item in made.items] == ["工作动态", "工作动态", "督查"]


def test_contents_that_differ_are_told():
    text = (
        "本期要目\n◆甲事办成（柳浦镇）\n◆乙事办成（石桥街道）\n◆丁事\n\n"
        "◆甲事已办成。甲办成了。\n◆乙事办成。乙办成了。（柳浦镇供稿）\n◆丙。丙办成了。"
    )
    made = taken(text)
    told = [(p.line, p.message) for p in made.remarks if p.code == "I08"]
    assert [line for line, _ in told] == [6, 7, 8]
    assert [item.title.value for item in made.items] == ["甲事已办成", "乙事办成", "丙"]
    assert [u.value for u in made.items[0].credits.units] == ["柳浦镇"]
    assert [u.value for u in made.items[1].credits.units] == ["柳浦镇"]


def test_notes_of_issue_and_item():
    text = (
        "第5期\n编者按：全期的话。\n◆甲事。甲办成了。\n按：这一条的话。\n【督查】\n"
        "编者按：下一条的话。\n◆乙事。乙办成了。"
    )
    made = taken(text)
    assert [note.value for note in made.front.notes] == ["全期的话。"]
    assert [[note.value for note in item.notes] for item in made.items] == [
        ["这一条的话。"],
        ["下一条的话。"],
    ]


def test_a_bracketed_word_inside_of_an_item_is_no_column():
    made = taken("◆甲事。甲办成了。\n【案例】\n有一天，甲来了。\n◆乙事。乙办成了。")
    assert len(made.items) == 2
    assert [p.value for p in made.items[0].paragraphs] == ["甲办成了。", "【案例】", "有一天，甲来了。"]


def test_a_single_sentence_is_a_text_without_a_title():
    made = taken("◆4月3日，柳浦镇修好三座桥。\n◆乙事。乙办成了。")
    assert made.items[0].title is None
    assert [p.value for p in made.items[0].paragraphs] == ["4月3日，柳浦镇修好三座桥。"]


def test_a_text_of_one_piece_is_one_item():
    made = taken("柳浦镇修好三座桥。\n群众出行方便了。")
    assert len(made.items) == 1
    assert made.items[0].title is None
    assert [p.value for p in made.items[0].paragraphs] == ["柳浦镇修好三座桥。", "群众出行方便了。"]
