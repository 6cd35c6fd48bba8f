"""The issue at a glance: items, characters, pages, what it lacks."""

import re
import shutil
import subprocess

import pytest

from generator.desk.overview import in_hand, overviews
from generator.desk.paging import pages
from generator.model import Bodies
from generator.store import Store
from generator.write.state import StateFolder
from tests.sites import Site, issue, item
from tests.terminal import at_terminal


def seen(site: Site, unsigned=lambda _: ()):
    read = site.survey()
    store = Store(StateFolder(site.folder, site.output).path)
    texts = lambda source: store.get("bodies", source.bodies, Bodies)  # noqa: E731
    assert read.settings.settings is not None
    return overviews(read.sources, read.settings.settings, read.problems, texts, unsigned)


@pytest.fixture
def draft(site: Site) -> Site:
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-10", status="draft"))
    site.write("content/2026/07/02.md", item("部门的", "部门经验", "[县人社局, 县工信局]"))
    site.write("content/2026/07/05.md", item("督查的", "督查", "县效能办"))
    return site


def test_rows_stand_in_the_order_of_the_contents(draft):
    (one,) = seen(draft)
    assert [(row.number, row.title, row.unit, row.state) for row in one.rows] == [
        ("05", "督查的", "县效能办", "可用"),
        ("02", "部门的", "县人社局 县工信局", "可用"),
    ]
    assert one.title == "第7期（总第130期） 2026-06-10"
    assert one.characters == sum(row.characters for row in one.rows) > 50
    assert (one.pages, one.missing, one.draft) == (1, (), True)


def test_what_is_missing_is_named(draft):
    draft.edit("content/2026/06/issue.yaml", "status", "report_to: [市效能办]\nsend_to: [县委办]\nstatus")
    draft.edit("content/2026/07/05.md", "title", "status: draft\ntitle")
    draft.write("content/2026/07/06.md", item("待填的", source="【待填】"))
    draft.write("content/2026/07/07.md", item("【待填】"))
    draft.edit("content/2026/07/issue.yaml", "date: 2026-06-10\n", "")
    (one,) = seen(draft, lambda _: ("张三",))
    assert one.missing == ("签发日期", "改好 06、07", "定稿 05", "报、送的单位")
    assert one.unsigned == ("张三",)
    assert [row.title for row in one.rows if row.number == "07"] == [""]


def test_an_issue_without_items_lacks_them(site):
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-10", status="draft"))
    (one,) = seen(site)
    assert one.missing == ("文稿",)
    assert one.pages == 1


def test_drafts_are_shown_or_else_the_newest_issue(draft):
    assert [source.path for source in in_hand(draft.survey().sources)] == ["2026/07"]
    draft.edit("content/2026/07/issue.yaml", "draft", "published")
    assert [source.path for source in in_hand(draft.survey().sources)] == ["2026/07"]
    draft.remove("content/2026/07/issue.yaml")
    draft.remove("content/2026/07/02.md")
    draft.remove("content/2026/07/05.md")
    assert [source.path for source in in_hand(draft.survey().sources)] == ["2026/06"]


# --- As it is printed ------------------------------------------------------------------------------------


def test_a_check_shows_the_table_in_columns(draft):
    result = draft.jianbao("check")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert "2026/07　第7期（总第130期） 2026-06-10" in lines
    at = lines.index("2026/07　第7期（总第130期） 2026-06-10")
    assert lines[at + 1 : at + 4] == [
        "序号  栏目      标题    供稿               字数  状态",
        f"05    督查      督查的  县效能办             {characters(draft, '05')}  可用",
        f"02    部门经验  部门的  县人社局 县工信局    {characters(draft, '02')}  可用",
    ]
    assert re.match(r"共 2 篇 \d+ 字，印出来约 1 页。", lines[at + 4])
    assert "jianbao proof 2026/07" in lines[at + 5]


def characters(site: Site, number: str) -> int:
    return next(
        i.characters for s in site.survey().sources for i in s.items if i.file.endswith(f"07/{number}.md")
    )


def test_at_a_terminal_the_table_is_drawn(draft):
    session = at_terminal(draft.folder, "check")
    assert session.code == 0
    assert "────" in session.shown
    assert "督查的" in session.shown


def test_a_title_cannot_steer_the_terminal(draft):
    draft.edit("content/2026/07/05.md", "督查的", "'[red]督查[/red]'")
    assert "[red]督查[/red]" in at_terminal(draft.folder, "check").shown.replace("\x1b[0m", "")


def test_json_is_the_array_of_problems_alone(draft):
    assert draft.jianbao("check", "--format", "json").stdout == "[]\n"


def test_after_an_import_not_every_draft_has_its_table(site):
    for number in range(7, 13):
        site.write(f"content/2026/{number:02}/issue.yaml", issue(number, None, "2026-06-10", status="draft"))
    shown = site.jianbao("check").stdout
    assert shown.count("序号") == 3
    assert "更早的草稿还有 3 期：2026/07、2026/08、2026/09" in shown


# --- Pages -----------------------------------------------------------------------------------------------


@pytest.mark.needs("pdfinfo")
@pytest.mark.parametrize("design", ["", "two-column"])
def test_pages_of_the_sample_are_foreseen_to_one(repository, tmp_path, design):
    site = Site(tmp_path / "site")
    shutil.copytree(repository / "content", site.folder / "content")
    for file in (repository / "site.yaml", repository / "units.yaml"):
        shutil.copy(file, site.folder)
    if design:
        shutil.copytree(repository / "docs/examples" / design, site.folder, dirs_exist_ok=True)
    assert not site.build(pdf=True).failed
    read = site.survey()
    assert read.settings.settings is not None
    settings, store = read.settings.settings, Store(StateFolder(site.folder, site.output).path)
    run_in = [section.name for section in settings.sections if section.heads == "run-in"]
    for source in read.sources:
        texts = store.get("bodies", source.bodies, Bodies)
        guess = pages(settings.print, source, source.items, texts, run_in)
        file = site.output / source.path / f"{source.path.replace('/', '-')}.pdf"
        told = subprocess.run(["pdfinfo", file], capture_output=True, encoding="utf-8", check=True).stdout
        assert abs(guess - int(re.findall(r"Pages:\s+(\d+)", told)[0])) <= 1, source.path
