"""The plan in words."""

import pytest
from msgspec.structs import replace

from generator.make.search import Entry, read_text
from generator.publish.differences import difference, fresh, listing, rewritten, size, summary
from generator.publish.manifest import Listed
from generator.publish.publish import plan, this_side
from tests.publish.parts import WITHDRAWN, send


def manifest(**digests: str) -> dict[str, Listed]:
    return {path.replace("_", "/"): Listed(100, digest) for path, digest in digests.items()}


def entry(number: str, text: str) -> Entry:
    return Entry(number, f"第{number}篇", "ducha", "", "", "", text)


def test_a_mornings_work_in_words(there, both):
    send(there, both.old)
    planned = plan(there, both.new)
    words = summary(planned.difference)
    count = len(planned.difference.sent)
    bytes_ = sum(both.new.files[path].size for path in planned.difference.sent)

    assert words == (
        f"新增 1 期 1 篇，更改 1 篇，撤下 1 篇，删去 1 篇，共 {count} 个文件 {size(bytes_)}，删除 1 个文件"
    )
    lines = list(listing(planned.difference, planned.titles))
    assert "  新增　2026/07　（1 篇）" in lines
    assert "  更改　2026/05/01　开展联动督查" in lines
    assert f"  撤下　{WITHDRAWN}　走访企业" in lines
    assert "  删去　2026/05/02　创新模式优服务" in lines


def test_a_page_that_only_its_neighbours_changed_is_no_changed_item():
    old = {"search/text/2026/05.js": Listed(1, "a"), "2026/05/01.html": Listed(1, "a")}
    new = {**old, "2026/05/01.html": Listed(2, "b")}
    found = difference(old, new, {}, {}, frozenset())

    assert rewritten(old, new) == ()
    assert found.changed == ()
    assert summary(found) == "文稿没有增减，共 1 个文件 2 字节"


@pytest.mark.parametrize(
    "seen",
    [
        "corrections: [{date: 2026-05-20, text: 数字有误。}]",
        "keywords: [营商环境]",
        "summary: 查出问题十五个。",
        "note: 各地可学。",
        "author: 李小满",
        "source: [县效能办, 县人社局]",
    ],
)
def test_an_item_is_changed_by_all_that_its_readers_see(site, there, seen):
    site.build()
    send(there, this_side(site.folder, site.output, frozenset()))
    source = "" if seen.startswith("source") else "source: 县效能办\n"
    site.edit("content/2026/05/01.md", "source: 县效能办\n", f"{source}{seen}\n")
    site.build()
    found = plan(there, this_side(site.folder, site.output, frozenset())).difference
    assert found.changed == ("2026/05/01",)


def test_an_item_is_not_changed_by_its_points_or_by_its_neighbours(site, there):
    site.build()
    send(there, this_side(site.folder, site.output, frozenset()))
    site.edit("content/2026/05/01.md", "source: 县效能办\n", "source: 县效能办\npoints: 3\n")
    site.edit("content/2026/05/02.md", "优服务", "更优服务")
    site.build()
    found = plan(there, this_side(site.folder, site.output, frozenset())).difference
    assert found.changed == ("2026/05/02",)
    assert "2026/05/01.html" in found.sent


def test_what_programs_of_before_did_not_tell_is_no_change():
    script = "search/text/2026/05.js"
    old = {script: Listed(1, "a"), "2026/05/01.html": Listed(1, "a"), "2026/05/02.html": Listed(1, "a")}
    before = {"2026/05": {"01": entry("01", "一"), "02": entry("02", "二")}}
    after = {n: replace(e, rest="9f") for n, e in {**before["2026/05"], "02": entry("02", "三")}.items()}
    found = difference(old, old | {script: Listed(1, "b")}, before, {"2026/05": after}, frozenset())
    assert found.changed == ("2026/05/02",)


def test_an_item_more_in_an_issue_that_is_there():
    old = {"search/text/k/2026/05.js": Listed(1, "a"), "k/2026/05/01.html": Listed(1, "a")}
    new = {**old, "search/text/k/2026/05.js": Listed(1, "b"), "k/2026/05/02.html": Listed(1, "b")}
    before = {"k/2026/05": {"01": entry("01", "一"), "": entry("", "按语")}}
    after = {"k/2026/05": {"01": entry("01", "二"), "02": entry("02", "二"), "": entry("", "改")}}
    found = difference(old, new, before, after, frozenset())

    assert rewritten(old, new) == ("k/2026/05",)
    assert fresh(old, new) == ()
    assert (found.items, found.changed, found.withdrawn) == (("k/2026/05/02",), ("k/2026/05/01",), ())


def test_an_item_that_comes_back_is_changed():
    old = {"search/text/2026/05.js": Listed(1, "a"), "2026/05/01.html": Listed(1, "a")}
    new = {path: Listed(1, "b") for path in old}
    assert difference(
        old, new, {"2026/05": {}}, {"2026/05": {"01": entry("01", "x")}}, frozenset()
    ).changed == ("2026/05/01",)


def test_long_lists_are_cut():
    new = {f"search/text/2026/{n}.js": Listed(1, "a") for n in range(100, 130)}
    lines = list(listing(difference({}, new, {}, {}, frozenset()), {}))
    assert len(lines) == 22
    assert lines[20] == "  新增　……另有 10 项"


@pytest.mark.parametrize(
    "count, words",
    [(7, "7 字节"), (4200, "4.2 KB"), (4_200_000, "4.2 MB"), (999_960, "1.0 MB"), (3 * 10**9, "3.0 GB")],
)
def test_sizes(count, words):
    assert size(count) == words


def test_the_script_of_an_issue_is_read_as_it_was_written(both):
    (script,) = (both.old.output / "search/text/2026").glob("05.js")
    assert [e.title for e in read_text(script.read_bytes())] == ["开展联动督查", "创新模式优服务"]
    with pytest.raises(ValueError, match="Expected"):
        read_text(b"jianbao(1,2")
