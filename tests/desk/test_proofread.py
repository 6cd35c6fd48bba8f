"""Proofreading a site: what is told, what is put right and what is left alone."""

import json

import pytest

from generator.desk.proofread import mend, proofread
from tests.sites import Site, issue, item

REPRINT = """\
---
title: 外地做法
section: 外地经验
reprint: {name: 新华网, date: 2026-05-13}
---

该县提出,今年3月起推行"一窗受理"。
"""


@pytest.fixture
def site(tmp_path):
    return Site.small(tmp_path)


def told(site: Site) -> list[tuple[str, str, int, int, str | None, str | None]]:
    """What proofreading says: code, file, line, column, the wrong text, the right one."""
    problems = proofread(site.folder, site.survey())
    return [(p.code, p.file.removeprefix("content/2026/"), p.line, p.column, p.old, p.new) for p in problems]


def test_the_small_site_has_nothing_wrong(site):
    site.write(
        "content/2026/05/02.md", item("创新模式优服务", "部门经验", "县人社局", "县人社局推行预约服务。")
    )
    assert told(site) == []


def test_place_and_texts(site):
    site.write("content/2026/05/01.md", item(body="近日，开展检查。\n\n　　发现问题15个,均已交办。"))
    assert told(site) == [("P01", "05/01.md", 9, 10, ",", "，")]


def test_places_are_those_of_the_file_where_markup_was_taken_away(site):
    site.write("content/2026/05/01.md", item(body="见**重点**和[通报](02.md),其余截止**目前**不变。"))
    assert told(site) == [
        ("P01", "05/01.md", 7, 20, ",", "，"),
        ("W01", "05/01.md", 7, 23, "截止", "截至"),
    ]


def test_fix_changes_what_is_safe_and_nothing_else(site):
    body = '发现问题15个,均已"交办"。截止目前，见`a,甲`和http://a.cn/b,c。昨日又查，{{2、3个}}除外。'
    site.write("content/2026/05/01.md", item(body=body))
    before = site.read("content/2026/05/01.md")
    mended = mend(site.folder, site.survey(), reprints=False)
    assert [(p.code, p.old, p.new) for p in mended] == [
        ("P01", ",", "，"),
        ("P02", '"', "“"),
        ("P02", '"', "”"),
        ("W01", "截止", "截至"),
    ]
    right = before.replace("个,均", "个，均").replace('"交办"', "“交办”").replace("截止目前", "截至目前")
    assert site.read("content/2026/05/01.md") == right
    assert mend(site.folder, site.survey(), reprints=False) == ()
    assert [code for code, *_ in told(site)] == ["V06"]


def test_fix_keeps_line_ends_and_the_byte_order_mark(site):
    text = item(body="发现问题15个,均已交办。\n\n第二段,照旧。")
    site.write("content/2026/05/01.md", "\ufeff" + text.replace("\n", "\r\n"))
    assert len(mend(site.folder, site.survey(), reprints=False)) == 2
    right = text.replace(",", "，").replace("\n", "\r\n")
    assert (site.folder / "content/2026/05/01.md").read_bytes() == ("\ufeff" + right).encode()


def test_what_needs_no_change_is_not_written(site):
    file = site.folder / "content/2026/05/01.md"
    before = file.stat().st_mtime_ns
    assert mend(site.folder, site.survey(), reprints=True) == ()
    assert file.stat().st_mtime_ns == before


def test_a_reprint_is_told_of_but_changed_only_when_asked_for(site):
    site.write("content/2026/05/03.md", REPRINT)
    assert [code for code, *_ in told(site)] == ["P01", "P02", "P02"]
    assert mend(site.folder, site.survey(), reprints=False) == ()
    assert site.read("content/2026/05/03.md") == REPRINT
    assert len(mend(site.folder, site.survey(), reprints=True)) == 3
    assert "该县提出，今年3月起推行“一窗受理”。" in site.read("content/2026/05/03.md")


def test_fix_leaves_front_matter_but_for_the_end_of_a_title(site):
    text = item("查“慢作为”,促整改。", body="近日开展检查。", summary="查作风,促整改")
    site.write("content/2026/05/01.md", text)
    assert [code for code, *_ in told(site)] == ["P01", "P10", "P01"]
    assert [p.code for p in mend(site.folder, site.survey(), reprints=False)] == ["P10"]
    assert site.read("content/2026/05/01.md") == text.replace("促整改。\n", "促整改\n", 1)


def test_a_rule_that_is_off_is_neither_told_nor_fixed(site):
    site.write("site.yaml", site.read("site.yaml") + "checks: {P01: off, W01: error}\n")
    site.write("content/2026/05/01.md", item(body="发现问题15个,截止目前，均已交办。"))
    problems = proofread(site.folder, site.survey())
    assert [(p.code, p.level) for p in problems] == [("W01", "error")]
    assert [p.code for p in mend(site.folder, site.survey(), reprints=False)] == ["W01"]


