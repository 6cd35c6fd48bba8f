"""The search index, asked as the page asks it, against the plain texts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import urls
from generator.make import search, search_query
from generator.model import Bodies, Body, Credit, Issue, Item, Reprint

ISSUE = Issue(
    path="2016/05", series="", year=2016, number=5, date=date(2016, 5, 10), total=128, kind="regular",
    title="", status="published", signed_by="", editors=(), report_to=(), send_to=(), issue_to=(),
    extra_to=(), copies=None, marking="", items=(), bodies="",
)  # fmt: skip
NO_BODIES = Bodies("", {})


def issue_of(path: str, *texts: str) -> tuple[Issue, Bodies]:
    """An issue whose items have these texts."""
    items = tuple(
        Item(f"{path}/{n:02}", f"content/{path}/{n:02}.md", f"第{n}篇", "ducha", characters=len(text))
        for n, text in enumerate(texts, 1)
    )
    bodies = {item.number: Body("", "", text) for item, text in zip(items, texts, strict=True)}
    year, _, _ = path.rpartition("/")
    return replace(ISSUE, path=path, year=int(year[-4:]), items=items), Bodies("", bodies)


def value_of(script: bytes) -> Any:
    """What a script hands over."""
    return json.loads(script.decode().partition(",")[2].rstrip()[:-1])


class Asked:
    """A block's scripts, asked as search.js asks them."""

    def __init__(self, *pairs: tuple[Issue, Bodies]) -> None:
        issues, bodies = zip(*pairs, strict=True)
        self.issues, self.bodies = issues, bodies
        ((self.block, _),) = search.blocks(issues)
        self.files = dict(search.tables(self.block, issues, bodies))
        for issue, texts in pairs:
            self.files |= search.text(issue, texts, "")

    def candidates(self, word: str) -> set[int]:
        return search_query.candidates(self.block, search.folded(word), self.files.__getitem__)

    def found(self, word: str) -> set[tuple[str, str]]:
        """The items that the page would show."""
        paths = search_query.found(self.block, word, self.files.__getitem__)
        return {(folder, number) for folder, _, number in (path.rpartition("/") for path in paths)}


# --- Exactness ---------------------------------------------------------------------------------

CHARACTERS = "督查县局，。“”0123aＡA１〇○𠮷𠀀é"
TEXTS = st.lists(st.text(CHARACTERS + "\n", max_size=40), min_size=1, max_size=3)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_every_run_is_found_and_nothing_else(issues, data):
    asked = Asked(*(issue_of(f"2016/{n:02}", *texts) for n, texts in enumerate(issues, 1)))
    line = data.draw(st.sampled_from([line for texts in issues for t in texts for line in t.split("\n")]))
    start = data.draw(st.integers(0, max(0, len(line) - 1)))
    word = line[start : start + data.draw(st.integers(1, 8))] or "无"
    expected = {
        (f"2016/{n:02}", f"{m:02}")
        for n, texts in enumerate(issues, 1)
        for m, text in enumerate(texts, 1)
        if search.folded(word) in search.folded(text) or search.folded(word) in f"第{m}篇"
    }
    assert asked.found(word) == expected


def test_tables_hardly_lead_astray():
    """A run of four that stands nowhere leads to no issue; nearly always."""
    texts = ["".join(chr(0x4E00 + (n * 7919 + k * k * 31) % 3500) for k in range(4000)) for n in range(20)]
    asked = Asked(*(issue_of(f"2016/{n:02}", text) for n, text in enumerate(texts)))
    runs = [text[k : k + 2] + text[k + 9 : k + 11] for text in texts for k in range(0, 3000, 150)]
    absent = [run for run in runs if not any(run in text for text in texts)]
    assert len(absent) > 300
    astray = sum(len(asked.candidates(run)) for run in absent)
    assert astray < len(absent) * len(texts) / 100


def test_long_text_in_a_small_block_has_all_its_runs():
    text = "".join(chr(0x4E00 + k) for k in range(700))
    asked = Asked(issue_of("2016/01", text), issue_of("2016/02", "短"))
    for length in (1, 2, 3, 4, 5, 9):
        for start in range(0, 690, 23):
            assert asked.found(text[start : start + length]) == {("2016/01", "01")}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("办理ＡＢＣ类事项", "abc"),
        ("办理abc类事项", "ＡＢＣ"),
        ("完成率９８．５％", "98.5%"),
        ("完成率98.5%", "９８．５％"),
        ("二○二六年", "二〇二六"),
        ("二〇二六年", "二○二六"),
        ("（一）总体", "(一)"),
        ("Ⅳ级响应", "ⅳ级"),
        ("𠮷林路", "𠮷"),
        ("末字", "字"),
    ],
)
def test_forms_that_are_one(text, word):
    assert Asked(issue_of("2016/01", text)).found(word) == {("2016/01", "01")}


def test_digits_stay_as_written():
    asked = Asked(issue_of("2016/01", "2016年", "二〇一六年"))
    assert asked.found("2016") == {("2016/01", "01")}
    assert asked.found("二〇一六") == {("2016/01", "02")}


def test_folding_keeps_places():
    for old, new in search.folding().items():
        assert len(old.encode("utf-16-le")) == len(new.encode("utf-16-le")) == 2
        assert new not in search.folding()


def test_no_run_goes_over_a_line_or_a_field():
    issue, bodies = issue_of("2016/01", "上一段完\n下一段始")
    asked = Asked((issue, bodies))
    assert asked.found("完下") == set()
    assert asked.found("篇上") == set()


