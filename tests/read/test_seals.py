"""Seals: what must not be done to a published issue, and how it is done all the same."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.desk import signing
from generator.model import IssueSource
from generator.progress import Progress
from generator.publish.sealing import seal
from generator.read import seals
from generator.read.digests import total
from generator.read.seal_rules import broken
from tests.pictures import chart
from tests.sites import SITE, Site, issue, item

FOLDER = "content/2026/06"
SEAL, ISSUE = f"{FOLDER}/seal.yaml", f"{FOLDER}/issue.yaml"
TWO, THREE = f"{FOLDER}/02.md", f"{FOLDER}/03-撤下的.md"
END = "---\n\n"
NOW = datetime(2026, 5, 24, 9, tzinfo=UTC)
FIX = "corrections: [{date: 2026-06-01, text: 应为16个。}]\n"


def publish(site: Site) -> tuple[str, ...]:
    report = site.build()
    assert not report.failed, report.problems
    read = site.survey()
    return seal(site.folder, read.shown, NOW, "内网", "1")


@pytest.fixture
def published(site) -> Site:
    """The small site after its publication; an item of it shows a picture and links to a list."""
    site.write(f"{FOLDER}/图.png", chart())
    site.write(f"{FOLDER}/名单.csv", "甲,乙\n")
    site.write(
        f"{FOLDER}/01.md", item("推行首问负责", body="全县推行。\n\n![窗口](图.png)\n\n见[名单](名单.csv)。")
    )
    site.write(f"{FOLDER}/03-撤下的.md", item("撤下的一篇", status="withdrawn"))
    publish(site)
    return site


def told(site: Site) -> list[tuple[str, str, int]]:
    return [(p.code, p.file.removeprefix(f"{FOLDER}/"), p.line) for p in site.build().problems]


def test_what_was_published_may_stand(published):
    assert told(published) == []
    assert published.build().made == 0


def rename(site: Site, old: str, new: str) -> None:
    (site.folder / FOLDER / old).rename(site.folder / FOLDER / new)


FORBIDDEN = {
    "an edit": (lambda s: s.edit(TWO, "15 个", "16 个"), ("E02", "02.md", 2)),
    "another title": (lambda s: s.edit(TWO, "title: 走访", "title: 走进"), ("E02", "02.md", 2)),
    "another picture": (lambda s: s.write(f"{FOLDER}/图.png", chart(500)), ("E02", "01.md", 2)),
    "another list": (lambda s: s.write(f"{FOLDER}/名单.csv", "甲,丙\n"), ("E02", "01.md", 2)),
    "a note": (lambda s: s.edit(ISSUE, "number", "note: 按。\nnumber"), ("E02", "issue.yaml", 1)),
    "one more": (lambda s: s.write(f"{FOLDER}/04.md", item("又一篇")), ("E02", "04.md", 2)),
    "restored": (lambda s: s.edit(THREE, "withdrawn", "ready"), ("E02", "03-撤下的.md", 2)),
    "renamed": (lambda s: rename(s, "02.md", "02-企业.md"), ("E03", "02-企业.md", 1)),
    "renumbered": (lambda s: rename(s, "02.md", "05.md"), ("E03", "02.md", 1)),
    "removed": (lambda s: s.remove(TWO), ("E03", "02.md", 1)),
    "removed when withdrawn": (lambda s: s.remove(THREE), ("E03", "03-撤下的.md", 1)),
    "item to draft": (lambda s: s.edit(TWO, END, f"status: draft\n{END}"), ("E04", "02.md", 2)),
    "issue to draft": (lambda s: s.edit(ISSUE, "published", "draft"), ("E04", "issue.yaml", 4)),
    "number": (lambda s: s.edit(ISSUE, "number: 6", "number: 7"), ("E05", "issue.yaml", 1)),
    "total": (lambda s: s.edit(ISSUE, "total: 129\n", ""), ("E05", "issue.yaml", 1)),
    "date": (lambda s: s.edit(ISSUE, "-24", "-25"), ("E05", "issue.yaml", 3)),
    "kind": (lambda s: s.edit(ISSUE, "number", "kind: 专刊\nnumber"), ("E05", "issue.yaml", 1)),
}  # fmt: skip


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden(published, what):
    before = published.tree()
    change, problem = FORBIDDEN[what]
    change(published)
    assert problem in told(published)
    assert published.tree() == before


@pytest.mark.parametrize("what", ["number", "total", "date", "kind", "removed", "renamed", "issue to draft"])
def test_a_correction_is_no_excuse_for_some_things(published, what):
    change, problem = FORBIDDEN[what]
    change(published)
    published.edit(f"{FOLDER}/issue.yaml", "number", f"{FIX}number")
    assert problem[0] in [code for code, _, _ in told(published)]


@pytest.mark.parametrize("what", ["an edit", "another picture", "another list", "restored"])
def test_with_a_correction_an_item_may_change(published, what):
    change, (_, file, _) = FORBIDDEN[what]
    change(published)
    published.edit(f"{FOLDER}/{file}", "---\n\n", f"{FIX}---\n\n")
    assert told(published) == []


@pytest.mark.parametrize("what", ["a note", "one more"])
def test_with_a_correction_an_issue_may_change(published, what):
    FORBIDDEN[what][0](published)
    published.edit(f"{FOLDER}/issue.yaml", "number", f"{FIX}number")
    assert told(published) == []


def test_a_correction_that_was_published_excuses_nothing_later(published):
    published.edit(f"{FOLDER}/02.md", "---\n\n", f"{FIX}---\n\n")
    assert publish(published) == (SEAL,)
    published.edit(f"{FOLDER}/02.md", "15 个", "17 个")
    assert told(published) == [("E02", "02.md", 2)]


def test_a_correction_stays(published):
    published.edit(f"{FOLDER}/02.md", "---\n\n", f"{FIX}---\n\n")
    published.edit(f"{FOLDER}/issue.yaml", "number", f"{FIX}number")
    publish(published)
    published.edit(f"{FOLDER}/02.md", "16个", "17个")
    published.edit(f"{FOLDER}/issue.yaml", FIX, "")
    assert told(published) == [("E06", "02.md", 2), ("E02", "issue.yaml", 1), ("E06", "issue.yaml", 1)]


def test_withdrawing_needs_nothing_and_lets_the_text_go(published):
    published.write(f"{FOLDER}/02.md", item("已撤", body="。", status="withdrawn"))
    assert told(published) == []
    assert publish(published) == (SEAL,)
    published.write(f"{FOLDER}/02.md", item("撤下", body="", status="withdrawn"))
    assert told(published) == []


def test_a_draft_beside_is_free(published):
    published.write(f"{FOLDER}/04.md", item("备用", status="draft"))
    assert told(published) == [("B03", "04.md", 2)]
    published.write(f"{FOLDER}/04.md", item("又备用", status="draft"))
    assert told(published) == [("B03", "04.md", 2)]


def test_other_line_ends_are_no_change(published):
    for name in ("01.md", "issue.yaml", "seal.yaml"):
        content = (published.folder / FOLDER / name).read_bytes()
        published.write(f"{FOLDER}/{name}", b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert told(published) == []


def test_a_scan_that_shows_what_is_withdrawn(site):
    site.edit(f"{FOLDER}/issue.yaml", "number", "scan: 6.pdf\nnumber")
    site.write(f"{FOLDER}/6.pdf", "%PDF-1.4 全部三篇")
    publish(site)
    site.edit(f"{FOLDER}/02.md", "---\n\n", "status: withdrawn\n---\n\n")
    assert told(site) == [("E07", "issue.yaml", 1)]
    site.write(f"{FOLDER}/6.pdf", "%PDF-1.4 去掉第二篇")
    site.edit(f"{FOLDER}/issue.yaml", "number", f"{FIX}number")
    assert told(site) == []


# --- A published issue where sign-off is required -------------------------------------------------


def sign(site: Site, path: str = "2026/06") -> None:
    signing.sign(site.folder, path, "程望舒", None, NOW, Progress())


def test_what_was_published_before_may_stand_unsigned(published):
    published.write("site.yaml", f"{SITE}sign_off: required\n")
    assert told(published) == []
    published.edit(f"{FOLDER}/02.md", "---\n\n", f"{FIX}---\n\n")
    assert told(published) == [("H03", "issue.yaml", 4)]
    sign(published)
    assert told(published) == []


def test_a_void_signature_is_an_error_and_no_omission(site):
    site.write("site.yaml", f"{SITE}sign_off: required\n")
    sign(site, "2026/05")
    sign(site)
    publish(site)
    before = site.tree()
    assert "2026/06/02.html" in before
    site.edit(f"{FOLDER}/02.md", "---\n\n", f"{FIX}---\n\n")
    (problem,) = site.build().problems
    assert (problem.code, problem.level) == ("H03", "error")
    assert "签发后改过 02.md" in problem.message
    assert site.tree() == before
    sign(site)
    assert told(site) == []


# --- Broken records ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, code",
    [
        ("number: 6", "number: 六", "Y04"),
        ("number: 6\n", "", "Y05"),
        ("kind: regular", "kind: 正", "Y07"),
        ("date: 2026-05-24", "date: 昨天", "D01"),
        ("target: 内网", "target: [内网", "Y01"),
        ("issue: 2026/06", "issue: 2026/05", "E01"),
        ("- file: 02.md", "- file: 03.md", "E01"),
        ("history:", "历史:", "Y03"),
        ("time: 2026-05-24T09:00:00+00:00", "time: 2026-05-24", "D01"),
        ("withdrawn: 是", "withdrawn: 也许", "Y07"),
        ("  attached:\n", "  attached: 图\n", "Y01"),
    ],
)
def test_broken_records_are_told(published, old, new, code):
    published.edit(SEAL, old, new)
    assert (code, "seal.yaml") in [one[:2] for one in told(published)]


@pytest.mark.parametrize(
    "text", ["", "封存\n", "- 1\n", "封存".encode("gbk"), b"\x00", "a: &a [*a]\n", "\t{"]
)
def test_nonsense_is_told(published, text):
    published.write(SEAL, text)
    assert any(p.file == SEAL and p.level == "error" for p in published.build().problems)


def test_a_digest_that_was_edited_is_noticed(published):
    before = published.read(SEAL)
    at = before.index("digest: ") + len("digest: ")
    published.write(SEAL, f"{before[:at]}{'0' * 64}{before[at + 64 :]}")
    assert told(published)[0][:2] == ("E01", "seal.yaml")


def test_a_copied_folder_says_so(published):
    for name in ("issue.yaml", "01.md", "图.png", "名单.csv", "seal.yaml"):
        content = (published.folder / FOLDER / name).read_bytes()
        published.write(f"content/2026/07/{name}", content)
    (problem,) = [p for p in published.build().problems if p.code == "E01"]
    assert problem.file == "content/2026/07/seal.yaml"
    assert "这是 2026/06 的封存记录" in problem.message


@given(st.binary(max_size=40), st.integers(0, 900))
def test_nothing_in_a_record_breaks_the_reader(noise, at):
    text = seals_text()
    record, problems = seals.read("2026/06", text[:at] + noise + text[at:])
    assert record or problems
    told = [*problems, *(broken(record, SOURCE, NOW_DIGESTS) if record and not problems else ())]
    assert all(p.line > 0 for p in told)


NOW_DIGESTS = {"issue.yaml": "1" * 64}
SOURCE = msgspec.convert(["2026/06", "", 2026, f"{FOLDER}/issue.yaml", 6, "2026-05-24"], type=IssueSource)


def seals_text() -> bytes:
    files = {"issue.yaml": "1" * 64, "01.md": "2" * 64}
    return f"""\
issue: 2026/06
number: 6
date: 2026-05-24
digest: {files["issue.yaml"]}
items:
- file: 01.md
  digest: {files["01.md"]}
  corrections:
  - {{date: 2026-06-01, text: 改}}
history:
- time: 2026-05-24T09:00:00+00:00
  target: 内网
  release: 一
  digest: {total(files)}
""".encode()


def test_the_sample_of_that_test_is_good():
    record, problems = seals.read("2026/06", seals_text())
    assert record is not None
    assert problems == ()
    assert [p.code for p in broken(record, SOURCE, NOW_DIGESTS)] == ["E04", "E03"]


def test_an_issue_without_seal_is_free(site):
    site.write(f"{FOLDER}/issue.yaml", issue(6, 130, "2026-05-25"))
    site.remove(f"{FOLDER}/02.md")
    assert {code for code, _, _ in told(site)} == {"N04"}
