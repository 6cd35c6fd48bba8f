"""The pages, parsed: a small made-up archive is rendered with the default theme."""

import json
import posixpath
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from msgspec.structs import replace

from generator import urls, wording
from generator.make import pages, prose
from generator.make.templates import theme
from generator.make.views import (
    ArchiveYear,
    Contents,
    Group,
    IssueCard,
    Latest,
    UnitCount,
    UnitGroup,
    frame,
    issue_card,
    item_cards,
)
from generator.model import (
    Bodies,
    Body,
    Card,
    Correction,
    Credit,
    Former,
    Issue,
    Item,
    Keyword,
    Link,
    Meta,
    Reprint,
    Section,
    Series,
    Settings,
    Unit,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
THEME = theme({file.name: file.read_text(encoding="utf-8") for file in (TEMPLATES / "html").glob("*.html")})
ASSETS = {name: f"assets/{name}" for name in ("site.css", "site.js", "icon.svg")}
SECTIONS = (Section("督查", "ducha"), Section("外地经验", "waidi", "block"))
SERIES = Series("", "芦川效能简报", "芦川县机关效能建设办公室")
UNIT = Unit("县工信局", "gongxin", former=(Former("县经信委", date(2016, 6, 30)),), rank="经济部门")
KEYWORD = Keyword("营商环境", "yingshanghuanjing-1a2b")
SETTINGS = Settings(SERIES.name, SERIES.office, SECTIONS, (UNIT,), (SERIES,))
FRAME = frame(SETTINGS, ASSETS, pdf=True)

FIRST = Item(
    "2016/05/01",
    "content/2016/05/01.md",
    "组织专题监督活动",
    "ducha",
    credits=(Credit("县经信委", "gongxin"), Credit("县财政局", "caizheng")),
    author="姚听雨",
    keywords=(KEYWORD,),
    corrections=(Correction(date(2016, 5, 20), "“21条”应为“12条”。"),),
)
SECOND = Item("2016/05/02", "content/2016/05/02.md", wording.WITHDRAWN, "ducha", status="withdrawn")
THIRD = Item(
    "2016/05/03",
    "content/2016/05/03.md",
    "曝光“慢作为”",
    "waidi",
    reprint=Reprint("新华网", "https://www.example.cn/a?b=1&c=2"),
)
ISSUE = Issue(
    path="2016/05", series="", year=2016, number=5, date=date(2016, 5, 10), total=128, kind="regular",
    title="", status="published", signed_by="顾怀远", editors=("许知行", "陆小满"), report_to=("市效能办",),
    send_to=("县纪委监委", "县委各部门"), issue_to=("各乡镇",), extra_to=("各督导组",), copies=160,
    marking="", items=(FIRST, SECOND, THIRD), bodies="",
)  # fmt: skip
TABLE = '<div class="table"><table><tbody><tr><td class="right">1</td></tr></tbody></table></div>'
BODIES = Bodies(
    "<p>请对照阅读。</p>",
    {
        "01": Body(
            f'<p>查出问题21个，见<a href="{urls.ROOT}2016/05/03.html">另文</a>。</p>'
            f"<h2>一、做法</h2><p>略。</p>{TABLE}<p>完。</p>"
        ),
        "03": Body("<p>有事可说。</p><p>说完了。</p>", note_html="<p>编者按：值得一读。</p>"),
    },
)


def card(item: Item = FIRST) -> Card:
    return item_cards(replace(ISSUE, items=(item,)))[0]


def site(given=FRAME, issue: Issue = ISSUE, bodies: Bodies = BODIES) -> dict[str, str]:
    """All pages of a small site by address."""
    cards = tuple(card(item) for item in issue.items)
    entry = issue_card(issue)
    made = (
        *pages.home_page(
            THEME, given, issue, bodies, (entry,), tuple(Latest(each, cards) for each in SECTIONS)
        ),
        *pages.issue_pages(THEME, given, SERIES, issue, bodies, None, None, {"01": cards}),
        *pages.archive_page(THEME, given, (ArchiveYear(SERIES, 2016, (entry,)),)),
        *pages.year_page(THEME, given, SERIES, 2016, (Contents(entry, cards),), None, None),
        *(page for each in SECTIONS for page in pages.section_page(THEME, given, each, 2016, (2016,), cards)),
        *pages.unit_page(THEME, given, UNIT, 2016, (2016,), cards),
        *pages.unit_page(THEME, given, Unit("县财政局", "caizheng"), None, (), ()),
        *pages.units_page(THEME, given, (UnitGroup("经济部门", (UnitCount(UNIT.name, UNIT.key, 3),)),)),
        *pages.keyword_page(THEME, given, KEYWORD, cards),
        *pages.not_found_page(THEME, given),
    )
    return {address: content.decode() for address, content in made}


SITE = site()
ISSUE_PAGE = SITE["2016/05/index.html"]
ITEM_PAGE = SITE["2016/05/01.html"]


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    VOID = frozenset(("meta", "link", "br", "hr", "img", "input"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.errors: list[str] = []
        self.words: list[str] = []
        self.title = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data):
        self.words.append(data)
        if self.open[-1:] == ["title"]:
            self.title += data

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]

    def meta(self) -> dict[str, str]:
        found = [attrs for tag, attrs in self.tags if tag == "meta" and "name" in attrs]
        return {attrs["name"] or "": attrs["content"] or "" for attrs in found}


every_page = pytest.mark.parametrize("address", SITE)
DATA = {"type": "application/ld+json"}
"""A script element that no browser runs."""


# --- Every page --------------------------------------------------------------------------------


@every_page
def test_tags_are_closed_in_order(address):
    page = Page(SITE[address])
    assert (page.errors, page.open) == ([], [])


@every_page
def test_the_page_is_valid_html(address):
    html5lib.HTMLParser(strict=True).parse(SITE[address])


@every_page
def test_no_script_or_style_stands_in_the_page(address):
    page = Page(SITE[address])
    assert not [name for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
    assert "style" not in {tag for tag, _ in page.tags}
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert [attrs for attrs in scripts if attrs != DATA] == [{"src": f"{urls.up(address)}assets/site.js"}]


@every_page
def test_links_are_relative_and_lead_to_a_page_that_was_made(address):
    page = Page(SITE[address])
    feeds = (urls.FEED, *(urls.section_feed(section.key) for section in SECTIONS))
    made = {*SITE, *ASSETS.values(), urls.issue_pdf(ISSUE.path), *feeds}
    for link in page.all("href") + page.all("src"):
        path, _, fragment = link.partition("#")
        if link.startswith("https://www.example.cn/"):
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address
        assert target in made, link
        assert not path.startswith("/")
        if fragment:
            assert fragment in Page(SITE[target]).all("id"), link


@every_page
def test_structure_is_there_for_those_who_do_not_see_it(address):
    page = Page(SITE[address])
    tags = [tag for tag, _ in page.tags]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert page.tags[0] == ("html", {"lang": "zh-CN"})
    assert tags.count("main") == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip([0, *levels], levels, strict=False)), levels
    assert "#main" in page.all("href")
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert all(label in ids for labels in page.all("aria-labelledby") for label in labels.split())


@every_page
def test_the_title_ends_in_the_name_of_the_site(address):
    assert Page(SITE[address]).title.endswith(SETTINGS.name)


@every_page
def test_nothing_is_left_of_the_mark_for_the_root(address):
    assert urls.ROOT[0] not in SITE[address]


# --- An issue ----------------------------------------------------------------------------------


def test_masthead_contents_and_colophon():
    text = Page(ISSUE_PAGE).text
    assert "第5期（总第128期）" in text
    assert "2016年5月10日" in text
    assert "报：市效能办。" in text
    assert "送：县纪委监委，县委各部门。" in text
    assert "发：各乡镇。" in text
    assert "本期增发：各督导组。" in text
    assert "（共印160份）" in text
    assert "责任编辑：许知行　陆小满" in text
    assert "签发：顾怀远" in text
    assert text.index("本期要目") < text.index("编者按：请对照阅读。") < text.index("查出问题21个")


def test_heads_run_in_or_stand_as_blocks():
    assert (
        '<article class="piece run-in" id="i01">\n<div class="text">\n'
        '<h3><a href="../../2016/05/01.html">组织专题监督活动。</a></h3><p>查出' in ISSUE_PAGE
    )
    assert '<h3><a href="../../2016/05/03.html">曝光“慢作为”</a></h3><p>有事' in ISSUE_PAGE


def test_heads_in_a_text_are_below_the_head_of_the_item():
    assert "<h4>一、做法</h4>" in ISSUE_PAGE
    assert "<h2>一、做法</h2>" in ITEM_PAGE


def test_credits_lead_to_the_units():
    assert (
        '<p>完。<span class="credit">（<a href="../../units/gongxin/index.html">县经信委</a>、'
        '<a href="../../units/caizheng/index.html">县财政局</a> 姚听雨供稿）</span></p>' in ITEM_PAGE
    )


def test_a_reprint_names_its_source_on_a_line_of_its_own():
    assert (
        '<p>说完了。</p><p class="credit">——摘自<a href="https://www.example.cn/a?b=1&amp;c=2">新华网</a></p>'
        in SITE["2016/05/03.html"]
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.example", ""])
def test_an_address_that_is_none_is_no_link(address):
    made = prose.credit(replace(THIRD, reprint=Reprint("新华网", address)), "")
    assert made == "——摘自新华网"


def test_a_withdrawn_item_leaves_a_stub():
    page = Page(SITE["2016/05/02.html"])
    assert "《芦川效能简报》2016年第5期（2016年5月10日）第2篇已经撤下" in page.text
    assert page.title == "（本篇已撤稿） - 2016年第5期 - 芦川效能简报"
    assert page.meta()["robots"] == "noindex"
    assert "引用" not in page.text


def test_a_text_of_a_withdrawn_item_is_never_shown():
    bodies = replace(BODIES, items=BODIES.items | {"02": Body("<p>不该再看到</p>", "<p>也不该</p>")})
    assert not [page for page in site(bodies=bodies).values() if "不该" in page]


def test_corrections_stand_at_the_item_with_their_dates():
    for page in (ISSUE_PAGE, ITEM_PAGE):
        assert "“21条”应为“12条”。" in page
        assert '<time datetime="2016-05-20">2016年5月20日</time>' in page


def test_a_draft_and_a_marking_are_seen_on_each_page_of_the_issue():
    made = site(issue=replace(ISSUE, status="draft", marking="内部资料　注意保存"))
    for address in ("index.html", "2016/05/index.html", "2016/05/01.html", "2016/05/02.html"):
        assert "草稿　未经签发" in made[address]
        assert "内部资料　注意保存" in made[address]
    assert Page(made["2016/05/01.html"]).meta()["robots"] == "noindex"
    assert "草稿" not in "".join(SITE[address] for address in ("index.html", "2016/05/01.html"))


def test_neighbours_reach_over_the_edge_of_the_issue():
    edge = (Link("上期末篇", "2016/04/09.html"), Link("下期首篇", "2016/06/01.html"))
    issues = (Link("2016年第4期", "2016/04/index.html"), Link("2016年第6期", "2016/06/index.html"))
    made = dict(pages.issue_pages(THEME, FRAME, SERIES, ISSUE, BODIES, *issues, {}, *edge))
    pagers = {
        address: re.findall(r'rel="(prev|next)" href="([^"]+)"', page.decode())
        for address, page in made.items()
    }
    assert pagers == {
        "2016/05/index.html": [("prev", "../../2016/04/index.html"), ("next", "../../2016/06/index.html")],
        "2016/05/01.html": [("prev", "../../2016/04/09.html"), ("next", "../../2016/05/02.html")],
        "2016/05/02.html": [("prev", "../../2016/05/01.html"), ("next", "../../2016/05/03.html")],
        "2016/05/03.html": [("prev", "../../2016/05/02.html"), ("next", "../../2016/06/01.html")],
    }


def test_a_citation_can_be_copied():
    item = replace(FIRST, title="出台《奖惩规定》")
    made = site(issue=replace(ISSUE, items=(item,)))["2016/05/01.html"]
    assert (
        "县经信委、县财政局：《出台〈奖惩规定〉》，《芦川效能简报》2016年第5期（总第128期），2016年5月10日。"
        in Page(made).text
    )


def test_without_pdfs_there_is_no_link_to_one():
    assert 'href="../../2016/05/2016-05.pdf"' in ITEM_PAGE
    made = site(frame(SETTINGS, ASSETS, pdf=False))
    assert not [page for page in made.values() if ".pdf" in page]


def test_an_issue_with_nothing_in_it_is_a_page():
    empty = replace(ISSUE, items=(), report_to=(), send_to=(), issue_to=(), extra_to=(), copies=None,
                    editors=(), signed_by="", total=None)  # fmt: skip
    made = site(issue=empty, bodies=Bodies("", {}))
    text = Page(made["2016/05/index.html"]).text
    assert "第5期" in text
    assert "总第" not in text
    assert "本期要目" not in text


def test_the_series_of_a_site_with_several_is_in_the_title():
    several = (SERIES, Series("ys", "营商环境专报", "芦川县优化营商环境工作专班"))
    given_frame = frame(replace(SETTINGS, series=several), ASSETS, pdf=True)
    issue = replace(ISSUE, path="ys/2016/05", series="ys", items=())
    ((address, page),) = pages.issue_pages(
        THEME, given_frame, several[1], issue, Bodies("", {}), None, None, {}
    )
    assert address == "ys/2016/05/index.html"
    assert Page(page.decode()).title == "2016年第5期 - 营商环境专报 - 芦川效能简报"
    assert 'href="../../../ys/2016/index.html"' in page.decode()
    ((_, home),) = pages.home_page(THEME, given_frame, issue, Bodies("", {}), (), ())
    assert "芦川县优化营商环境工作专班" in home.decode()


# --- What a government site says of itself -------------------------------------------------------


def test_site_tags_only_where_the_site_has_them():
    assert not [name for page in SITE.values() for name in Page(page).meta() if name[0].isupper()]
    meta = Meta("芦川县政务网", "www.example.cn", "3208310001")
    tagged = site(frame(replace(SETTINGS, meta=meta, base_url="https://www.example.cn/jb"), ASSETS, pdf=True))
    for page in tagged.values():
        found = Page(page).meta()
        assert (found["SiteName"], found["SiteDomain"], found["SiteIDCode"]) == (
            meta.site_name,
            meta.site_domain,
            meta.site_id_code,
        )
    item = Page(tagged["2016/05/01.html"]).meta()
    assert item["ArticleTitle"] == "组织专题监督活动"
    assert item["PubDate"] == "2016-05-10 00:00"
    assert item["ContentSource"] == "县经信委 县财政局"
    assert item["Keywords"] == "营商环境"
    assert item["Url"] == "https://www.example.cn/jb/2016/05/01.html"
    assert Page(tagged["2016/05/03.html"]).meta()["ContentSource"] == "新华网"
    assert Page(tagged["sections/ducha/index.html"]).meta()["ColumnName"] == "督查"


def test_an_absolute_address_only_where_the_site_has_one():
    assert "canonical" not in "".join(SITE.values())
    made = site(frame(replace(SETTINGS, base_url="https://www.example.cn/jb"), ASSETS, pdf=True))
    assert (
        '<link rel="canonical" href="https://www.example.cn/jb/2016/05/01.html">' in made["2016/05/01.html"]
    )
    assert "canonical" not in made["404.html"]


# --- Lists -------------------------------------------------------------------------------------


def entry(number: int, kind="regular", year: int = 2016) -> IssueCard:
    prefix = "z" if kind == "supplement" else ""
    address = f"{year}/{prefix}{number:02}/index.html"
    return IssueCard(f"{year}年第{number}期", address, date(year, 5, 10), year, number, kind)


def archive(*issues: IssueCard) -> str:
    years = sorted({issue.year for issue in issues})
    given_years = tuple(
        ArchiveYear(SERIES, year, tuple(issue for issue in issues if issue.year == year)) for year in years
    )
    ((_, page),) = pages.archive_page(THEME, FRAME, given_years)
    return page.decode()


def test_the_archive_shows_the_numbers_that_are_missing():
    page = archive(entry(2), entry(5, "special"), entry(1, "supplement"))
    assert re.findall(r'<li class="gap"><span class="hidden">(\S+)</span><b>(\d+)</b>', page) == [
        ("第", "1"), ("第", "3"), ("第", "4"),
    ]  # fmt: skip
    assert re.findall(r'<li><a href="../(2016/\S+)">', page) == [
        "2016/02/index.html", "2016/05/index.html", "2016/z01/index.html",
    ]  # fmt: skip
    assert "专刊" in page
    assert "本站没有" in page


def test_an_archive_without_gaps_speaks_of_none():
    assert "本站没有" not in archive(entry(1), entry(2))


def test_the_newest_year_comes_first():
    assert re.findall(r'<h2><a href="../(\d+)/index.html">', archive(entry(1, year=2015), entry(1))) == [
        "2016", "2015",
    ]  # fmt: skip


def test_the_newest_year_of_a_section_is_the_page_of_the_section():
    newest, older = (pages.section_page(THEME, FRAME, SECTIONS[0], year, (2016, 2014), (card(),))[0]
                     for year in (2016, 2014))  # fmt: skip
    assert (newest[0], older[0]) == ("sections/ducha/index.html", "sections/ducha/2014.html")
    assert 'href="../../sections/ducha/2014.html">2014年' in newest[1].decode()
    assert 'href="../../sections/ducha/2014.html" aria-current="page">2014年' in older[1].decode()
    assert Page(older[1].decode()).title == "督查（2014年） - 芦川效能简报"


def test_the_names_of_a_unit_are_one_history():
    unit = replace(UNIT, former=(Former("县经贸委", date(2010, 3, 31)), *UNIT.former))
    ((_, page),) = pages.unit_page(THEME, FRAME, unit, None, (), ())
    names = Page(page.decode()).text.partition("还没有")[0].split("\n")
    assert [name for name in names if name.startswith("县") and "年" in name] == [
        "县经贸委 至2010年3月31日",
        "县经信委 2010年4月1日至2016年6月30日",
        "县工信局 2016年7月1日起",
    ]
    assert "名称沿革" not in SITE["units/caizheng/index.html"]


# --- Items that speak of each other, issues that were scanned --------------------------------------


def test_what_came_of_an_item_stands_on_its_page():
    later = Card("“慢作为”整改到位", "2016/07/02.html", date(2016, 7, 5), "县工信局", "ducha",
                 Link("2016年第7期", "2016/07/index.html"))  # fmt: skip
    groups = {"01": (Group("后续", (later,)),)}
    made = dict(pages.issue_pages(THEME, FRAME, SERIES, ISSUE, BODIES, None, None, {}, linked=groups))
    page = made["2016/05/01.html"].decode()
    assert '<a href="../../2016/07/02.html">“慢作为”整改到位</a>' in page
    assert "后续 “慢作为”整改到位 2016年第7期 2016年7月5日" in " ".join(Page(page).text.split())
    assert "后续" not in made["2016/05/03.html"].decode()


SCANNED = replace(ISSUE, scan="content/2016/05/2016-05.pdf")


def test_a_scanned_issue_has_its_pdf_where_none_are_typeset():
    given_frame = frame(SETTINGS, ASSETS, pdf=False)
    titles = Bodies("", {"01": Body(""), "03": Body("")})
    made = site(given_frame, SCANNED, titles)
    for address in ("index.html", "2016/05/index.html", "2016/05/01.html"):
        assert f'href="{urls.up(address)}2016/05/2016-05.pdf"' in made[address], address
    whole = Page(made["2016/05/index.html"])
    assert {"i01", "i02", "i03"} <= set(whole.all("id"))
    assert "../../2016/05/01.html" in whole.all("href")
    assert "这一篇只有标题" in made["2016/05/01.html"]
    assert "扫描件" in made["2016/index.html"]
    assert "扫描件" not in made["2016/05/02.html"].partition("<article")[2]


def test_a_scanned_issue_whose_text_is_known_shows_both():
    made = site(issue=SCANNED)
    assert "查出问题21个" in made["2016/05/index.html"]
    assert "这一期存有扫描件" in made["2016/05/index.html"]
    assert "这一篇只有标题" not in made["2016/05/01.html"]


# --- What pages say to programs --------------------------------------------------------------------


def data_of(page: str) -> dict[str, Any]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]


def test_an_item_says_what_it_is_to_programs():
    data = data_of(ITEM_PAGE)
    assert (data["@context"], data["@type"], data["headline"]) == (
        "https://schema.org", "Article", "组织专题监督活动",
    )  # fmt: skip
    assert [author["name"] for author in data["author"]] == ["县经信委", "县财政局", "姚听雨"]
    assert (data["datePublished"], data["dateModified"]) == ("2016-05-10", "2016-05-20")
    assert data["isPartOf"]["@type"] == "PublicationIssue"
    assert data["isPartOf"]["isPartOf"]["name"] == SERIES.name
    assert "url" not in data
    assert data_of(SITE["2016/05/03.html"])["sourceOrganization"]["name"] == "新华网"
    assert data_of(ISSUE_PAGE)["issueNumber"] == "5"
    assert "ld+json" not in SITE["2016/05/02.html"]


def test_no_text_ends_the_block_of_data():
    title = "</script><script>alert(1)</script><!--"
    page = site(issue=replace(ISSUE, items=(replace(FIRST, title=title),)))["2016/05/01.html"]
    assert data_of(page)["headline"] == title


def test_the_printed_page_leads_back_to_the_site():
    made = site(frame(replace(SETTINGS, base_url="https://www.example.cn/jb"), ASSETS, pdf=True))
    assert '<svg viewBox="0 0 ' in made["2016/05/01.html"]
    assert "https://www.example.cn/jb/2016/05/01.html" in Page(made["2016/05/01.html"]).text
    assert "svg viewBox" not in made["2016/05/02.html"] + ITEM_PAGE


@pytest.mark.parametrize(
    "files",
    [
        pages.home_page(THEME, FRAME, None, None, (), ()),
        pages.archive_page(THEME, FRAME, ()),
        pages.section_page(THEME, FRAME, SECTIONS[0], None, (), ()),
        pages.unit_page(THEME, FRAME, UNIT, None, (), ()),
        pages.units_page(THEME, FRAME, ()),
    ],
    ids=lambda files: files[0][0],
)
def test_a_site_without_issues_says_so_in_a_friendly_way(files):
    page = Page(files[0][1].decode())
    assert "还没有" in page.text
    assert page.errors == []
    assert '<ul class="cards">' not in files[0][1].decode()


# --- Escaping ----------------------------------------------------------------------------------

HOSTILE = "<script>alert('x')</script>\"' onload=x {{ 7*7 }} {% raw %} &amp; <!--"


def test_hostile_texts_stay_texts():
    item = replace(
        FIRST,
        title=HOSTILE,
        author=HOSTILE,
        summary=HOSTILE,
        credits=(Credit(HOSTILE, "gongxin"),),
        keywords=(Keyword(HOSTILE, "k"),),
        reprint=Reprint(HOSTILE, f"https://{HOSTILE}"),
        corrections=(Correction(date(2016, 5, 20), HOSTILE),),
    )
    issue = replace(ISSUE, title=HOSTILE, marking=HOSTILE, signed_by=HOSTILE, editors=(HOSTILE,),
                    report_to=(HOSTILE,), items=(item,))  # fmt: skip
    settings_ = replace(SETTINGS, name=HOSTILE, office=HOSTILE, meta=Meta(HOSTILE, HOSTILE, HOSTILE))
    for address, html in site(frame(settings_, ASSETS, pdf=True), issue).items():
        page = Page(html)
        assert page.errors == []
        assert len([tag for tag, attrs in page.tags if tag == "script" and attrs != DATA]) == 1
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
        assert HOSTILE in page.text, address


ONE_ITEM = {address: [tag for tag, _ in Page(page).tags]
            for address, page in site(issue=replace(ISSUE, items=(FIRST,))).items()}  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30))
