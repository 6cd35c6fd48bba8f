"""The gate looks at the output itself: whatever must not be there is found wherever it stands."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from generator.progress import Progress
from generator.publish.gate import Gate, inspect
from generator.publish.sealing import seal
from tests.pictures import photo
from tests.sites import SITE, TODAY, Site, issue, item

SECRET = "县里正在研究把青石镇的三个窗口并入县政务大厅，方案尚未定稿，不得外传。"
MOBILE = "13951712345"
DRAFT = "content/2026/06/03.md"
WITHDRAWN = "content/2026/06/04.md"


@pytest.fixture
def site(site: Site) -> Site:
    """The small site with a draft and a withdrawn item, built."""
    site.write(DRAFT, item("窗口并入大厅", body=SECRET, status="draft"))
    site.write(WITHDRAWN, item("撤下的一篇", body="撤下的一篇里有差错，" * 4, status="withdrawn"))
    site.build()
    return site


def inspected(site: Site, today: date = TODAY) -> Gate:
    return inspect(site.folder, site.output, today, Progress())


def told(site: Site) -> list[tuple[str, str]]:
    return [(problem.code, problem.file) for problem in inspected(site).problems if problem.code[0] == "Z"]


def planted(site: Site, address: str, content: bytes | str) -> None:
    """A file put into the output as if a build had written it: it is listed, its digest known."""
    file = site.output / address
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def codes(site: Site, address: str) -> set[str]:
    """What the gate says of the content of one file, beside its not being listed."""
    return {code for code, file in told(site) if file == f"output/{address}"} - {"Z03", "Z04"}


def test_a_site_as_built_passes_and_says_what_was_looked_for(site):
    gate = inspected(site)
    assert not gate.closed
    assert gate.problems == ()
    assert gate.withheld == 2
    pages = sum(address.endswith(".html") for address in site.tree())
    first, second = gate.report
    assert f"{pages} 个网页" in first
    assert "2 篇草稿、撤稿的文字" in second
    assert "手机号、身份证号；密级标志" in second


def test_the_report_does_not_claim_the_absence_of_what_was_found(site):
    planted(site, "x.html", f"<p>电话 {MOBILE}</p>")
    assert "手机号" not in inspected(site).report[1]


# --- The output beside the content -----------------------------------------------------------------


def test_a_site_that_was_never_built_is_refused(tmp_path):
    site = Site.small(tmp_path / "site")
    assert told(site) == [("Z02", "site.yaml")]


def test_a_build_with_drafts_is_refused(site):
    site.build(drafts=True)
    assert ("Z01", "site.yaml") in told(site)
    assert ("Z05", "output/2026/06/03.html") in told(site)
    site.build()
    assert told(site) == []


EDITS = {
    "content/2026/05/01.md": lambda s: s.edit("content/2026/05/01.md", "15 个", "16 个"),
    "content/2026/05/02.md": lambda s: s.remove("content/2026/05/02.md"),
    "content/2026/07/issue.yaml": lambda s: s.write(
        "content/2026/07/issue.yaml", issue(7, 130, "2026-06-10")
    ),
    "site.yaml": lambda s: s.edit("site.yaml", "芦川简报", "芦川要情"),
    "units.yaml": lambda s: s.edit("units.yaml", "芦川农商行", "芦川农商行\n- 县残联"),
    "templates/assets/site.css": lambda s: s.write("templates/assets/site.css", "body { color: #111 }"),
}


@pytest.mark.parametrize("file, edit", EDITS.items(), ids=EDITS)
def test_an_output_older_than_its_content_is_refused(site, file, edit):
    edit(site)
    assert ("Z02", file) in told(site)
    site.build()
    assert told(site) == []


def test_a_seal_that_publishing_wrote_is_not_what_makes_the_output_old(site):
    seal(site.folder, site.survey().shown, datetime(2026, 11, 1, 9, tzinfo=UTC), "内网", "1")
    assert told(site) == []
    site.edit("units.yaml", "芦川农商行", "芦川农商行\n- 县残联")
    assert told(site) == [("Z02", "units.yaml")]


def test_an_item_made_a_draft_again_is_found_in_the_old_output(site):
    body = "这一篇发布以后又改回了草稿，它的文字不应当再让读者看到。"
    site.write("content/2026/05/03.md", item("改回草稿", body=body))
    site.build()
    assert told(site) == []
    site.edit("content/2026/05/03.md", "section:", "status: draft\nsection:")
    assert {code for code, _ in told(site)} == {"Z02", "Z05"}


def test_errors_in_the_content_close_the_gate(site):
    site.edit("content/2026/05/01.md", "section: 督查", "section: 没有的")
    assert "S01" in {problem.code for problem in inspected(site).problems}
    assert inspected(site).closed


def test_a_touched_file_with_the_same_bytes_is_no_change(site):
    site.write("content/2026/05/01.md", site.read("content/2026/05/01.md"))
    assert told(site) == []


def test_a_site_without_pdfs_passes_too(site):
    site.build(pdf=False)
    assert told(site) == []


def test_files_that_nobody_listed_that_changed_or_went_are_told(site):
    planted(site, "2026/05/备份.html", "<p>旧的</p>")
    planted(site, "404.html", "<p>改的</p>")
    (site.output / "feed.xml").unlink()
    assert told(site) == [
        ("Z03", "output/2026/05/备份.html"),
        ("Z04", "output/404.html"),
        ("Z04", "output/feed.xml"),
    ]


def test_what_was_built_before_sign_off_was_demanded_is_refused(site):
    site.build()
    site.edit("site.yaml", "office:", "sign_off: required\noffice:")
    assert {code for code, _ in told(site)} == {"Z02", "Z05"}
    site.build()
    assert told(site) == []
    assert not (site.output / "2026/05/index.html").exists()


# --- What must not be there ------------------------------------------------------------------------


def pdf(text: str = "", **words: str) -> bytes:
    """A PDF of one page with a line of ASCII, and with words in its metadata."""
    document, made = pikepdf.new(), BytesIO()
    page = document.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
    page.Contents = document.make_stream(f"BT /F 9 Tf 9 99 Td ({text}) Tj ET".encode())
    for name, value in words.items():
        document.docinfo[f"/{name}"] = value
    document.save(made)
    return made.getvalue()


def word(text: str) -> bytes:
    """The least of a Word file that holds a text, cut into runs as Word cuts it."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (text[:7], text[7:]))
        package.writestr("word/document.xml", f"<w:document><w:p>{runs}</w:p></w:document>")
    return made.getvalue()


