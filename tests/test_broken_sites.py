"""Broken sites, one for each kind of mistake, through the command: told at its place, nothing written."""

import json
import re

import pytest

from generator.problems import RULES
from tests.pictures import chart
from tests.sites import Site, issue, item

ISSUE = "content/2026/06/issue.yaml"
FIRST = "content/2026/06/01.md"
SECOND = "content/2026/06/02.md"


def edit(name, old, new):
    return lambda site: site.edit(name, old, new)


def write(name, text):
    return lambda site: site.write(name, text)


def attach(name, text, content=b""):
    """A link in the first item's text, and the file beside it."""

    def mistake(site):
        append(FIRST, f"\n{text}\n")(site)
        site.write(f"content/2026/06/{name}", content)

    return mistake


def two_folders(site):
    for number, name in ((1, "z01"), (2, "Z01")):
        site.write(f"content/2026/{name}/issue.yaml", issue(number, None, kind="supplement"))


def a_number_left_out(site):
    site.edit(ISSUE, "number: 6", "number: 8")
    site.edit(ISSUE, "129", "131")


def remove(name):
    return lambda site: site.remove(name)


def append(name, text):
    return lambda site: site.write(name, site.read(name) + text)


ERRORS = {
    "an unknown key": (edit(FIRST, "section:", "sectoin:"), f"{FIRST}:3:1", "Y03", "是不是“section”？"),
    "no title": (edit(FIRST, "title: 推行首问负责\n", ""), f"{FIRST}:2:1", "Y05", "title"),
    "an empty title": (edit(FIRST, "推行首问负责\nsec", "''\nsec"), f"{FIRST}:2:9", "Y05", "标题"),
    "no section": (edit(FIRST, "section: 部门经验\n", ""), f"{FIRST}:2:1", "Y05", "栏目"),
    "no credit": (edit(FIRST, "source: 县工信局\n", ""), f"{FIRST}:2:8", "B01", "供稿单位"),
    "an unknown section": (edit(FIRST, "部门经验", "部门经念"), f"{FIRST}:3:10", "S01", "是不是“部门经验”？"),
    "an unknown unit": (edit(FIRST, "县工信局\n", "县工信居\n"), f"{FIRST}:4:9", "U01", "是不是“县工信局”？"),
    "a day that isn't": (edit(ISSUE, "2026-05-24", "2026-02-30"), f"{ISSUE}:3:7", "D01", "2026-02-30"),
    "a date in words": (edit(ISSUE, "2026-05-24", "五月底"), f"{ISSUE}:3:7", "D01", "2016年5月10日"),
    "a number in words": (edit(ISSUE, "number: 6", "number: 第６期"), f"{ISSUE}:1:9", "Y04", "写成 6。"),
    "a number twice": (edit(ISSUE, "number: 6", "number: 5"), f"{ISSUE}:1:9", "N01", "2026/05"),
    "a total twice": (edit(ISSUE, "total: 129", "total: 128"), f"{ISSUE}:2:8", "N02", "2026/05"),
    "two files of one number": (
        write("content/2026/06/2-新稿.md", item("新稿")),
        "content/2026/06/2-新稿.md:1:1",
        "A01",
        "02.md",
    ),
    "two folders but for case": (two_folders, "content/2026/z01/issue.yaml:1:1", "A01", "大小写"),
    "no such picture": (append(FIRST, "\n![现场](现场.jpg)\n"), f"{FIRST}:9:7", "L02", "现场.jpg"),
    "no such item": (append(FIRST, "\n见[上期](../05/09.md)\n"), f"{FIRST}:9:7", "L01", "../05/09.md"),
    "a picture without a description": (
        attach("1.png", "![](1.png)", chart()),
        f"{FIRST}:9:5",
        "L05",
        "1.png",
    ),
    "an attachment outside": (
        append(FIRST, "\n[名单](../05/名单.xlsx)\n"),
        f"{FIRST}:9:6",
        "L03",
        "名单.xlsx",
    ),
    "a program for an attachment": (attach("a.php", "[表](a.php)"), f"{FIRST}:9:5", "L07", "a.php"),
    "broken YAML": (edit(FIRST, "title: 推行", 'title: "推行"'), f"{FIRST}:2:12", "Y01", "引号"),
    "no space after a colon": (edit(ISSUE, "number: 6", "number:6"), f"{ISSUE}:1:7", "Y01", "空格"),
    "a bracket left open": (append("site.yaml", "checks: {D03: off\n"), "site.yaml:4:9", "Y01", "花括号"),
    "an alias": (edit(FIRST, "source: 县工信局", "source: *a"), f"{FIRST}:4:9", "Y06", "半角引号"),
    "GBK": (lambda site: site.write(FIRST, site.read(FIRST).encode("gbk")), f"{FIRST}:2:8", "F01", "GBK"),
    "a template in GBK": (
        lambda site: site.write("templates/html/item.html", "甲{{ item.title }}".encode("gbk")),
        "templates/html/item.html:1:1",
        "F01",
        "GBK",
    ),
    "a control character": (append(FIRST, "甲\x00"), f"{FIRST}:8:2", "F02", "U+0000"),
    "an empty body": (write(SECOND, item("走访企业", body=" ")), f"{SECOND}:5:4", "B02", "正文"),
    "no front matter": (write(SECOND, "只有正文。\n"), f"{SECOND}:1:1", "Y08", "---"),
    "a placeholder": (edit(FIRST, "县工信局\n", "【待填】\n"), f"{FIRST}:4:9", "Y09", "【待填】"),
    "classified": (append(ISSUE, "classification: 秘密\n"), f"{ISSUE}:5:17", "C01", "保密"),
    "a mark of secrecy": (append(FIRST, "机密★三年\n"), f"{FIRST}:8:1", "C01", "保密"),
    "no issue.yaml": (remove(ISSUE), f"{ISSUE}:1:1", "F08", "issue.yaml"),
    "no units.yaml": (remove("units.yaml"), "units.yaml:1:1", "F08", "units.yaml"),
    "broken units.yaml": (write("units.yaml", "- [县效能办\n"), "units.yaml:1:3", "Y01", "方括号"),
    "a file name without number": (
        write("content/2026/06/新稿.md", item()),
        "content/2026/06/新稿.md:1:1",
        "F04",
        "03-新稿.md",
    ),
    "a folder name in Chinese": (
        write("content/2026/第7期/issue.yaml", issue(7)),
        "content/2026/第7期/issue.yaml:1:1",
        "F07",
        "05、z01",
    ),
    "one key for two units": (
        write("units.yaml", "- {name: 县效能办, key: a}\n- {name: 县人社局, key: a}\n"),
        "units.yaml:2:21",
        "A02",
        "代码",
    ),
    "a name of two units": (
        append("units.yaml", "- {name: 县经济局, aliases: 县工信局}\n"),
        "units.yaml:5:25",
        "U02",
        "县工信局",
    ),
    "a check that must stay": (append("site.yaml", "checks: {C01: off}\n"), "site.yaml:4:10", "K01", "C01"),
    "a text beyond reason": (append(FIRST, "[" * 40_000), f"{FIRST}:5:4", "B04", "方括号"),
}

