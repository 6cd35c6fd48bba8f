"""Signatures: what they cover, what voids them, what a site that demands them does without."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.desk import signing as desk
from generator.progress import Progress
from generator.read import digests
from generator.read.schema import Findings
from generator.read.signatures import missing
from generator.read.text import CONTROL, canonical, decode
from generator.read.yaml_nodes import Mapping, Scalar, compose, plain, written
from tests.pictures import chart
from tests.sites import SITE, Site, issue, item

FOLDER = "content/2026/06"
FILE = f"{FOLDER}/signatures.yaml"
NOW = datetime(2026, 5, 24, 9, tzinfo=UTC)


def sign(site: Site, path: str = "2026/06", role: str | None = None) -> None:
    assert desk.sign(site.folder, path, "程望舒", role, NOW, Progress()).files


def source(site: Site, path: str = "2026/06"):
    return site.survey().issues[path].source


def lacking(site: Site) -> tuple[str, ...]:
    read = site.survey()
    assert read.settings.settings
    return missing(read.issues["2026/06"].source, read.settings.settings)


@pytest.fixture
def strict(site) -> Site:
    """A site that demands sign-off, the older of its issues signed."""
    site.write("site.yaml", f"{SITE}sign_off: required\n")
    sign(site, "2026/05")
    return site


# --- What is demanded ----------------------------------------------------------------------------


def test_an_issue_without_signature_is_left_out_with_a_warning(strict):
    report = strict.build()
    assert [(p.code, p.level, p.file) for p in report.problems] == [
        ("H02", "warning", f"{FOLDER}/issue.yaml")
    ]
    assert "缺签发" in report.problems[0].message
    assert not any(address.startswith("2026/06/") for address in strict.tree())
    assert "推行首问负责" not in strict.html("index.html")
    sign(strict)
    assert strict.build().problems == ()
    assert "2026/06/01.html" in strict.tree()


def test_a_preview_shows_it_as_a_draft(strict):
    strict.build(drafts=True)
    assert "草稿　未经签发，请勿外传" in strict.html("2026/06/index.html")
    assert "草稿　未经签发，请勿外传" not in strict.html("2026/05/index.html")


def test_each_role_is_demanded(strict):
    strict.write("site.yaml", f"{SITE}签发: 必须\n审签环节: [初审, 复审, 签发]\n")
    assert lacking(strict) == ("缺初审", "缺复审", "缺签发")
    sign(strict, role="复审")
    assert lacking(strict) == ("缺初审", "缺签发")
    sign(strict, role="初审")
    sign(strict)
    assert lacking(strict) == ()


def test_nothing_is_demanded_of_other_sites(site):
    assert lacking(site) == ()
    assert site.problems() == []


def test_a_link_from_an_issue_that_is_left_out_is_no_matter(strict):
    strict.write(f"{FOLDER}/01.md", item("推行首问负责", body="见[草稿](02.md)。"))
    strict.write(f"{FOLDER}/02.md", item("走访企业", status="draft"))
    assert [p.code for p in strict.build().problems] == ["B03", "H02"]


# --- What voids ----------------------------------------------------------------------------------


def edited(site: Site) -> None:
    site.edit(f"{FOLDER}/02.md", "15 个", "16 个")


def added(site: Site) -> None:
    site.write(f"{FOLDER}/03.md", item("又添一篇"))


def renamed(site: Site) -> None:
    (site.folder / FOLDER / "02.md").rename(site.folder / FOLDER / "05.md")


def another_picture(site: Site) -> None:
    site.write(f"{FOLDER}/图.png", chart(500))


def another_note(site: Site) -> None:
    site.edit(f"{FOLDER}/issue.yaml", "number", "note: 再加一句。\nnumber")


@pytest.mark.parametrize(
    "change, told",
    [
        (edited, "签发后改过 02.md"),
        (added, "签发后新增 03.md"),
        (renamed, "签发后新增 05.md，删去 02.md"),
        (another_picture, "签发后改过 图.png"),
        (another_note, "签发后改过 issue.yaml"),
    ],
)
def test_a_change_voids_and_is_named(strict, change, told):
    strict.write(f"{FOLDER}/图.png", chart())
    strict.write(f"{FOLDER}/01.md", item("推行首问负责", body="全县推行。\n\n![窗口](图.png)"))
    sign(strict)
    assert lacking(strict) == ()
    change(strict)
    assert lacking(strict) == (told,)
    assert told in strict.build().problems[0].message


def windows_line_ends(site: Site) -> None:
    for name in ("01.md", "issue.yaml", "signatures.yaml"):
        content = (site.folder / FOLDER / name).read_bytes()
        site.write(f"{FOLDER}/{name}", b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))


def published_later(site: Site) -> None:
    site.edit(f"{FOLDER}/issue.yaml", "status: draft", "status: published  # 定稿")


def other_order_of_keys(site: Site) -> None:
    site.write(f"{FOLDER}/issue.yaml", "状态：发布\n日期：2026-05-24\n# 说明\n总期号: 129\n期号: 6\n")


def a_draft_beside(site: Site) -> None:
    site.write(f"{FOLDER}/03.md", item("还没有写好", status="draft"))


def an_unused_file(site: Site) -> None:
    site.write(f"{FOLDER}/备用.png", chart())


@pytest.mark.parametrize(
    "change", [windows_line_ends, published_later, other_order_of_keys, a_draft_beside, an_unused_file]
)
def test_what_changes_nothing_voids_nothing(strict, change):
    strict.write(f"{FOLDER}/issue.yaml", issue(6, 129, "2026-05-24", status="draft"))
    sign(strict)
    change(strict)
    assert lacking(strict) == ()


def test_what_is_put_back_is_signed_again(strict):
    sign(strict)
    before = strict.read(f"{FOLDER}/02.md")
    edited(strict)
    assert lacking(strict) != ()
    strict.write(f"{FOLDER}/02.md", before)
    assert lacking(strict) == ()


def test_an_earlier_signature_of_the_same_texts_counts(strict):
    sign(strict)
    before = strict.read(f"{FOLDER}/02.md")
    edited(strict)
    sign(strict)
    strict.write(f"{FOLDER}/02.md", before)
    assert lacking(strict) == ()
    assert [s.valid for s in source(strict).signatures] == [True, False]


def test_where_nothing_is_demanded_a_void_signature_is_a_warning(site):
    sign(site)
    edited(site)
    (told,) = site.build().problems
    assert (told.code, told.level, told.file, told.line) == ("H04", "warning", FILE, 4)
    assert "程望舒的签发已失效：签发后改过 02.md" in told.message
    assert "2026/06/02.html" in site.tree()


# --- Broken records ------------------------------------------------------------------------------

GOOD = """\
issue: 2026/06
signatures:
- role: 签发
  by: 程望舒
  time: 2026-05-24T09:00:00+08:00
  digest: {digest}
  files:
    01.md: {one}
