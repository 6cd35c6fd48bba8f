"""site.yaml and units.yaml: forms, keys, names that belong to one unit, checks, series."""

from datetime import date

import pytest

from generator import chinese
from generator.read.site import RESERVED, is_key, read_site, read_units

HEAD = "name: 芦川简报\noffice: 芦川县效能办\nsections: [督查]\n"


def settings(text):
    read = read_site(text.encode())
    assert read.problems == ()
    return read.settings


def told(text):
    return [(p.code, p.line, p.column, p.old) for p in read_site(text.encode()).problems]


def units(text):
    found, problems = read_units(text.encode(), "units.yaml")
    assert problems == ()
    return found


def told_of_units(text):
    return [(p.code, p.line, p.column, p.old) for p in read_units(text.encode(), "units.yaml")[1]]


# --- site.yaml ------------------------------------------------------------------------------------


def test_the_smallest_site():
    made = settings(HEAD)
    assert (made.name, made.office, made.base_url, made.sign_off) == (
        "芦川简报",
        "芦川县效能办",
        "",
        "optional",
    )
    assert [(s.name, s.key, s.heads) for s in made.sections] == [("督查", "ducha", "run-in")]
    assert [(s.key, s.name, s.office) for s in made.series] == [("", "芦川简报", "芦川县效能办")]


def test_the_same_site_in_chinese():
    chinese_ = "名称：芦川简报\n编发单位：芦川县效能办\n栏目：[督查]\n"
    assert settings(chinese_) == settings(HEAD)


def test_sections_in_short_and_long_form():
    made = settings(
        HEAD.replace(
            "[督查]", "[督查, {name: 部门经验, key: jingyan, heads: block}, {名称: 外地, 标题形式: 独行}]"
        )
    )
    assert [(s.name, s.key, s.heads) for s in made.sections] == [
        ("督查", "ducha", "run-in"),
        ("部门经验", "jingyan", "block"),
        ("外地", "waidi", "block"),
    ]


@pytest.mark.parametrize(
    "text, problems",
    [
        ("", [("Y05", 1, 1, None)] * 3),
        ("name: 甲\noffice: 乙\n", [("Y05", 1, 1, None)]),
        ("name: 甲\noffice: 乙\nsections: []\n", [("Y05", 3, 11, None)]),
        (HEAD + "sectons: [甲]\n", [("Y03", 4, 1, "sectons")]),
        (HEAD.replace("[督查]", "[督查, 督查]"), [("Y02", 3, 16, "督查"), ("A03", 3, 16, None)]),
        (HEAD + "sign_off: maybe\n", [("Y07", 4, 11, "maybe")]),
        (HEAD + "base_url: 10.1.2.3\n", [("Y04", 4, 11, "10.1.2.3")]),
        (HEAD + "base_url: https://简报.cn/\n", [("Y04", 4, 11, "https://简报.cn/")]),
        (HEAD + "base_url: http://a.cn/?q=1\n", [("Y04", 4, 11, "http://a.cn/?q=1")]),
        (HEAD + 'base_url: http://a.cn/"><x\n', [("Y04", 4, 11, 'http://a.cn/"><x')]),
        (HEAD + "base_url: javascript:alert(1)\n", [("Y04", 4, 11, "javascript:alert(1)")]),
    ],
)
def test_what_is_wrong_in_site_yaml(text, problems):
    assert sorted(told(text), key=str) == sorted(problems, key=str)


@pytest.mark.parametrize(
    "url, right",
    [
        ("http://10.1.2.3/jianbao/", "http://10.1.2.3/jianbao/"),
        ("https://a-b.gov.cn:8080", "https://a-b.gov.cn:8080/"),
        ("http://oa_1/x", "http://oa_1/x/"),
        ("http://[::1]/", "http://[::1]/"),
    ],
)
def test_the_base_url_ends_in_a_slash(url, right):
    assert settings(HEAD + f"base_url: '{url}'\n").base_url == right


