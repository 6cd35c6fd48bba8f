"""No build leaves a dead link: each is told with the file to mend, and nothing is written."""

import pytest

from tests.pictures import chart
from tests.sites import Site, item

TEMPLATE = "templates/html/404.html"


def own_template(site: Site, name: str, old: str, new: str) -> None:
    """A template of the site's own, changed from the default one."""
    from generator.theme import default_theme

    text = (default_theme() / "html" / name).read_text(encoding="utf-8")
    assert old in text
    site.write(f"templates/html/{name}", text.replace(old, new, 1))


def told(report):
    return [(p.code, p.file, p.line, p.column) for p in report.problems]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="{{ root }}help.html">帮助</a>',
        "<a href='{{ root }}help.html'>帮助</a>",
        '<a href="{{ root }}archive/">历年</a>',
        '<a href="{{ root }}index.html#nowhere">页首</a>',
        '<a href="#nowhere">页首</a>',
        '<img src="{{ root }}logo.png" alt="徽">',
        '<img srcset="{{ root }}index.html 1x, {{ root }}logo.png 2x" alt="徽">',
        '<script src="{{ root }}assets/own.js"></script>',
        '<form action="{{ root }}find.html"></form>',
    ],
)
def test_a_dead_link_of_a_template_stops_the_build(site: Site, link):
    own_template(site, "404.html", "{% block main %}", "{% block main %}" + link)
    report = site.build()
    assert told(report) == [("L08", TEMPLATE, 1, 1)]
    assert not site.output.exists()


@pytest.mark.parametrize(
    "link",
    [
        '<a href="{{ root }}index.html#main">正文</a>',
        '<a href="{{ root }}2026/05/index.html#i02">第二篇</a>',
        '<a href="{{ root }}manifest.json">清单</a>',
        '<a href="/portal/">门户</a><a href="../other/index.html">别的网站</a>',
        '<a href="https://a.cn/x.html">外部</a><a href="mailto:a@a.cn">信箱</a><a href="#">页首</a>',
        '<p>写作 href=&quot;no.html&quot; 的，或 href="no.html" 的</p>',
        '<!-- <a href="no.html"> -->',
    ],
)
def test_what_leads_somewhere_or_out_of_the_site_does_not(site: Site, link):
    own_template(site, "404.html", "{% block main %}", "{% block main %}" + link)
    assert site.build().problems == ()


def test_a_style_sheet_of_the_site_is_held_to_it(site: Site):
    site.write("templates/assets/site.css", "main { background: url(paper.png) }")
    assert told(site.build()) == [("L08", "templates/assets/site.css", 1, 1)]


def test_a_page_that_is_kept_is_told_when_what_it_leads_to_goes_away(site: Site):
    own_template(site, "404.html", "{% block main %}", '{% block main %}<a href="2026/05/02.html">说明</a>')
    assert site.build().problems == ()
    before = site.tree()
    site.remove("content/2026/05/02.md")
    report = site.build()
    assert told(report) == [("L08", TEMPLATE, 1, 1)]
    assert "2026/05/02.html" in report.problems[0].message
    assert site.tree() == before
    site.remove(TEMPLATE)
    assert site.build().problems == ()
    assert "2026/05/02.html" not in site.tree()


def test_a_place_that_goes_away_is_told_on_a_page_that_is_kept(site: Site):
    own_template(
        site, "404.html", "{% block main %}", '{% block main %}<a href="2026/05/index.html#i02">甲</a>'
    )
    assert site.build().problems == ()
    site.remove("content/2026/05/02.md")
    (found,) = site.build().problems
    assert (found.code, found.file) == ("L08", TEMPLATE)
    assert "2026/05/index.html 上没有这个位置" in found.message


def test_nothing_is_looked_at_where_nothing_was_made(site: Site, monkeypatch):
    own_template(
        site, "404.html", "{% block main %}", '{% block main %}<a href="2026/05/index.html#i02">甲</a>'
    )
    site.build()
    site.edit("content/2026/06/02.md", "开展检查", "开展督查")
    read = []
    monkeypatch.setattr("generator.proving.links", lambda address, _: read.append(address))
    assert site.build().problems == ()
    assert read == []


def test_a_dead_link_in_an_item_is_told_at_its_item(site: Site):
    """What reading can't see: a template of the site's own that makes up addresses from the item."""
    own_template(
        site,
        "item.html",
        "{% block main %}",
        '{% block main %}<a href="{{ item.number }}.docx">Word 文件</a>',
    )
    report = site.build()
    assert {p.code for p in report.problems} == {"L08"}
    assert {p.file for p in report.problems} == {
        f"content/2026/{issue}/{number}.md" for issue in ("05", "06") for number in ("01", "02")
    }


def test_files_that_no_text_names_are_listed(site: Site):
    site.write("content/2026/06/01.md", item("推行首问负责", "部门经验", "县工信局", "见![图](一.png)。"))
    site.write("content/2026/06/一.png", chart())
    site.write("content/2026/06/二.png", chart(500))
    site.write("content/2026/06/originals/来稿.docx", b"PK")
    assert told(site.build()) == [("L12", "content/2026/06/二.png", 1, 1)]
    assert site.problems() == [("L12", "content/2026/06/二.png", 1, 1)]
    assert (
        len([address for address in site.tree() if address.startswith("2026/06/") and "png" in address]) == 1
    )
    site.write("site.yaml", site.read("site.yaml") + "checks: {L12: off}\n")
    assert site.problems() == []