def commented(jpeg: bytes, text: str) -> bytes:
    """A JPEG with a comment (ISO/IEC 10918-1, B.2.4.5)."""
    comment = text.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


PLACES = {
    "page.html": lambda text: f"<p>{text[:9]}<strong>{text[9:]}</strong></p>",
    "attribute.html": lambda text: f'<img alt="{text}" src="x.png">',
    "single.html": lambda text: f"<img alt='{text}'>",
    "comment.html": lambda text: f"<!-- {text} -->",
    "entities.html": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "data.html": lambda text: f'<script type="application/ld+json">{{"about":"{text}"}}</script>',
    "sections/x/feed.xml": lambda text: f"<summary>&lt;p&gt;{text[:9]}&lt;b&gt;{text[9:]}</summary>",
    "search/text/2026/09.js": lambda text: f'jianbao("x",["2026-05-10",[["01","{text}"]]])\n',
    "a.txt": lambda text: text,
    "a.csv": lambda text: text.encode("gb18030"),
    "a.json": lambda text: f'{{"a": "{text}"}}',
    "a.svg": lambda text: f"<svg><text>{text}</text></svg>",
    "a.docx": word,
    "title.pdf": lambda text: pdf(Title=text),
    "keywords.pdf": lambda text: pdf(Keywords=text),
    "comment.jpg": lambda text: commented(photo(40, 30), text),
}  # fmt: skip


@pytest.mark.parametrize("address, made", PLACES.items(), ids=PLACES)
def test_the_text_of_a_draft_is_found(site, address, made):
    planted(site, address, made(SECRET))
    assert codes(site, address) - {"Z09"} == {"Z05"}
    planted(site, address, made("别的文字。"))
    assert codes(site, address) - {"Z09"} == set()


@pytest.mark.parametrize("address, made", PLACES.items(), ids=PLACES)
def test_a_mobile_number_is_found(site, address, made):
    planted(site, address, made(f"联系电话{MOBILE}，"))
    assert "Z06" in codes(site, address)


@pytest.mark.parametrize("address, made", PLACES.items(), ids=PLACES)
def test_a_mark_of_classification_is_found(site, address, made):
    planted(site, address, made("秘密★1年"))
    assert "Z07" in codes(site, address)


def test_the_text_of_a_withdrawn_item_is_found(site):
    planted(site, "old.html", "<p>撤下的一篇里有差错，撤下的一篇里有差错，撤下的一篇里有差错，</p>")
    assert ("Z05", "output/old.html") in told(site)