WARNINGS = {
    "a script for a link": (
        append(FIRST, "\n[点这里](javascript:alert)\n"),
        f"{FIRST}:9:7",
        "L04",
        "javascript",
    ),
    "a number missing": (a_number_left_out, f"{ISSUE}:1:9", "N03", "第 6～7 期"),
    "a total out of step": (edit(ISSUE, "total: 129", "total: 130"), f"{ISSUE}:2:8", "N04", "应为 129"),
    "a date out of order": (edit(ISSUE, "2026-05-24", "2026-05-01"), f"{ISSUE}:3:7", "D02", "2026-05-10"),
    "a date to come": (edit(ISSUE, "2026-05-24", "2126-05-24"), f"{ISSUE}:3:7", "D03", "2126-05-24"),
    "a date of another year": (
        edit("content/2026/05/issue.yaml", "2026-05-10", "2025-05-10"),
        "content/2026/05/issue.yaml:3:7",
        "D04",
        "2026",
    ),
    "a draft in a published issue": (
        edit(FIRST, "---\n\n", "status: draft\n---\n\n"),
        f"{FIRST}:2:8",
        "B03",
        "草稿",
    ),
    "a key from pinyin twice": (append("units.yaml", "- 县校能办\n"), "units.yaml:5:3", "A03", "key"),
    "a folder in an issue's folder": (
        write("content/2026/06/图/1.jpg", b""),
        "content/2026/06/图/1.jpg:1:1",
        "F06",
        "不会发布",
    ),
}