def test_a_withdrawn_item_is_not_read(site):
    site.write("content/2026/05/01.md", item(body="发现问题15个,均已交办。", status="withdrawn"))
    assert told(site) == []


# --- What stands in YAML --------------------------------------------------------------------------


def test_the_prose_of_issue_yaml(site):
    text = issue(题名="效能建设,专刊  # 甲,乙", 签发人="李旺舒", 报="[县委,县人大]")
    text += "按语: |\n  截止目前,全县推开。\n\n  昨日，又查一次。\n# 不印的,照旧\n"
    site.write("content/2026/05/issue.yaml", text)
    site.write("words.yaml", "准确: [{名称: 李望舒, 职务: 县长}]\n")
    assert told(site) == [
        ("P01", "05/issue.yaml", 5, 9, ",", "，"),
        ("W05", "05/issue.yaml", 6, 6, "李旺舒", "李望舒"),
        ("W01", "05/issue.yaml", 9, 3, "截止", "截至"),
        ("P01", "05/issue.yaml", 9, 7, ",", "，"),
        ("V06", "05/issue.yaml", 11, 3, "昨日", None),
    ]
    assert mend(site.folder, site.survey(), reprints=True) == ()
    assert site.read("content/2026/05/issue.yaml") == text


def test_fix_takes_the_stop_from_the_end_of_an_issues_title(site):
    text = issue(题名="效能建设专刊。 # 印在报头下").replace("\n", "\r\n")
    site.write("content/2026/05/issue.yaml", text)
    assert [(p.code, p.line) for p in mend(site.folder, site.survey(), reprints=False)] == [("P10", 5)]
    assert (site.folder / "content/2026/05/issue.yaml").read_bytes() == text.replace("。", "").encode()


def test_an_issues_note_names_units_like_its_items(site):
    site.write("content/2026/05/issue.yaml", issue(note="芦川县人力资源和社会保障局的做法值得借鉴。"))
    site.write("content/2026/05/01.md", item(body="检查组走访县人社局。"))
    assert [(code, file) for code, file, *_ in told(site)] == [("W02", "05/issue.yaml")]


def test_an_issue_without_its_yaml_or_in_a_wrong_encoding_is_passed_over(site):
    site.remove("content/2026/05/issue.yaml")
    site.write("content/2026/06/issue.yaml", issue(note="截止目前,推开。").encode("gbk"))
    assert {code for code, *_ in told(site)} == {"F01", "F08"}


@pytest.mark.parametrize(
    "value",
    [
        "推行首问负责制  # 标题,不要太长。",
        "推行首问负责制\n# 下一行是栏目,别忘。",
        "'推行首问负责制'  # 半角的,引号",
        '"推行\\"首问\\"Service制"  # 甲,乙',
    ],
)
def test_a_comment_in_front_matter_is_not_read(site, value):
    site.write("content/2026/05/01.md", item(value, body="近日开展检查。"))
    assert [code for code, *_ in told(site) if code != "P02"] == []


def test_names_in_front_matter_are_looked_at_for_words_alone(site):
    text = item(body="近日开展检查。", author="'程望舒, 李 旺舒 13812345678'", keywords="[效能, 按装]")
    site.write("content/2026/05/01.md", text)
    site.write("words.yaml", "替换: {按装: 安装}\n")
    assert [code for code, *_ in told(site)] == ["T02", "W04"]


# --- Beside each other ----------------------------------------------------------------------------


def test_a_unit_by_two_names_in_one_issue(site):
    site.write("content/2026/05/01.md", item(body="检查组走访县人社局。"))
    site.write("content/2026/05/02.md", item("二", body="芦川县人力资源和社会保障局推行预约服务。"))
    name = "芦川县人力资源和社会保障局"
    assert told(site) == [("W02", "05/02.md", 7, 1, name, "县人社局")]


@pytest.mark.parametrize(
    "body",
    [
        "芦川县人力资源和社会保障局（以下简称县人社局）推行预约服务，县人社局还延时服务。",
        "学习《芦川县人力资源和社会保障局工作规则》，县人社局推行预约服务。",
        "{{芦川县人力资源和社会保障局}}挂牌，县人社局推行预约服务。",
        "县工信局即原县经信委推行预约服务。",
    ],
)
def test_other_names_of_a_unit_that_may_stand(site, body):
    site.write("content/2026/05/02.md", item("二", body=body))
    assert told(site) == []


def test_two_issues_may_differ(site):
    site.write("content/2026/05/02.md", item("二", body="芦川县人力资源和社会保障局推行预约服务。"))
    site.write("content/2026/06/02.md", item("二", body="县人社局推行预约服务。"))
    assert told(site) == []