"""
ONE = "1" * 64
TOTAL = digests.total({"01.md": ONE})


@pytest.mark.parametrize(
    "text, code, line",
    [
        (GOOD.format(digest=TOTAL, one="2" * 64), "H01", 6),
        (GOOD.format(digest="胡写", one=ONE), "Y04", 6),
        (GOOD.format(digest=TOTAL, one=ONE.upper().replace("1", "A")), "Y04", 8),
        (GOOD.format(digest=TOTAL, one=ONE).replace("2026/06", "2026/05"), "H01", 1),
        (GOOD.format(digest=TOTAL, one=ONE).replace("2026-05-24T09:00:00+08:00", "昨天"), "D01", 5),
        (GOOD.format(digest=TOTAL, one=ONE).replace("+08:00", ""), "D01", 5),
        (GOOD.format(digest=TOTAL, one=ONE).replace("  by: 程望舒\n", ""), "Y05", 3),
        (GOOD.format(digest=TOTAL, one=ONE).replace("role", "rloe"), "Y03", 3),
        (GOOD.partition("程")[0] + '"', "Y01", 4),
        ("issue: 2026/06\nsignatures: 签过了\n", "Y04", 2),
        ("issue: 2026/06\nsignatures:\n- - a\n", "Y04", 3),
        ("签过了\n", "Y04", 1),
        ("- 签过了\n", "Y04", 1),
        ("", "Y05", 1),
        ("issue: [2026/06]\nsignatures: {}\n", "Y04", 1),
        ("issue: 2026/06\nsignatures: &a [*a]\n", "Y06", 2),
        ("签发".encode("gbk"), "F01", 1),
        (b"issue: 2026/06\x00", "F02", 1),
    ],
)
def test_broken_records_are_told_at_their_place(site, text, code, line):
    site.write(FILE, text)
    told = [(p.code, p.line) for p in site.build().problems if p.file == FILE]
    assert (code, line) in told
    assert not site.tree()


def test_a_good_record_is_none_of_them(site):
    site.write(FILE, GOOD.format(digest=TOTAL, one=ONE))
    assert [p.code for p in site.build().problems] == ["H04"]


@given(st.binary(max_size=60), st.integers(0, 200))
def test_nothing_in_a_record_breaks_the_reader(noise, at):
    from generator.read.signatures import read

    good = GOOD.format(digest=TOTAL, one=ONE).encode()
    signatures, problems = read("2026/06", good[:at] + noise + good[at:], {"01.md": ONE})
    assert all(p.file == FILE for p in problems)
    assert problems or signatures[0].role
    msgspec.msgpack.encode(signatures)


# --- The parts -----------------------------------------------------------------------------------

no_control = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not CONTROL.search(text))


@given(no_control, no_control)
def test_what_is_written_is_read_as_it_was(name, value):
    node, problems = compose(f"files:\n  {written(name)}: {written(value)}\n", "x.yaml")
    assert problems == ()
    assert isinstance(node, Mapping)
    assert plain(node) == {"files": {name: value}}


@given(st.binary())
def test_a_canonical_text_says_the_same(content):
    assert decode(canonical(content), "x") == decode(content, "x")
    assert canonical(canonical(content)) == canonical(content) or content.startswith(b"\xef\xbb\xbf" * 2)


@given(st.dictionaries(st.text(min_size=1), st.sampled_from([ONE, "2" * 64])))
def test_the_total_is_that_of_the_list(files):
    import hashlib

    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    try:
        assert digests.total(files) == hashlib.sha256(listed.encode()).hexdigest()
    except UnicodeEncodeError:
        assert any("\ud800" <= c <= "\udfff" for name in files for c in name)


def test_a_scalar_is_as_written():
    assert written("2016/05") == "2016/05"
    assert written("签发") == "签发"
    assert written("图：一.png") == '"图：一.png"'
    node, _ = compose('"图：一.png"', "x")
    assert isinstance(node, Scalar)
    assert Findings("x").problems == []