def test_numbers_in_the_text_of_a_pdf_are_found(site):
    planted(site, "a.pdf", pdf(f"Tel. {MOBILE}"))
    assert codes(site, "a.pdf") == {"Z06"}
    planted(site, "a.pdf", pdf("Tel. 0517-8888"))
    assert codes(site, "a.pdf") == set()


def test_our_own_pdfs_are_read(site):
    """The text goes over the end of a page, where a number stands."""
    long = "".join(f"第{n}个乡镇的窗口今天起改为上门服务，办结时限缩短。" for n in range(60))
    site.write("content/2026/05/03.md", item("长的一篇", body=long))
    site.build(pdf=True)
    assert told(site) == []
    old = (site.output / "2026/05/2026-05.pdf").read_bytes()
    site.edit("content/2026/05/03.md", "section:", "status: draft\nsection:")
    site.build(pdf=True)
    planted(site, "old.pdf", old)
    assert codes(site, "old.pdf") == {"Z05"}


def test_what_a_camera_wrote_is_found_unless_the_site_wants_originals(site):
    planted(site, "2026/05/a.jpg", photo(60, 40))
    assert codes(site, "2026/05/a.jpg") == {"Z09"}
    site.edit("site.yaml", "office:", "pictures: {originals: true}\noffice:")
    site.build()
    planted(site, "2026/05/a.jpg", photo(60, 40))
    assert codes(site, "2026/05/a.jpg") == set()


def test_pictures_as_built_hold_nothing_of_the_camera(site):
    for name, form in (("a.jpg", "JPEG"), ("b.png", "PNG"), ("c.webp", "WEBP"), ("d.gif", "GIF")):
        site.write(f"content/2026/05/{name}", photo(90, 60, form))
        text = site.read("content/2026/05/01.md")
        site.write("content/2026/05/01.md", f"{text}\n![图]({name})\n\n[原图]({name})\n")
    site.build()
    assert told(site) == []


def test_damaged_files_are_told_but_let_through(site):
    planted(site, "a.pdf", b"%PDF-1.7 cut off")
    planted(site, "a.docx", b"PK nothing")
    planted(site, "a.jpg", photo(40, 30)[:200])
    for address in ("a.pdf", "a.docx", "a.jpg"):
        assert codes(site, address) == {"Z10"}


def test_what_is_not_read_is_named(site):
    planted(site, "2026/05/a.zip", b"PK")
    planted(site, "2026/05/b.pdf", b"%PDF-1.7 cut off")
    assert "没有查过里面的文字：2026/05/a.zip、2026/05/b.pdf。" in inspected(site).report


def test_personal_data_may_be_allowed(site):
    site.edit("content/2026/05/01.md", "15 个", f"15 个，电话 {MOBILE}")
    site.build()
    assert {code for code, _ in told(site)} == {"Z06"}
    for level in ("warning", "off"):
        site.write("site.yaml", f"{SITE}checks: {{Z06: {level}}}\n")
        site.build()
        gate = inspected(site)
        assert not gate.closed
        assert "手机号" not in gate.report[1]  # which tells of what is there, not of what is allowed


def test_one_text_in_many_files_is_one_problem(site):
    site.build(drafts=True)
    assert [code for code, _ in told(site)].count("Z05") == 1
    hint = next(problem.hint for problem in inspected(site).problems if problem.code == "Z05")
    assert "另有" in hint


def test_a_number_is_not_shown_whole(site):
    planted(site, "a.html", f"<p>{MOBILE}</p>")
    (problem,) = (p for p in inspected(site).problems if p.code == "Z06")
    assert MOBILE not in f"{problem}"


# --- What is remembered ----------------------------------------------------------------------------


def test_after_an_edit_only_new_files_are_looked_at(site):
    assert inspected(site).afresh == len(site.tree())
    assert inspected(site).afresh == 0
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    report = site.build()
    assert 0 < inspected(site).afresh <= len(report.written)


def test_files_with_findings_are_looked_at_again(site):
    site.edit("content/2026/05/01.md", "15 个", f"15 个，电话 {MOBILE}")
    site.build()
    assert told(site) == told(site) != []


def test_a_new_draft_means_that_all_is_looked_at_for_its_text(site):
    inspected(site)
    site.write(
        "content/2026/05/04.md", item("又一篇草稿", body=SECRET.replace("青石", "柳林"), status="draft")
    )
    assert inspected(site).afresh == len(site.tree())


def test_a_file_changed_by_hand_is_not_taken_for_the_clean_one(site):
    inspected(site)
    page: Path = site.output / "404.html"
    planted(site, "404.html", page.read_text(encoding="utf-8").replace("</main>", f"{MOBILE}</main>"))
    assert codes(site, "404.html") == {"Z06"}
