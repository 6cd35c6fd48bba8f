"""Feeds and sitemap, read as XML: what is in them, and what does not make them anew."""

import re
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from generator.make import feeds, qr
from generator.make.feeds import Entry, Feed, beginning, feed
from generator.model import Bodies, Body, Correction, Credit, Item, Reprint
from tests.sites import Site, issue, item

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = Feed("sections/ducha/feed.xml", "sections/ducha/index.html", "督查", "芦川简报", "芦川县效能办")
WITH_BASE = replace(FEED, base_url="http://10.1.2.3/jb/")
ITEM = Item(
    "2016/05/01", "f", "<甲>&“乙”", "ducha", credits=(Credit("县人社局", "r"), Credit("县医保局", "y"))
)
BODIES = {"2016/05": Bodies("", {"01": Body("", text="第一句。第二句。\n下一段。")})}


def made(given: Feed, *items: Item) -> ET.Element:
    entries = tuple(Entry(one, "督查", date(2016, 5, 10), "2016年第5期") for one in items)
    ((address, content),) = feed(given, entries, BODIES)
    assert address == given.address
    return ET.fromstring(content)


def texts(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(f"{ATOM}{name}")]


def test_an_entry_says_what_the_item_is():
    (entry,) = made(FEED, ITEM).findall(f"{ATOM}entry")
    assert texts(entry, "title") == ["<甲>&“乙”"]
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["县人社局", "县医保局"]
    assert texts(entry, "summary") == ["第一句。第二句。 下一段。\n2016年第5期"]
    assert [category.attrib for category in entry.findall(f"{ATOM}category")] == [{"term": "督查"}]


@pytest.mark.parametrize(
    "given, links",
    [
        (FEED, ["../../sections/ducha/index.html", "../../2016/05/01.html"]),
        (WITH_BASE, [f"{WITH_BASE.base_url}{address}" for address in
                     ("sections/ducha/index.html", "sections/ducha/feed.xml", "2016/05/01.html")]),
    ],
    ids=["relative", "absolute"],
)  # fmt: skip
def test_links_are_absolute_only_where_the_site_has_an_address(given, links):
    assert [link.attrib["href"] for link in made(given, ITEM).iter(f"{ATOM}link")] == links


def test_ids_do_not_change_with_title_or_server():
    for given, one in ((FEED, ITEM), (WITH_BASE, ITEM), (FEED, Item(ITEM.path, "f", "别的", "waidi"))):
        assert texts(made(given, one)[-1], "id") == ["tag:a0bf9b19d07f.invalid,2000:2016/05/01"]
    assert feeds.tag("甲简报", "x") != feeds.tag("乙简报", "x")


def test_a_correction_is_an_update_and_is_told_first():
    corrected = Item(
        ITEM.path, "f", "甲", "ducha", corrections=(Correction(date(2016, 5, 20), "应为12条。"),)
    )
    whole = made(FEED, corrected)
    (entry,) = whole.findall(f"{ATOM}entry")
    assert texts(entry, "published") == ["2016-05-10T00:00:00+08:00"]
    assert texts(entry, "updated") == texts(whole, "updated") == ["2016-05-20T00:00:00+08:00"]
    assert texts(entry, "summary")[0].startswith("更正（2016年5月20日）：应为12条。\n第一句。")


def test_a_withdrawn_item_leaves_its_id_and_no_text():
    withdrawn = Item(ITEM.path, "f", "（本篇已撤稿）", "ducha", status="withdrawn")
    (entry,) = made(FEED, withdrawn).findall(f"{ATOM}entry")
    assert texts(entry, "summary") == ["2016年第5期"]


def test_a_reprint_is_by_the_paper():
    (entry,) = made(FEED, Item(ITEM.path, "f", "甲", "waidi", reprint=Reprint("新华网"))).findall(
        f"{ATOM}entry"
    )
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["新华网"]


def test_a_feed_of_nothing_is_a_feed():
    whole = made(FEED)
    assert datetime.fromisoformat(texts(whole, "updated")[0]).year == 1970


