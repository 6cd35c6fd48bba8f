"""Ways to an item: scanned back years, items that speak of each other, names that a unit bore."""

import re

import pytest

from tests.sites import Site, issue, item

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TITLE_ONLY = "---\ntitle: 推行“三服务”\nsection: 督查\nsource: 县经信委\n---\n"


@pytest.fixture
def scanned(site: Site) -> Site:
    """A site with an issue of 2008 that exists only as a scan."""
    site.write("content/2008/05/issue.yaml", f"{issue(5, 12, '2008-05-12')}扫描件: 2008-05.pdf\n")
    site.write("content/2008/05/2008-05.pdf", PDF)
    site.write("content/2008/05/01.md", TITLE_ONLY)
    return site


@pytest.mark.parametrize("pdf", [True, False])
def test_a_scan_is_the_pdf_of_its_issue(scanned, pdf):
    assert not scanned.build(pdf=pdf).problems
    assert (scanned.output / "2008/05/2008-05.pdf").read_bytes() == PDF
    assert (scanned.output / "2026/05/2026-05.pdf").exists() is pdf
    assert 'href="../../2008/05/2008-05.pdf"' in scanned.html("2008/05/index.html")
    assert 'href="../../2008/05/2008-05.pdf"' in scanned.html("2008/05/01.html")


def test_titles_of_a_scan_are_found_everywhere(scanned):
    scanned.build()
    assert "2008/05/index.html" in scanned.html("archive/index.html")
    for address in ("2008/index.html", "sections/ducha/2008.html", "units/xiangongxinju/2008.html"):
        assert "2008/05/01.html" in scanned.html(address), address
        assert "推行“三服务”" in scanned.html(address), address
    assert "推行“三服务”" in scanned.html("search/text/2008/05.js")
    assert "县经信委" in scanned.html("search/text/2008/05.js")


def test_a_new_scan_takes_the_place_of_the_old(scanned):
    scanned.build()
    scanned.write("content/2008/05/2008-05.pdf", PDF + b"again")
    assert "2008/05/2008-05.pdf" in scanned.build().written
    assert (scanned.output / "2008/05/2008-05.pdf").read_bytes() == PDF + b"again"


@pytest.mark.parametrize(
    "name, code", [("2008-06.pdf", "L02"), ("2008-05.jpg", "Y04"), ("../06/2008-05.pdf", "L03")]
)
def test_a_scan_that_is_none_is_told_at_its_place(scanned, name, code):
    scanned.edit("content/2008/05/issue.yaml", "2008-05.pdf", name)
    assert scanned.problems() == [(code, "content/2008/05/issue.yaml", 5, 6)]


def test_without_a_scan_an_item_needs_a_text(scanned):
    scanned.edit("content/2008/05/issue.yaml", "扫描件: 2008-05.pdf\n", "")
    assert [told[0] for told in scanned.problems()] == ["B02"]


def test_what_was_scanned_is_neither_proofed_nor_bound(scanned):
    scanned.build(pdf=True)
    assert not (scanned.output / "2008/2008.pdf").exists()
    assert "合订本" not in scanned.html("2008/index.html")
    for command in (("proof", "2008/05"), ("volume", "2008")):
        result = scanned.jianbao(*command)
        assert result.returncode == 1
        assert "扫描件" in result.stderr


# --- Items that speak of each other ----------------------------------------------------------------


def groups(page: str) -> dict[str, list[str]]:
    """The titles under each head of what is linked."""
    sections = re.findall(r'<section class="linked".*?</section>', page, re.DOTALL)
    return {
        re.findall(r"<h2[^>]*>(.*?)</h2>", section)[0]: re.findall(r'<li><a href="[^"]*">(.*?)</a>', section)
        for section in sections
    }


@pytest.fixture
def speaking(site: Site) -> Site:
    """A later item that links to an earlier one and to its neighbour."""
    body = "继[联动督查](../05/01.md)之后，又见[另文](02.md)，再看[一遍](../05/01.md)。"
    site.write("content/2026/06/01.md", item("督查“回头看”", body=body))
    return site


def test_items_that_link_to_each_other_are_shown_on_both(speaking):
    speaking.build()
    assert groups(speaking.html("2026/05/01.html")) == {"后续": ["督查“回头看”"]}
    assert groups(speaking.html("2026/06/01.html")) == {"前情": ["开展联动督查"], "本期相关": ["走访企业"]}
    assert groups(speaking.html("2026/06/02.html")) == {"本期相关": ["督查“回头看”"]}
    assert groups(speaking.html("2026/05/02.html")) == {}


def test_a_new_title_of_what_came_after_reaches_the_earlier_page(speaking):
    speaking.build()
    speaking.edit("content/2026/06/01.md", "督查“回头看”", "督查再出发")
    assert "2026/05/01.html" in speaking.build().written
    assert groups(speaking.html("2026/05/01.html")) == {"后续": ["督查再出发"]}


@pytest.mark.parametrize("state", ["withdrawn", "draft"])
def test_what_is_not_shown_is_not_named(speaking, state):
    speaking.edit("content/2026/06/01.md", "title", f"status: {state}\ntitle")
    speaking.build()
    assert groups(speaking.html("2026/05/01.html")) == {}
    assert groups(speaking.html("2026/06/02.html")) == {}


def test_a_unit_has_one_page_under_all_its_names(site):
    site.write("content/2025/02/issue.yaml", issue(2, 100, "2025-03-01"))
    site.write("content/2025/02/01.md", item("旧名供稿", "督查", "县经信委"))
    site.build()
    page = site.html("units/xiangongxinju/2025.html")
    assert "旧名供稿" in page
    assert '<span class="by">县经信委</span>' in page
    for address in ("units/xiangongxinju/2025.html", "units/xiangongxinju/index.html"):
        assert re.findall(r"<li><b>(.*?)</b>", site.html(address)) == ["县经信委", "县工信局"]


def test_the_last_item_leads_to_the_first_of_the_next_issue(site):
    site.build()
    assert '<a class="after" rel="next" href="../../2026/06/01.html">' in site.html("2026/05/02.html")
    assert '<a class="before" rel="prev" href="../../2026/05/02.html">' in site.html("2026/06/01.html")
