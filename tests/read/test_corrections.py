"""Corrections on their way: which issue tells what of which."""

from datetime import date

import pytest

from generator.read.corrections import told_in
from tests.sites import Site, issue, item


def corrected(site: Site, folder: str, day: str) -> None:
    site.write(
        f"content/{folder}/01.md", item("有误的一篇", corrections=f"[{{date: {day}, text: 应为12条。}}]")
    )


def told(site: Site) -> dict[str, list[str]]:
    archive = site.survey().archive
    assert archive
    assert told_in(archive.issues) == {i.path: i.corrected for i in archive.issues if i.corrected}
    return {i.path: [f"{one.path} {one.title}" for one in i.corrected] for i in archive.issues if i.corrected}


@pytest.mark.parametrize(
    "day, teller", [("2026-05-10", "2026/06"), ("2026-05-24", "2026/06"), ("2026-05-25", "2026/07")]
)
def test_the_next_issue_tells(site, day, teller):
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-10"))
    corrected(site, "2026/05", day)
    assert told(site) == {teller: ["2026/05 有误的一篇"]}


def test_there_may_be_none_yet(site):
    corrected(site, "2026/06", "2026-05-24")
    assert told(site) == {}


def test_neither_supplement_nor_scan_nor_another_series_tells(site):
    corrected(site, "2026/05", "2026-05-11")
    site.write("content/2026/z01/issue.yaml", issue(1, None, "2026-05-12", kind="增刊"))
    site.write("content/2026/06/issue.yaml", issue(6, 129, "2026-05-24", scan="6.pdf"))
    site.write("content/2026/06/6.pdf", "%PDF-1.4")
    assert told(site) == {}


def test_the_issue_itself_and_the_order_of_days(site):
    site.edit("content/2026/05/issue.yaml", "number", "更正: [{日期: 2026-05-12, 内容: 共印165份。}]\nnumber")
    corrected(site, "2026/05", "2026-05-11")
    archive = site.survey().archive
    assert archive
    one, other = archive.issues[1].corrected
    assert (one.title, one.address, one.correction.date) == (
        "有误的一篇",
        "2026/05/01.html",
        date(2026, 5, 11),
    )
    assert (other.title, other.address, other.issue.title) == ("", "2026/05/index.html", "2026年第5期")


def test_nothing_is_told_of_what_was_withdrawn(site):
    corrected(site, "2026/05", "2026-05-11")
    site.edit("content/2026/05/01.md", "---\n\n", "status: withdrawn\n---\n\n")
    assert told(site) == {}