@pytest.mark.parametrize(
    "text, start",
    [
        ("短。", "短。"),
        ("", ""),
        (f"{'甲' * 99}。{'乙' * 99}。", f"{'甲' * 99}。"),
        ("丙" * 200, f"{'丙' * 138}……"),
    ],
)
def test_a_long_text_is_cut_at_a_sentence(text, start):
    assert beginning(text) == start


# --- In a site -----------------------------------------------------------------------------------


def titles(site: Site, address: str) -> list[str]:
    whole = ET.fromstring((site.output / address).read_bytes())
    return [title for entry in whole.findall(f"{ATOM}entry") for title in texts(entry, "title")]


def test_the_newest_issue_comes_first_and_sections_have_their_own(site):
    site.build()
    assert titles(site, "feed.xml") == ["推行首问负责", "走访企业", "开展联动督查", "创新模式优服务"]
    assert titles(site, "sections/ducha/feed.xml") == ["开展联动督查"]
    assert titles(site, "sections/waidijingyan/feed.xml") == []


def test_an_edit_of_an_old_item_makes_no_feed_anew(site):
    for number in range(10, 42):
        site.write(f"content/2026/{number}/issue.yaml", issue(number, None, "2026-07-01"))
        site.write(f"content/2026/{number}/01.md", item(f"第{number}篇"))
    site.write("content/2025/01/issue.yaml", issue(1, None, "2025-01-10"))
    site.write("content/2025/01/01.md", item("旧稿"))
    site.build()
    assert len(titles(site, "feed.xml")) == 30
    site.edit("content/2025/01/01.md", "15 个", "16 个")
    report = site.build(explain=True)
    assert "2025/01/01.html" in report.written
    assert not [reason.subject for reason in report.reasons if reason.subject.endswith(".xml")]
    site.edit("content/2026/41/01.md", "15 个", "16 个")
    assert {"feed.xml", "sections/ducha/feed.xml"} <= set(site.build().written)


def test_a_sitemap_only_where_the_site_has_an_address(site):
    site.build()
    assert not (site.output / "sitemap.xml").exists()
    site.write("site.yaml", site.read("site.yaml") + "base_url: http://10.1.2.3/jb\n")
    site.edit("content/2026/06/02.md", "title", "corrections: [{date: 2026-06-01, text: 改}]\ntitle")
    site.edit("content/2026/06/01.md", "title", "status: withdrawn\ntitle")
    site.build()
    found = re.findall(r"<loc>http://10.1.2.3/jb/(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?",
                       site.html("sitemap.xml"))  # fmt: skip
    pages = {address for address in site.tree() if address.endswith(".html")}
    assert dict(found).keys() == pages - {"404.html", "search/index.html", "2026/06/01.html"}
    assert len(found) == len(dict(found))
    assert dict(found)["2026/06/02.html"] == "2026-06-01"
    assert dict(found)["2026/05/index.html"] == "2026-05-10"


def test_a_marked_issue_is_in_no_sitemap(site):
    site.write("site.yaml", site.read("site.yaml") + "base_url: http://10.1.2.3/jb\n")
    site.write("content/2026/06/issue.yaml", issue(6, 129, "2026-05-24", marking="内部资料 注意保存"))
    site.build()
    assert "2026/06/" not in site.html("sitemap.xml")
    assert "2026/05/01.html" in site.html("sitemap.xml")


def test_a_code_is_read_as_the_address_it_was_drawn_from():
    import zxingcpp
    from PIL import Image, ImageDraw

    address = "http://10.1.2.3:8080/jianbao/xiaoneng/2016/05/01.html"
    svg = qr.drawing(address)
    (size,) = map(int, re.findall(r'viewBox="0 0 (\d+) ', svg))
    image = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg):
        left, top = int(x) * 4, int(y) * 4
        draw.rectangle((left, top, left + 4 * int(length) - 1, top + 3), 0)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [address]
