"""New issues and items: what is proposed, asked for, carried over."""

import re
from datetime import date

import pytest

from generator.desk.carrying import left_over
from generator.desk.choosing import narrowed, sections, units
from generator.desk.scaffold import NewItem, new_site, next_issue, write_issue, write_item
from generator.read.words import Exact, Forbidden, Words, read_words
from tests.sites import TODAY, Site, item
from tests.terminal import at_terminal

AWKWARD = (
    "创新：模式 # 优服务",
    "标题: 半角冒号",
    "“四突出”抓督查",
    "【专题】督查",
    "'单引号' \"双引号\"",
    "- 一、督查",
    "2026",
    "是",
    "甲, 乙 [丙] {丁}",
    "*号 &号 !号 %号 @号 `号",
    "县委: ",
    "？问号 ? ",
)


def test_a_new_site_has_a_list_of_words_that_says_nothing_until_it_is_wanted(tmp_path):
    site = Site(tmp_path / "新站点")
    assert "words.yaml" in new_site(site.folder)
    sample = site.read("words.yaml")
    assert read_words(sample.encode()) == (Words(), ())
    wanted = re.sub(r"^# (?=\S+:$|  )", "", sample, flags=re.MULTILINE)
    assert read_words(wanted.encode()) == (
        Words(
            (Forbidden("老赖"), Forbidden("残废", "写“残疾”")),
            (("按装", "安装"),),
            (Exact("陈怀远", ("县委书记",)), Exact("李望舒", ("县委副书记", "县长")), Exact("葭湾镇")),
            ("甲,乙(丙)公司",),
        ),
        (),
    )


@pytest.mark.parametrize("title", AWKWARD)
def test_a_title_is_read_as_it_was_given(site, title):
    settings = site.survey().settings.settings
    file = write_item(site.folder, "2026/06", NewItem(title, "督查", "县效能办"), settings)
    written = file.read_text(encoding="utf-8").replace("\n【待填】", "\n正文。")
    file.write_text(written, encoding="utf-8")
    assert site.problems() == []
    read = next(one for s in site.survey().sources for one in s.items if one.file.endswith(file.name))
    assert read.title.value == " ".join(title.split())
    assert file.name.isprintable()
    assert not set(file.name) & set('\\/:*?"<>|# ')


def test_lists_of_readers_are_carried_over_whatever_is_in_them(site):
    names = ("县委、县政府", "各乡镇: 街道", "“两代表一委员”, 等", "'x' # y", "- 甲")
    quoted = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    site.edit("content/2026/06/issue.yaml", "status", f"report_to: [{quoted}]\nstatus")
    sources = site.survey().sources
    new = next_issue(sources, "", "regular", date(2026, 7, 1))
    write_issue(site.folder, new, sources[-1])
    assert site.survey().sources[-1].report_to == names


def test_an_issue_path_is_understood_however_it_is_written(site):
    for path in ("2026/06", "content/2026/06/", "content\\2026\\06"):
        made = site.jianbao("new", "item", path)
        assert made.returncode == 0, made.stderr
    assert site.jianbao("new", "item", "2026/99").returncode == 1


def test_what_was_given_is_taken_and_the_rest_proposed(site):
    made = site.jianbao("new", "issue", "--date", "2026-06-30", "--number", "9", "--total", "150")
    assert "第 9 期，总第 150 期，日期 2026-06-30；" in made.stdout
    assert "total: 150" in site.read("content/2026/09/issue.yaml")


# --- At a terminal -----------------------------------------------------------------------------------


def test_numbers_are_proposed_and_empty_answers_take_them(site):
    session = at_terminal(site.folder, "new", "issue", answers="2026-7-1\n2026-07-01\n\n\n")
    assert session.code == 0, session.shown
    assert "日期写成 2026-05-10" not in session.shown
    assert "日期写成 2016-05-10。" in session.shown  # the first answer was none
    assert "期号［7］" in session.shown
    assert "总期号（没有就写 0）［130］" in session.shown
    assert "number: 7" in site.read("content/2026/07/issue.yaml")
    assert "total: 130" in site.read("content/2026/07/issue.yaml")


def test_an_item_is_asked_for(site):
    session = at_terminal(site.folder, "new", "item", "2026/06", answers="试点“一件事”\n2\nrs\n")
    assert session.code == 0, session.shown
    assert "【社会部门】" in session.shown
    written = site.read("content/2026/06/03-试点一件事.md")
    assert "title: 试点“一件事”\nsection: 部门经验  #" in written
    assert "source: 县人社局  #" in written


