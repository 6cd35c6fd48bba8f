"""Where pages lead: found quickly, and read as a browser does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.make.links import links, resolved, targets


def led(html: str, address: str = "2026/05/01.html", **others: str) -> list[str]:
    files = ((address, html.encode()), *((name, text.encode()) for name, text in others.items()))
    return targets(files).split()


@pytest.mark.parametrize(
    "folder, written, address",
    [
        ("2026/05", "02.html", "2026/05/02.html"),
        ("2026/05", "../../index.html", "index.html"),
        ("2026/05", "../04/01.html#fn-01-1", "2026/04/01.html#fn-01-1"),
        ("", "search/index.html?q=a&amp;year=2026", "search/index.html"),
        ("2026/05", "./a%20b.pdf", "2026/05/a b.pdf"),
        ("2026", "05/", "2026/05/"),
        ("2026", "..", "./"),
        ("2026/05", "../../../portal/index.html", ""),
        ("", "/portal/", ""),
        ("", "//a.cn/1.js", ""),
        ("", "https://a.cn/", ""),
        ("", "mailto:a@a.cn", ""),
        ("", "data:image/png;base64,AA", ""),
        ("", "?q=1", ""),
        ("", "", ""),
    ],
)
def test_what_a_link_stands_for(folder, written, address):
    assert resolved(folder, written) == address


def test_links_pictures_scripts_and_forms_are_found():
    page = """<a href="../../a/index.html">甲</a><img src="1.png"><script src="../../s.js"></script>
    <source srcset="../../2026/05/1-760.webp 760w, ../../2026/05/1-1520.webp 1520w">
    <form action="../../f.html">"""
    assert led(page) == [
        "2026/05/1-1520.webp", "2026/05/1-760.webp", "2026/05/1.png", "a/index.html", "f.html", "s.js",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written", ["href='b.html'", "href=b.html", 'href = "b.html"', "class=a href= 'b.html'"]
)
def test_other_ways_of_writing_are_found(written):
    page = f"<p>甲<a {written}>乙</a></p>"
    assert led(page, "index.html") == ["b.html"]
    assert [target for _, target in links("index.html", page.encode()).links] == ["b.html"]


def test_a_place_on_the_page_is_met_or_stays():
    assert led('<a href="#b">甲</a><p id="b">乙</p>') == []
    assert led('<a href="#c">甲</a><p id="b">乙</p>') == ["2026/05/01.html#c"]
    assert led('<a href="#">上</a><a href="#top">上</a>') == []


def test_pages_of_one_job_meet_each_other():
    two = {"2026/05/index.html": '<a id="i01" href="01.html">甲</a>'}
    assert led('<a href="index.html#i01">乙</a><a href="index.html">丙</a>', **two) == []
    assert led('<a href="index.html#i02">乙</a>', **two) == ["2026/05/index.html#i02"]


def test_a_style_loads_files_too():
    assert led(
        ".a { background: url( 'b.png' ) } .c { mask: url(data:image/png;base64,AA) }", "assets/site.css"
    ) == ["assets/b.png"]


def test_only_pages_and_styles_are_looked_at():
    assert led('<a href="a.html">', "feed.xml") == []


def test_a_page_is_read_as_a_browser_does():
    page = """<p>文中的 href="no.html" 不是链接</p><!-- <a href="no.html"> -->
    <a name="old" href="yes.html#a">甲</a>
    <i id="here">乙</i>"""
    read = links("2026/index.html", page.encode())
    assert read.links == (("yes.html#a", "2026/yes.html#a"),)
    assert {"old", "here", ""} <= read.places


@given(
    st.lists(
        st.sampled_from(["../../index.html", "02.html", "../04/index.html#i1", "http://a.cn/", "#x"]),
        max_size=6,
    )
)
def test_the_quick_look_misses_nothing_that_the_exact_one_finds(written):
    page = "".join(f'<a href="{target}">甲</a>' for target in written)
    exact = {target for _, target in links("2026/05/01.html", page.encode()).links}
    assert exact == set(led(page))