def told(result) -> list[tuple[str, str, str]]:
    """Place, code and text of each line on standard error that tells of a problem."""
    lines = (
        re.fullmatch(r"(\S+:\d+:\d+): (?:错误|警告) ([A-Z]\d\d): (.+)", line)
        for line in result.stderr.splitlines()
    )
    return [(found[1], found[2], found[3]) for found in lines if found]


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_where_it_is_and_nothing_is_written(site: Site, name):
    mistake, place, code, words = ERRORS[name]
    site.build()
    before = site.tree()
    assert before
    mistake(site)
    result = site.jianbao("build", "--no-pdf")
    assert result.returncode == 1, result
    assert "Traceback" not in result.stderr + result.stdout
    assert site.tree() == before
    assert RULES[code].level == "error"
    found = [text for where, one, text in told(result) if (where, one) == (place, code)]
    assert len(found) == 1, result.stderr
    assert words in found[0]


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_told_and_changes_no_exit_code(site: Site, name):
    mistake, place, code, words = WARNINGS[name]
    mistake(site)
    result = site.jianbao("build", "--no-pdf")
    assert result.returncode == 0, result
    assert RULES[code].level == "warning"
    found = [text for where, one, text in told(result) if (where, one) == (place, code)]
    assert len(found) == 1, result.stderr
    assert words in found[0]
    assert (site.output / "index.html").is_file()


def test_a_run_may_begin_anywhere(site: Site):
    site.edit("content/2026/05/issue.yaml", "number: 5", "number: 17")
    site.edit(ISSUE, "number: 6", "number: 18")
    result = site.jianbao("build", "--no-pdf")
    assert (result.returncode, told(result)) == (0, [])


def test_a_draft_that_is_left_out_is_not_in_the_output(site: Site):
    site.edit(FIRST, "---\n\n", "status: 草稿\n---\n\n")
    site.build()
    assert not (site.output / "2026/06/01.html").exists()
    assert "推行首问负责" not in site.html("2026/06/index.html")


def test_all_at_once_sorted_by_file_and_place(site: Site):
    site.build()
    before = site.tree()
    for name in ("no section", "an unknown unit", "a day that isn't", "a number twice", "an empty body"):
        ERRORS[name][0](site)
    append(FIRST, "\n见[上期](../05/09.md)\n")(site)
    append("content/2026/05/02.md", "甲\x00")(site)
    result = site.jianbao("build", "--no-pdf", "--format", "json")
    assert result.returncode == 1
    assert site.tree() == before
    problems = json.loads(result.stdout)
    assert {"Y05", "U01", "D01", "N01", "B02", "L01", "F02"} <= {p["code"] for p in problems}
    order = [(p["file"], p["line"], p["column"], p["code"]) for p in problems]
    assert order == sorted(order)
    assert len(order) == len(set(order))


def test_units_that_cannot_be_read_raise_no_storm(site: Site):
    site.write("units.yaml", "- [县效能办\n")
    result = site.jianbao("build", "--no-pdf")
    assert [code for _, code, _ in told(result)] == ["Y01"]


def test_a_mended_site_builds_again(site: Site):
    site.build()
    before = site.tree()
    site.edit(FIRST, "县工信局\n", "县工信居\n")
    assert site.build().failed
    site.edit(FIRST, "县工信居\n", "县工信局\n")
    assert not site.build().failed
    assert site.tree() == before