@pytest.mark.parametrize("missing", ["name", "office", "sections"])
def test_without_a_demanded_key_there_are_no_settings(missing):
    text = "".join(line + "\n" for line in HEAD.splitlines() if not line.startswith(missing))
    assert read_site(text.encode()).settings is None


@pytest.mark.parametrize("content", [b"\xff", b"name: [", "标题".encode("gbk"), b"- a", b"a"])
def test_a_site_yaml_that_cannot_be_read(content):
    read = read_site(content)
    assert read.settings is None
    assert len(read.problems) == 1


# --- checks ---------------------------------------------------------------------------------------


def test_levels_in_both_languages():
    made = settings(HEAD + "检查：\n  D03：关\n  L04: warning\n  N03：错误\n")
    assert made.checks == {"D03": "off", "L04": "warning", "N03": "error"}


@pytest.mark.parametrize(
    "line, code, old",
    [
        ("  D99: off", "K01", "D99"),
        ("  d03: off", "K01", "d03"),
        ("  C01: off", "K01", "C01"),
        ("  F01: warning", "K01", "F01"),
        ("  D03: 不管", "Y07", "不管"),
        ("  D03: off\n  D03: error", "Y02", "D03"),
    ],
)
def test_codes_that_do_not_exist_or_must_stay(line, code, old):
    (found,) = read_site((HEAD + f"checks:\n{line}\n").encode()).problems
    assert (found.code, found.old) == (code, old)


def test_a_wrong_code_names_the_nearest():
    (found,) = read_site((HEAD + "checks: {d03: off}\n").encode()).problems
    assert found.hint == "是不是“D03”？"


# --- series ---------------------------------------------------------------------------------------


def test_several_series():
    made = settings(HEAD + "series:\n  zhoubao: {name: 芦川周报}\n  kuaibao: {name: 快报, office: 县委办}\n")
    assert [(s.key, s.name, s.office) for s in made.series] == [
        ("zhoubao", "芦川周报", "芦川县效能办"),
        ("kuaibao", "快报", "县委办"),
    ]


@pytest.mark.parametrize(
    "key", [*sorted(RESERVED), "2016", "1", "周报", "Zhou", "a b", "../x", "-", "a" * 65]
)
def test_keys_that_no_series_may_have(key):
    assert told(HEAD + f"series:\n  '{key}': {{name: 甲}}\n") == [("F07", 5, 4, key)]


def test_a_series_stands_once():
    text = HEAD + "series:\n  a: {name: 甲}\n  a: {name: 乙}\n"
    assert told(text) == [("Y02", 6, 3, "a")]


# --- units.yaml -----------------------------------------------------------------------------------


def test_units_in_short_and_long_form():
    text = """\
- 县效能办
- {name: 县人社局, key: renshe, aliases: [人社局, 芦川县人社局], class: 综合部门}
- 名称：县工信局
  别名：工信局
  类别：经济部门
  曾用名：
  - {名称: 县经信局, 截至: 2019年3月1日}
  - {name: 县经委, until: 2010-06-30}
"""
    office, people, industry = units(text)
    assert (office.name, office.key, office.aliases, office.rank) == ("县效能办", "xianxiaonengban", (), "")
    assert (people.key, people.aliases, people.rank) == ("renshe", ("人社局", "芦川县人社局"), "综合部门")
    assert industry.aliases == ("工信局",)
    assert [(f.name, f.until) for f in industry.former] == [
        ("县经委", date(2010, 6, 30)),
        ("县经信局", date(2019, 3, 1)),
    ]


@pytest.mark.parametrize(
    "day, name",
    [
        (date(2010, 6, 30), "县经委"),
        (date(2010, 7, 1), "县经信局"),
        (date(2019, 3, 1), "县经信局"),
        (date(2019, 3, 2), "县工信局"),
    ],
)
def test_the_name_of_a_day(day, name):
    (unit,) = units(
        "- {name: 县工信局, former: [{name: 县经信局, until: 2019-03-01}, {name: 县经委, until: 2010-06-30}]}"
    )
    assert unit.name_on(day) == name