def test_credit_and_note_are_found():
    issue, _ = issue_of("2016/01", "")
    item = replace(issue.items[0], credits=(Credit("县人社局", "renshe"),), author="顾一舟")
    other = replace(item, path="2016/01/02", credits=(), author="", reprint=Reprint("临江日报"))
    bodies = Bodies("", {"01": Body("", '<p>编者按：<a href="\ue000/x">值得</a>一读</p>', "正文")})
    asked = Asked((replace(issue, items=(item, other)), bodies))
    assert asked.found("顾一舟供稿") == {("2016/01", "01")}
    assert asked.found("值得一读") == {("2016/01", "01")}
    assert asked.found("摘自临江日报") == {("2016/01", "02")}


def test_title_and_note_of_an_issue_are_found():
    issue, bodies = issue_of("2016/01", "正文")
    asked = Asked((replace(issue, title="营商环境专刊"), Bodies("<p>本期集中刊发</p>", bodies.items)))
    assert asked.found("环境专刊") == {("2016/01", "")}
    assert asked.found("集中") == {("2016/01", "")}


def test_withdrawn_items_are_nowhere():
    issue, bodies = issue_of("2016/01", "机密数字", "照常刊登")
    gone = replace(issue.items[0], status="withdrawn", title="（本篇已撤稿）")
    asked = Asked((replace(issue, items=(gone, issue.items[1])), bodies))
    assert asked.found("机密") == set()
    assert asked.candidates("机密数字") == set()
    ((_, script),) = search.text(*((asked.issues[0]), bodies, ""))
    assert "机密" not in script.decode()
    assert "撤稿" not in script.decode()


# --- Blocks and scripts ------------------------------------------------------------------------


def test_blocks_are_years_of_a_series_and_not_too_large():
    issues = [issue_of(f"{year}/{n:03}", "文")[0] for year in ("2015", "2016") for n in range(100)]
    issues += [issue_of("hui/2016/01", "文")[0]]
    made = {block.key: block for block, _ in search.blocks(issues)}
    assert list(made) == ["2015", "2015-2", "2016", "2016-2", "hui/2016"]
    assert [len(block.issues) for block in made.values()] == [64, 36, 64, 36, 1]
    assert made["2016-2"].folder == "2016"
    assert made["hui/2016"].year == 2016


def test_a_new_issue_changes_its_own_block_only():
    issues = [issue_of(f"{year}/01", "文")[0] for year in (2015, 2016)]
    before = [block for block, _ in search.blocks(issues)]
    after = [block for block, _ in search.blocks([*issues, issue_of("2016/02", "文")[0]])]
    assert before[0] == after[0]
    assert before[1].version != after[1].version


def test_a_small_edit_changes_few_shards():
    texts = ["".join(chr(0x4E00 + (n * 917 + k * k) % 3000) for k in range(5000)) for n in range(20)]
    before = Asked(*(issue_of(f"2016/{n:02}", text) for n, text in enumerate(texts)))
    texts[7] = texts[7][:300] + "改动" + texts[7][302:]
    after = Asked(*(issue_of(f"2016/{n:02}", text) for n, text in enumerate(texts)))
    changed = [name for name in before.files if before.files[name] != after.files[name]]
    assert before.files.keys() == after.files.keys()
    assert 0 < len(changed) <= 18
    assert len(before.files) > 60


def test_scripts_are_one_call_each_and_safe():
    issue, bodies = issue_of("2016/01", '"\\</script><!--\u2028!')
    files = [
        *search.tables(next(search.blocks([issue]))[0], (issue,), (bodies,)),
        *search.text(issue, bodies, ""),
    ]
    for address, content in files:
        assert content.startswith(b'jianbao("%b",' % address.encode())
        assert content.endswith(b")\n")
        assert content.count(b"\n") == 1
        assert isinstance(value_of(content), (str, list))


def test_empty_site_has_a_page(site):
    site.remove("content/2026/05/issue.yaml")
    for name in ("05/01.md", "05/02.md", "06/issue.yaml", "06/01.md", "06/02.md"):
        site.remove(f"content/2026/{name}")
    assert not site.build().failed
    assert value_of(site.tree()["search/catalogue.js"])[1] == []


def test_build_keeps_drafts_and_withdrawn_texts_out(site):
    site.write(
        "content/2026/05/03.md",
        "---\ntitle: 未定之稿\nsection: 督查\nsource: 县人社局\nstatus: draft\n---\n\n尚未定稿的字句\n",
    )
    site.write(
        "content/2026/05/04.md",
        "---\ntitle: 撤下之稿\nsection: 督查\nsource: 县人社局\nstatus: withdrawn\n---\n\n已经撤下的字句\n",
    )
    assert not site.build().failed
    everything = b"".join(content for name, content in site.tree().items() if name.startswith("search/"))
    assert "开展联动督查".encode() in everything
    assert "定稿的".encode() not in everything
    assert "撤下".encode() not in everything


def test_page_leads_on_without_scripts(site):
    site.build()
    page = site.html(urls.SEARCH)
    without = page[page.index("<noscript>") : page.index("</noscript>")]
    for address in (urls.ARCHIVE, urls.UNITS, "sections/ducha/index.html"):
        assert f'href="../{address}"' in without
    catalogue = (site.output / urls.SEARCH_CATALOGUE).read_bytes()
    assert value_of(catalogue)[0] == ["".join(search.folding()), "".join(search.folding().values())]


def test_scripts_of_the_page_are_old_enough():
    """Chromium 78 knows neither optional chaining nor nullish coalescing; nothing is evaluated."""
    script = (Path(__file__).parents[2] / "templates/assets/search.js").read_text(encoding="utf-8")
    for word in ("?.", "??", "replaceAll", "eval(", "fetch(", "XMLHttpRequest", "innerHTML", ".at("):
        assert word not in script