LONG = (
    "近日，县效能办组织监督员对六个乡镇便民服务中心的窗口纪律、服务态度和办事效率进行专题检查，事先不打招呼，"
    "专门挑刺找问题。随后，监督员与各中心负责人逐一座谈，提出意见建议二十一条，指导其改进作风、提升效能。"
)


def test_a_nearly_repeated_item_in_another_year(site):
    site.write("content/2025/01/issue.yaml", issue(1, 100, "2025-01-10"))
    site.write("content/2025/01/01.md", item("旧稿", body=LONG))
    site.write(
        "content/2026/06/01.md", item("新稿", body=LONG.replace("六个", "八个").replace("近日", "日前"))
    )
    site.write("content/2026/06/02.md", item("别的", body="县供电公司上门检修线路，村民不再为停电发愁。"))
    problems = [p for p in proofread(site.folder, site.survey()) if p.code == "R01"]
    assert [p.file for p in problems] == ["content/2026/06/01.md"]
    assert "“旧稿”（content/2025/01/01.md）" in problems[0].message
    assert (problems[0].old or "?") in LONG.replace("六个", "八个")


def test_a_repeat_that_is_marked_as_right(site):
    site.write("content/2026/05/01.md", item("旧稿", body=LONG))
    site.write("content/2026/06/01.md", item("新稿", body="{{" + LONG + "}}"))
    assert told(site) == []


# --- words.yaml -----------------------------------------------------------------------------------


def test_the_lists_of_words_yaml(site):
    site.write("words.yaml", "替换:\n  按装: 安装\n禁用: [老赖]\n照录: ['甲,乙公司']\n")
    site.write("content/2026/05/01.md", item(body="按装设备，告诫老赖，走访甲,乙公司,丙公司。"))
    assert [(code, old, new) for code, _, _, _, old, new in told(site)] == [
        ("W04", "按装", "安装"),
        ("W03", "老赖", None),
        ("P01", ",", "，"),
    ]


def test_what_is_wrong_with_words_yaml_is_told_with_its_place(site):
    site.write("words.yaml", "禁止: [老赖]\n准确:\n  - {职务: 县长}\n")
    assert [(code, file, line, column) for code, file, line, column, _, _ in told(site)] == [
        ("Y03", "words.yaml", 1, 1),
        ("Y05", "words.yaml", 3, 5),
    ]


# --- {{…}} leaves no trace ------------------------------------------------------------------------


def test_nothing_of_the_braces_reaches_any_output(site):
    body = "去了{{2、3次}}，见｛｛甲,乙｝｝公司。\n\n- {{列表,项}}\n\n代码`{{x}}`照旧。"
    site.write("content/2026/05/01.md", item(body=body, note="'按语{{甲,乙}}。'"))
    site.build()
    assert "去了2、3次，见甲,乙公司。" in site.html("2026/05/01.html")
    assert "按语甲,乙。" in site.html("2026/05/01.html")
    assert "<code>{{x}}</code>" in site.html("2026/05/01.html")
    bare = {name: content.replace(b"<code>{{x}}</code>", b"") for name, content in site.tree().items()}
    holders = [
        name
        for name, content in bare.items()
        if not name.startswith("assets/")
        and ("{{2、" in content.decode("utf-8", "ignore") or "｛｛".encode() in content)
    ]
    assert holders == []


# --- The command ----------------------------------------------------------------------------------


def test_the_command_tells_fixes_and_counts(site):
    site.write("content/2026/05/01.md", item(body="发现问题15个,昨日均已交办。"))
    checked = site.jianbao("check")
    assert checked.returncode == 0
    assert "content/2026/05/01.md:7:8: 警告 P01: 汉字旁边是半角的“,”。改为全角的“，”。" in checked.stderr
    assert "共 2 处警告。" in checked.stdout
    fixed = site.jianbao("check", "--fix")
    assert "content/2026/05/01.md:7:8: 已改 P01: , → ，" in fixed.stdout
    assert "改正了 1 处。" in fixed.stdout
    assert "P01" not in fixed.stderr
    assert "V06" in fixed.stderr


def test_json_holds_the_wrong_and_the_right_text(site):
    site.write("content/2026/05/01.md", item(body="发现问题15个,均已交办。"))
    rows = json.loads(site.jianbao("check", "--format", "json").stdout)
    assert [(row["code"], row["level"], row["old"], row["new"]) for row in rows] == [
        ("P01", "warning", ",", "，")
    ]


def test_reprints_alone_is_wrong_usage(site):
    done = site.jianbao("check", "--reprints")
    assert done.returncode == 2
    assert "--fix" in done.stderr