def test_any_title_is_read_as_it_was_written(title):
    made = site(issue=replace(ISSUE, items=(replace(FIRST, title=title),)))
    assert Page(made["2016/05/01.html"]).title == f"{title} - 2016年第5期 - 芦川效能简报"
    for address in ("index.html", "2016/05/index.html", "2016/index.html", "sections/ducha/index.html"):
        page = Page(made[address])
        assert title in page.text
        assert [tag for tag, _ in page.tags] == ONE_ITEM[address]


# --- Fitting a text into a page ------------------------------------------------------------------


def test_heads_take_consecutive_levels():
    assert prose.headed("<h2>a</h2><h4>b</h4>", 2) == "<h2>a</h2><h3>b</h3>"
    assert prose.headed("<h2>a</h2><h3>b</h3><h4>c</h4>", 4) == "<h4>a</h4><h5>b</h5><h6>c</h6>"
    assert prose.headed("<p>&lt;h2&gt;</p><hr>", 4) == "<p>&lt;h2&gt;</p><hr>"


@pytest.mark.parametrize(
    "body, signed",
    [
        ("<p>完。</p>", '<p>完。<span class="credit">（甲）</span></p>'),
        ("<p>完。</p>\n", '<p>完。<span class="credit">（甲）</span></p>'),
        ("<ul><li>完</li></ul>", '<ul><li>完</li></ul><p class="credit">（甲）</p>'),
        (
            '<p>完。</p>\n<div class="footnote"><p>注</p></div>',
            '<p>完。<span class="credit">（甲）</span></p><div class="footnote"><p>注</p></div>',
        ),
        ("", '<p class="credit">（甲）</p>'),
    ],
)
def test_a_credit_stands_where_the_text_ends(body, signed):
    assert prose.signed(body, Markup("（甲）"), apart=False) == signed


def test_a_note_bears_its_label_once():
    assert prose.note("<p>甲。</p>", "") == "<p><strong>编者按：</strong>甲。</p>"
    assert prose.note("<p>编者按：甲。</p>", "") == "<p>编者按：甲。</p>"
    assert prose.note("<p><strong>按：</strong>甲。</p>", "") == "<p><strong>按：</strong>甲。</p>"
    assert prose.note("", "") == ""


def test_a_web_address_in_a_text_may_be_broken_and_one_in_a_tag_stays_whole():
    html = '<p>见<a href="https://a.cn/b" title="甲>乙 https://a.cn">此</a>，https://a.cn/b/c。</p>'
    made = prose.inside(html, "")
    assert made == html.replace("，https://a.cn/b/c", "，https://<wbr>a.cn/<wbr>b/<wbr>c")
    assert prose.inside("<p>甲/乙</p>", "") == "<p>甲/乙</p>"


def test_a_wide_table_can_be_reached_with_the_keyboard():
    assert '<div class="table" role="group" aria-label="表格" tabindex="0"><table>' in ITEM_PAGE
