"""From sign-off to withdrawal: what readers see of a published issue, and what they never see again."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.publish.sealing import seal
from tests.pictures import chart
from tests.sites import SITE, Site, issue, item

TITLE, TEXT, WORD, AUTHOR = "撤下之稿的标题", "再也读不到的一句话", "绝无仅有词", "佟某人"
NOTE, SUMMARY, ALT = "撤下之稿的按语", "撤下之稿的提要", "撤下之稿的插图"
SECRETS = (TITLE, TEXT, WORD, AUTHOR, NOTE, SUMMARY, ALT)
LISTED = ("2025/11/index.html", "2025/index.html", "feed.xml", "2025/11/2025-11.pdf", "2025/2025.pdf")
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def pdf_text(file: Path) -> str:
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


def said(site: Site) -> dict[str, str]:
    """All that the output says, by address: pages, scripts and feeds as they are, PDFs by their text."""
    tree = site.tree()
    return {
        address: pdf_text(site.output / address) if address.endswith(".pdf") else content.decode("utf-8")
        for address, content in tree.items()
        if Path(address).suffix in {".html", ".js", ".xml", ".json", ".pdf"}
    }


@pytest.fixture
def closed(site) -> Site:
    """A year that is over, an item of it with all that an item can have, and the issues after it."""
    site.write("content/2025/11/issue.yaml", issue(11, 123, "2025-12-20"))
    site.write("content/2025/11/01.md", item("留下的一篇"))
    site.write("content/2025/11/图.png", chart())
    keys = {"keywords": f"[{WORD}]", "author": AUTHOR, "note": NOTE, "summary": SUMMARY}
    body = f"{TEXT}。\n\n![{ALT}](图.png)"
    site.write("content/2025/11/02-文稿.md", item(TITLE, "部门经验", "县人社局", body, **keys))
    site.write("site.yaml", f"{SITE}base_url: http://jianbao.luchuan.test/\n")
    return site


@pytest.mark.needs("pdftotext")
def test_what_is_withdrawn_is_nowhere(closed):
    closed.build(pdf=True)
    seal(closed.folder, closed.survey().shown, NOW, "内网", "1")
    before = said(closed)
    found = {word: [address for address, text in before.items() if word in text] for word in SECRETS}
    assert all(found.values())
    for address in (
        "2025/11/index.html",
        "2025/11/02.html",
        "2025/11/2025-11.pdf",
        "2025/2025.pdf",
        "feed.xml",
    ):
        assert TITLE in before[address]
    assert any(address.startswith("search/") for address in found[TITLE])
    pictures = {address for address in closed.tree() if address.startswith("2025/11/") and "png" in address}
    assert pictures

    closed.edit("content/2025/11/02-文稿.md", "---\n\n", "status: withdrawn\n---\n\n")
    assert closed.build(pdf=True).problems == ()
    after = said(closed)
    assert [(address, word) for address, text in after.items() for word in SECRETS if word in text] == []
    assert not pictures & closed.tree().keys()

    stub = after["2025/11/02.html"]
    assert "（本篇已撤稿）" in stub
    assert "2025年第11期（2025年12月20日）第2篇已经撤下" in stub
    assert "noindex" in stub
    assert "2025/11/02.html" not in after["sitemap.xml"]
    for address in (
        "2025/11/index.html",
        "2025/index.html",
        "feed.xml",
        "2025/11/2025-11.pdf",
        "2025/2025.pdf",
    ):
        assert "（本篇已撤稿）" in after[address]
    assert "留下的一篇" in after["2025/2025.pdf"]
    clean = closed.folder / "clean"
    closed.build(clean, pdf=True)
    assert closed.tree() == closed.tree(clean)


@pytest.mark.needs("pdftotext")
def test_a_correction_is_told_everywhere(closed):
    closed.build(pdf=True)
    seal(closed.folder, closed.survey().shown, NOW, "内网", "1")
    closed.edit("content/2026/05/01.md", "15 个", "16 个")
    assert [p.code for p in closed.build(pdf=True).problems] == ["E02"]
    correction = "corrections: [{date: 2026-05-12, text: 应为16个。}]"
    closed.edit("content/2026/05/01.md", "---\n\n", f"{correction}\n---\n\n")
    assert closed.build(pdf=True).problems == ()
    after = said(closed)
    assert '<h2 id="corrections">更正</h2>' in after["2026/05/01.html"]
    assert "应为16个。" in after["2026/05/01.html"]
    assert "应为16个。" in after["2026/05/index.html"]
    assert "更正（2026年5月12日）：应为16个。" in after["2026/05/2026-05.pdf"]
    assert "更正（2026年5月12日）：应为16个。" in after["feed.xml"]
    assert "2026-05-12T00:00:00+08:00" in after["feed.xml"]
    listed = '<li><a href="../../2026/05/01.html">2026年第5期《开展联动督查》</a>：应为16个。</li>'
    assert listed in after["2026/06/index.html"]
    assert "【更正】2026年第5期《开展联动督查》：应为16个。" in after["2026/06/2026-06.pdf"]
    assert "应为16个。" in after["index.html"]
    assert "应为16个。" not in after["2026/06/01.html"]
    clean = closed.folder / "clean"
    closed.build(clean, pdf=True)
    assert closed.tree() == closed.tree(clean)


@pytest.mark.needs("pdftotext")
def test_a_correction_of_the_issue_itself(closed):
    closed.edit(
        "content/2025/11/issue.yaml", "number", "corrections: [{date: 2025-12-30, text: 共印165份。}]\nnumber"
    )
    closed.build(pdf=True)
    after = said(closed)
    assert "共印165份。" in after["2025/11/index.html"]
    assert "更正（2025年12月30日）：共印165份。" in after["2025/11/2025-11.pdf"]
    assert "更正（2025年12月30日）：共印165份。" in after["2025/2025.pdf"]
    assert (
        '<li><a href="../../2025/11/index.html">2025年第11期</a>：共印165份。</li>'
        in after["2026/05/index.html"]
    )
    assert "【更正】2025年第11期：共印165份。" in after["2026/05/2026-05.pdf"]


def test_a_correction_brings_an_old_item_back_to_the_feed(closed):
    for number in range(7, 24):
        day = f"2026-{6 + (number - 7) // 4:02}-{5 * ((number - 7) % 4) + 1:02}"
        closed.write(f"content/2026/{number:02}/issue.yaml", issue(number, 123 + number, day))
        for one in ("01", "02"):
            closed.write(f"content/2026/{number:02}/{one}.md", item(f"第{number}期{one}"))
    closed.build()
    assert "留下的一篇" not in closed.html("feed.xml")
    closed.edit(
        "content/2025/11/01.md", "---\n\n", "corrections: [{date: 2026-10-20, text: 应为3件。}]\n---\n\n"
    )
    closed.build()
    entries = closed.html("feed.xml").split("<entry>")[1:]
    assert "留下的一篇" in entries[0]
    assert len(entries) == 30
    assert closed.html("sections/ducha/feed.xml").count("留下的一篇</title>") == 1


def test_a_rare_character_is_told_in_the_next_issue_too(closed):
    """Where no face has it: print leaves a mark in both issues."""
    closed.write("site.yaml", f"{SITE}checks: {{G01: warning}}\n")
    correction = "corrections: [{date: 2026-05-12, text: 应为\U000323af。}]"
    closed.edit("content/2026/05/01.md", "---\n\n", f"{correction}\n---\n\n")
    report = closed.build(pdf=True)
    assert {(p.code, p.level) for p in report.problems} == {("G01", "warning")}
    assert "2026/06/2026-06.pdf" in closed.tree()