def test_the_order_asked_for_comes_before_that_of_the_file():
    text = "- 甲\n- {name: 乙, order: 0}\n- 丙\n- {name: 丁, order: 1.5}\n- {name: 戊, order: 2}\n"
    assert [unit.name for unit in units(text)] == ["甲", "乙", "丁", "丙", "戊"]


@pytest.mark.parametrize("text", ["", "[]", "# 没有单位\n"])
def test_no_units_at_all(text):
    assert units(text) == ()


@pytest.mark.parametrize(
    "name, key",
    [
        ("县人社局", "xianrensheju"),
        ("县 12345 热线", "xian12345rexian"),
        ("绿化办", "lvhuaban"),
        ("ABC公司", "abcgongsi"),
        ("★", chinese.suffix("★")),
    ],
)
def test_a_key_is_the_pinyin(name, key):
    assert [unit.key for unit in units(f"- {name}\n")] == [key]


def test_a_key_fits_a_folder_name():
    (unit,) = units(f"- {'芦川县' * 60}\n")
    assert len(unit.key) == chinese.LONGEST_KEY


def test_the_later_of_two_names_with_one_pinyin_gets_a_suffix_and_a_warning():
    found, (warning,) = read_units("- 县水务局\n- 县税务局\n".encode(), "units.yaml")
    assert [unit.key for unit in found] == ["xianshuiwuju", f"xianshuiwuju-{chinese.suffix('县税务局')}"]
    assert (warning.code, warning.level, warning.line, warning.column) == ("A03", "warning", 2, 3)
    assert "key" in warning.hint


def test_a_key_by_hand_comes_before_a_pinyin():
    text = "- 县水务局\n- {name: 县税务局, key: xianshuiwuju}\n"
    found, (warning,) = read_units(text.encode(), "units.yaml")
    assert [unit.key for unit in found] == [f"xianshuiwuju-{chinese.suffix('县水务局')}", "xianshuiwuju"]
    assert (warning.code, warning.line) == ("A03", 1)


def test_a_key_by_hand_ends_the_warning():
    found = units("- 县水务局\n- {name: 县税务局, key: shuiwu}\n")
    assert [unit.key for unit in found] == ["xianshuiwuju", "shuiwu"]


@pytest.mark.parametrize(
    "text, problems",
    [
        ("- {name: 甲, key: a}\n- {name: 乙, key: a}\n", [("A02", 2, 18, "a")]),
        ("- {name: 甲, key: A b}\n", [("Y07", 1, 18, "A b")]),
        ("- {name: 甲, key: 人社}\n", [("Y07", 1, 18, "人社")]),
        ("- {key: a}\n", [("Y05", 1, 3, None)]),
        ("- 甲\n- {name: 乙, aliases: [甲]}\n", [("U02", 2, 23, "甲")]),
        (
            "- {name: 甲, former: [{name: 丙, until: 2010-01-01}]}\n- {name: 乙, aliases: 丙}\n",
            [("U02", 2, 22, "丙")],
        ),
        ("- {name: 甲, former: [{name: 乙}]}\n", [("Y05", 1, 22, None)]),
        ("- {name: 甲, former: [{name: 乙, until: 早年}]}\n", [("D01", 1, 39, "早年")]),
        ("- {name: 甲, order: 一}\n", [("Y04", 1, 20, "一")]),
        ("- {name: 甲, alias: 乙}\n", [("Y03", 1, 13, "alias")]),
    ],
)
def test_what_is_wrong_in_units_yaml(text, problems):
    assert told_of_units(text) == problems


@pytest.mark.parametrize(
    "text, good",
    [
        ("renshe", True),
        ("a", True),
        ("a-1", True),
        ("2016", True),
        ("", False),
        ("-", False),
        ("a-", False),
        ("A", False),
        ("a_b", False),
        ("a/b", False),
        ("..", False),
        ("人", False),
        ("²", False),
        ("a\n", False),
        ("a" * 64, True),
        ("a" * 65, False),
    ],
)
def test_keys_that_can_stand_in_an_address(text, good):
    assert is_key(text) == good
