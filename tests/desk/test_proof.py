"""Proofs: what is on them beside the issue, which changes they mark, what stands in their way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.make.proofing import Change, Proof, _flat, _marked_nodes, _walk, changes, texts_of
from tests.make.test_typeset_grid import LEFT, lines
from tests.make.typeset_sample import page_count, pixels, words
from tests.sites import Site

pytestmark = pytest.mark.needs("pdftotext")

LAST = "content/2026/06/02.md"


def proof(site: Site, *options: str, issue: str = "2026/06", word: str = "清样") -> bytes:
    result = site.jianbao("proof", issue, *options)
    assert result.returncode == 0, result.stderr
    return (site.folder / f"{issue.replace('/', '-')}-{word}.pdf").read_bytes()


# --- What is on it ----------------------------------------------------------------------------


def test_a_proof_is_the_issue_behind_a_sheet_to_sign(site):
    site.edit("content/2026/06/issue.yaml", "status", "signed_by: 顾怀远\ncopies: 160\nstatus")
    pdf = proof(site)
    sheet = words(pdf, 1)

    for said in (
        "定稿纸",
        "签发：顾怀远",
        "会签：",
        "核稿：",
        "拟稿：",
        "份数：160份",
        "2026年第6期（总第129期）",
    ):
        assert said in sheet
    assert "1．推行首问负责（县工信局）" in sheet
    assert "芦川简报第6期" in words(pdf, 2)
    assert "—1—" in words(pdf, 2)


def test_the_word_stands_across_and_above_each_page(site):
    pdf = proof(site)

    assert words(pdf, 1).startswith("清样芦川简报2026年第6期")
    assert words(pdf, 2).startswith("清样")
    assert words(pdf, 2).count("样") == 2
    review = proof(site, "--review", word="送审稿")
    assert "送审稿" in words(review, 2)
    assert "清样" not in words(review)


def test_lines_break_as_they_will_be_printed(site):
    """The type area stands further to the left, and a wide margin remains for marks."""
    site.edit(LAST, "近日", "近日" + "整合服务窗口压缩办理时限" * 30)
    site.build(pdf=True)
    printed = (site.output / "2026/06/2026-06.pdf").read_bytes()
    drawn = proof(site)

    def text(pdf, page):
        return [line[2].lstrip("0123456789").removesuffix("02.md") for line in lines(pdf, page)]

    for page in range(1, page_count(printed) + 1):
        shown = "".join(text(drawn, page + 1))
        for line in text(printed, page):
            assert line.lstrip("0123456789") in shown
    edges = [left for left, _, _ in lines(drawn, 3)]
    assert min(edges) < LEFT - 10
    assert max(right for _, right, found in lines(drawn, 3) if ".md" not in found) < 175


def test_lines_are_numbered_and_items_bear_the_names_of_their_files(site):
    pdf = proof(site)
    numbers = [text for _, _, text in lines(pdf, 2) if text[:1].isdigit()]

    assert numbers
    assert "01.md" in words(pdf, 2)
    assert "02.md" in words(pdf, 2)


def test_drafts_are_shown(site):
    site.edit("content/2026/06/issue.yaml", "status: published", "status: draft")
    site.edit(LAST, "---\n\n", "status: draft\n---\n\n")

    assert "走访企业" in words(proof(site), 2)


def test_a_proof_takes_no_part_in_the_site(site):
    site.build(pdf=True)
    proof(site)

    report = site.build(pdf=True)
    assert (report.made, report.written, report.removed) == (0, (), ())


# --- What has changed -------------------------------------------------------------------------


def test_the_first_proof_compares_nothing(site):
    assert "与上次" not in words(proof(site))


def test_a_later_proof_lists_and_marks_what_has_changed(site):
    first = proof(site)
    site.edit(LAST, "发现问题 15 个", "发现各类问题 18 个")
    site.edit("content/2026/06/01.md", "title: 推行首问负责", "title: 推行首问负责制")
    site.write("content/2026/06/03.md", site.read(LAST).replace("走访企业", "走访农户"))
    second = proof(site)
    text = words(second)

    assert "第2次" in text
    assert "01.md标题：推行首问负责【增：制】" in text
    assert "发现【增：各类】问题" in text
    assert "问题【15→18】个，均已交" in text
    assert "03.md新增《走访农户》" in text
    assert "01.md（标题有改动）" in text
    assert blue(second, 2) > 50 > blue(first, 2)


def blue(pdf: bytes, page: int) -> int:
    """How many pixels of a page have the colour of marks, file names in the margin left aside."""
    shown = pixels(pdf, page, 60).convert("RGB")
    inside = shown.crop((0, 0, round(172 / 25.4 * 60), shown.height)).tobytes()
    return sum(b > r + 15 for r, b in zip(inside[::3], inside[2::3], strict=True))


def test_a_proof_printed_again_shows_what_it_showed(site):
    proof(site)
    site.edit(LAST, "15", "18")
    second = proof(site)

    assert proof(site) == second
    site.edit(LAST, "18", "19")
    third = words(proof(site))
    assert "第3次" in third
    assert "【18→19】" in third


def test_an_unchanged_second_proof_is_the_first(site):
    assert proof(site) == proof(site)


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1,2"])
def test_a_damaged_memory_is_no_memory(site, kept):
    proof(site)
    site.write(".jianbao/proofs/2026-06.json", kept)

    assert "与上次" not in words(proof(site))


# --- What stands in its way -------------------------------------------------------------------


def test_problems_of_other_issues_do_not_hinder_it(site):
    site.edit("content/2026/05/01.md", "section: 督查", "section: 没有")
    site.write("content/2026/07/01.md", "x")

    result = site.jianbao("proof", "2026/06")
    assert result.returncode == 0
    assert result.stderr == ""


def test_problems_of_its_own_do(site):
    site.edit(LAST, "source: 芦川农商行", "source: 农商行")
    result = site.jianbao("proof", "content\\2026\\06\\")

    assert result.returncode == 1
    assert "02.md:4:9: 错误 U01" in result.stderr
    assert not list(site.folder.glob("*.pdf"))


def test_an_issue_that_is_not_there_is_said_plainly(site):
    result = site.jianbao("proof", "2026/09")

    assert result.returncode == 1
    assert "没有 content/2026/09 这一期" in result.stderr


def test_a_fault_of_the_template_names_the_issue(site):
    site.write("templates/print/sheet.typ", "#let sheet(it) = unheard")
    result = site.jianbao("proof", "2026/06")

    assert result.returncode == 1
    assert "content/2026/06/issue.yaml:1:1: 错误 X02" in result.stderr
    assert "sheet.typ:1:" in result.stderr


# --- The comparison itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, found",
    [
        ("县人社局", "县人社局", []),
        ("发现15个", "发现18个", [Change(2, 4, "15")]),
        ("发现个", "发现问题个", [Change(2, 4, "")]),
        ("发现问题个", "发现个", [Change(2, 2, "问题")]),
        ("一是甲乙丙", "二是丁乙丙", [Change(0, 3, "一是甲")]),
        ("", "甲", [Change(0, 1, "")]),
        ("共1234567元", "共9234568元", [Change(1, 8, "1234567")]),
        ("占63.1%", "占63.15%", [Change(4, 6, "1")]),
    ],
)
def test_changes_that_stand_close_together_are_one(old, new, found):
    assert changes(old, new) == found


words_ = st.text("县人社局，。15", max_size=12)
leaves = st.recursive(
    words_.filter(bool),
    lambda inner: st.fixed_dictionaries(
        {"tag": st.sampled_from(["p", "strong", "ul", ""]), "children": st.lists(inner, max_size=3)}
    ),
    max_leaves=8,
)


@given(st.lists(leaves, max_size=4), words_)
def test_marks_take_no_word_away_and_mark_what_is_new(nodes, old):
    marked = _marked_nodes(nodes, old)
    new: list[str] = []

    def collect(node):
        if isinstance(node, dict):
            if node["tag"] == "new":
                new.extend(node["children"])
            for child in node.get("children", ()):
                collect(child)

    for node in marked:
        collect(node)
    plain = _flat(nodes)
    assert _flat([*strip(marked)]) == plain
    assert "".join(new) == "".join(plain[c.start : c.end] for c in changes(old, plain)).replace("\n", "")
    assert json.loads(json.dumps(marked)) == marked


def strip(nodes):
    """The nodes without marks."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node["tag"] == "new":
            yield from node["children"]
        elif node["tag"] != "cut":
            yield {**node, "children": list(strip(node["children"]))}


def test_a_walk_that_changes_nothing_gives_the_same_tree():
    table = {"tag": "table", "head": [[{"children": ["甲"], "align": ""}]], "body": [[{"children": ["乙"]}]]}

    assert _walk([table, "丙"], lambda text: [text], lambda: None) == [table, "丙"]
    assert _flat([table]) == "甲\n乙\n"


def test_a_proof_is_new_when_its_texts_are():
    texts = {"01.md": {"正文": "甲"}}
    same, other = Proof("清样", 2, texts, {}), Proof("清样", 2, {}, texts)

    assert (same.number(texts), same.compared(texts)) == (2, {})
    assert (other.number(texts), other.compared(texts)) == (3, {})
    assert texts_of({"note": ["按"], "sections": []}) == {"issue.yaml": {"按语": "按"}}