def test_a_reprint_is_an_answer_too(site):
    at_terminal(site.folder, "new", "item", "2026/06", answers="外地\n外地经验\n摘自新华网\n")
    assert "\nreprint: 新华网\n" in site.read("content/2026/06/03-外地.md")


def test_what_is_not_answered_is_to_be_filled_in(site):
    at_terminal(site.folder, "new", "item", "2026/06", answers="\n不知道\n\n\n")
    assert site.read("content/2026/06/03.md").count("【待填】") == 4


def test_ctrl_c_writes_nothing_and_says_so(site):
    session = at_terminal(site.folder, "new", "item", "2026/06", answers="标题\n\x03")
    assert session.code == 3
    assert "已中断。" in session.shown
    assert "Aborted" not in session.shown
    assert not list(site.folder.glob("content/2026/06/03*"))


# --- Finding a unit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, found",
    [
        ("2", ["芦川农商行"]),
        ("9", []),
        ("0", []),
        ("农商", ["芦川农商行"]),
        ("lcnsh", ["芦川农商行"]),
        ("RSJ", ["县人社局"]),
        ("芦川县人力资源和社会保障局", ["县人社局"]),
        ("经信", ["县工信局"]),
        ("局", ["县人社局", "县工信局"]),
        ("县", ["县效能办", "县人社局", "县工信局"]),
    ],
)
def test_units_are_found_by_number_part_and_initials(site, typed, found):
    choices = units(site.survey().settings.settings)
    assert [one.name for one in narrowed(choices, typed)] == found


def test_units_stand_by_class(site):
    choices = units(site.survey().settings.settings)
    assert [one.group for one in choices] == ["", "", "社会部门", "经济部门"]
    assert [one.name for one in sections(site.survey().settings.settings)] == ["督查", "部门经验", "外地经验"]


# --- What was left out ---------------------------------------------------------------------------------


@pytest.fixture
def with_drafts(site: Site) -> Site:
    """The latest issue left out two drafts: one with pictures, one that links to another item."""
    picture = b"\x89PNG\r\n\x1a\n"
    site.write("content/2026/06/现场.csv", picture)
    site.write("content/2026/06/共用.csv", picture)
    shared = "见[共用](共用.csv)。"
    site.write("content/2026/06/01.md", item("推行首问负责", "部门经验", "县工信局", body=shared))
    body = f"见[附件](现场.csv)，{shared}"
    site.write("content/2026/06/03-暂缓.md", item("暂缓的一篇", body=body, status="draft"))
    site.write("content/2026/06/04.md", item("有链接", body="见[首问](01.md)。", status="draft"))
    return site


def test_drafts_of_the_last_issue_are_told_and_stay_unless_wanted(with_drafts):
    made = with_drafts.jianbao("new", "issue", "--date", "2026-06-30")
    assert "上一期没有编入的草稿：content/2026/06/03-暂缓.md《暂缓的一篇》" in made.stdout
    assert "没有移动" in made.stdout
    assert (with_drafts.folder / "content/2026/06/03-暂缓.md").exists()


def test_drafts_move_with_their_files(with_drafts):
    made = with_drafts.jianbao("new", "issue", "--date", "2026-06-30", "--carry")
    assert made.returncode == 0, made.stderr
    folder = with_drafts.folder / "content/2026"
    assert sorted(f.name for f in (folder / "07").iterdir()) == [
        "01-暂缓.md",
        "issue.yaml",
        "共用.csv",
        "现场.csv",
    ]
    assert (folder / "06/04.md").exists()  # a link would lead nowhere
    assert (folder / "06/共用.csv").exists()
    assert not (folder / "06/现场.csv").exists()
    assert [code for code, *_ in with_drafts.problems()] == ["B03"]


def test_at_a_terminal_the_editor_is_asked(with_drafts):
    session = at_terminal(with_drafts.folder, "new", "issue", answers="\n\n\nxx\nn\n")
    assert "请回答 是 或 否" in session.shown
    assert (with_drafts.folder / "content/2026/06/03-暂缓.md").exists()
    year = session.shown.partition("content/")[2][:4]
    session = at_terminal(with_drafts.folder, "new", "issue", "--date", f"{year}-12-01", answers="\n\n\n")
    assert not (with_drafts.folder / "content/2026/06/03-暂缓.md").exists(), session.shown


def test_nothing_is_left_over_where_nothing_is_published(site):
    for folder in ("05", "06"):
        site.edit(f"content/2026/{folder}/issue.yaml", "published", "draft")
    site.edit("content/2026/06/01.md", "title", "status: draft\ntitle")
    assert left_over(site.survey(TODAY).sources, "") == ()
