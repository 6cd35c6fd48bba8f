"""Whatever stands in a file, reading gives values and problems at places inside it, never an exception."""

import re
from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.problems import RULES
from generator.read import markup, site
from generator.read.archive import assemble, keyword_keys
from generator.read.folder import FolderFile
from generator.read.issues import ISSUE, read_issue
from generator.read.items import ITEM
from generator.read.markup import ATTRIBUTES, TAGS, Target, TooComplexError, to_html, to_text
from generator.read.site import SITE, read_site, read_units
from generator.read.text import CONTROL

often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
rarely = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

GOOD_ISSUE = FolderFile("1", b"number: 5\ndate: 2026-05-10\nstatus: published\n")
SETTINGS = read_site("name: 芦川简报\noffice: 县效能办\nsections: [督查]\n".encode()).settings


def look(problems, content):
    """Every problem has a known code and stands in the file; what it says stands there does."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    for told in problems:
        assert told.level == RULES[told.code].level
        assert told.message
        assert 1 <= told.line <= len(lines), told
        assert 1 <= told.column <= len(lines[told.line - 1]) + 1, told
        if told.old is not None and told.code != "F01":
            rest = "\n".join([lines[told.line - 1][told.column - 1 :], *lines[told.line :]])
            assert rest.startswith(told.old), told


def read_item(content):
    files = {"issue.yaml": GOOD_ISSUE, "01.md": FolderFile("2", content), "图.jpg": FolderFile("3")}
    source, bodies = read_issue("2026/05", "", files)
    look(source.problems, content)
    assert SETTINGS is not None
    archive, problems = assemble(SETTINGS, [source], keyword_keys([source], {}), date(2026, 11, 1))
    look([p for p in problems if p.old is None], content)
    assert source.problems or source.items
    assert len(bodies.items) == len(source.items)
    return source, bodies, archive


def read_head(content):
    source, _ = read_issue("2026/05", "", {"issue.yaml": FolderFile("1", content)})
    look(source.problems, content)
    assert source.problems or (source.number and source.date)


def read_settings(content):
    read = read_site(content)
    look(read.problems, content)
    assert read.problems or read.settings


def read_names(content):
    units, problems = read_units(content, "units.yaml")
    look(problems, content)
    assert len({unit.key for unit in units}) == len(units) or problems


# --- Any bytes, any text --------------------------------------------------------------------------

YAML = st.sampled_from([
    *"甲乙a1 :：-,，'\"[]{}|>&*!%@#?`~\n\t　.\\",
    "\n", "\n  ", "\n- ", ": ", "：", "---\n", "...", "\r\n", "<<: ", "\ufeff",
])  # fmt: skip
yaml_texts = st.lists(YAML, max_size=40).map("".join)
contents = st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode), yaml_texts.map(str.encode))


@rarely
@given(contents)
@example(b"a: [")
@example("a: 甲\n  b：丙\n".encode())
def test_anything_as_a_yaml_file(content):
    read_head(content)
    read_settings(content)
    read_names(content)


@rarely
@given(contents, contents)
@example("标题：“甲”\n".encode(), b"[")
def test_anything_as_an_item(front, body):
    read_item(front)
    read_item(b"---\n" + front + b"\n---\n" + body)


# --- Nearly right files ---------------------------------------------------------------------------

GARBAGE = st.sampled_from([
    "", "甲", "5", "５", "第5期", "0", "-1", "2026-05-10", "2026年5月10日", "2026/5/10", "2026-02-30",
    "草稿", "published", "撤稿", "【待填】", "[甲, 【待填】]", "[]", "{}", "['']", "''", "*a", "&a 甲",
    '"\\t甲"', '"甲\\\n  乙"', "'甲''乙'", "|\n  甲\n\n  乙", ">-\n  甲", "甲\n  乙：丙", "甲: 乙",
    "[甲, 乙]", "[[甲]]", "{name: 甲}", "{名称: 甲, url: 'x:y'}", "\n- 甲\n- {date: 2026-05-10, text: 乙}",
    "见[甲](图.jpg)和[乙](无.pdf)", "'[甲](../../x)\n\n  [乙](02.md)'", "秘密★1年", "  甲：乙\n  丙：丁",
    "{D03: off, C01: off}", "\n  D03：关\n  D03: 错误", "{a: {name: 甲}, 2016: {name: 乙}}", "javascript:a",
    "http://a.cn",
])  # fmt: skip
garbage = st.one_of(GARBAGE, st.text(max_size=12))


def lines_of(table):
    keys = [key for field in table.fields for key in (field.key, field.chinese)]
    line = st.tuples(
        st.sampled_from([*keys, "titel", "标提"]), st.sampled_from([": ", "：", ":", " : ", "： "]), garbage
    )
    return st.lists(line.map("".join), max_size=9).map("\n".join)


UNIT = site._UNIT
units_lists = st.lists(
    st.one_of(garbage, lines_of(UNIT).map(lambda text: text.replace("\n", "\n  "))).map("- {}".format),
    max_size=6,
).map("\n".join)


@often
@given(lines_of(ISSUE))
def test_a_nearly_right_issue_yaml(text):
    read_head(text.encode("utf-8", "replace"))


@often
@given(lines_of(SITE))
def test_a_nearly_right_site_yaml(text):
    read_settings(text.encode("utf-8", "replace"))


@often
@given(units_lists)
def test_a_nearly_right_units_yaml(text):
    read_names(text.encode("utf-8", "replace"))


# --- Markdown -------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    *"甲乙，。：；、（）“”—…·①ａB1290 .,:;!?()-+=~^\"'/%$@{}　\t\n",
    "\n\n", "\n　　", "\n    ", "  \n", "\n  ", "  ", "1. ", "12.", "４. ", "- ", "\n1.", "\n- ", "\n+",
    "（一）", "---", "===", "--- ---", "http://a.cn", "www.a.cn", "a@b.c", "\u2003", "\u200b", "\ufeff",
    "é", "\u0301", "😀", "𠮷", "：\n",
])  # fmt: skip
plain_texts = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)
MARKUP = st.sampled_from([
    *"甲乙a1。 \n\t　\\`*_[]()<>&#|!:-+=~^\"'{}",
    "\n\n", "\n  ", "\n    ", "  \n", "\n- ", "\n1. ", "\n2. ", "\n> ", "\n# ", "\n#", "**", "```",
    "---", "===", "](图.jpg)", "](02.md)", "](javascript:a)", "](http://a.cn)", "![", "[^1]", "\n[^1]: ",
    "\n[1]: 02.md", "[甲][1]", "|甲|乙|\n|-|-:|\n", "<script>", "<b>", "</p>", "<a@b.c>", "<http://a>",
    "<javascript:a>", "<!--", "-->", "&amp;", "&lt;", "&#106;", "&#27;", "&#xe000;/", "\ue000/",
    "onclick=", "style=", "{: #x}", "\u2003",
])  # fmt: skip
marked_texts = st.one_of(
    st.lists(MARKUP, max_size=40).map("".join),
    st.text(max_size=60).map(lambda text: CONTROL.sub("", text)),
)


def same(written, _picture):
    return Target(written)


def made(text):
    try:
        return to_html(text, "01", same)
    except TooComplexError:
        return ""


@settings(often, max_examples=3000)
@given(plain_texts)
@example("---　")
@example("--- ---")
@example("甲\t\n乙")
@example("  \t甲\n　 　乙")
@example("甲　\n乙")
@example("\ue000")
@example("甲{{2、3个}}乙")
def test_plain_text_takes_the_short_way_to_the_same_html(text):
    entered = markup._entered(text)
    if not markup._MARKS.search(entered):
        converted = markup._convert(markup._prepared(entered), "01", same)
        assert to_html(text, "01", same) == markup.clean(markup._SOFT_BREAK.sub(r"\1\2", converted))


TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"]*\")*)>")


@settings(often, max_examples=1000)
@given(marked_texts)
def test_only_what_is_allowed_comes_out(text):
    html = made(text)
    assert "<" not in TAG.sub("", html)
    assert "\ue000" not in html
    assert not CONTROL.search(html)
    for found in TAG.finditer(html):
        assert found[2] in TAGS
        for name, value in re.findall(r' ([a-z]+)="([^"]*)"', found[3]):
            assert name in ATTRIBUTES[found[2]]
            assert (
                name not in {"href", "src"}
                or markup.scheme(value) in {"", "http", "https", "mailto"}
                or " " in value
            )
    assert markup.clean(html) == html
    assert "<" not in TAG.sub("", to_text(html)) or "&lt;" in html


@rarely
@given(marked_texts, marked_texts)
def test_a_text_is_made_the_same_whatever_came_before(text, other):
    markup._markdown.cache_clear()
    first = made(text)
    made(other)
    assert made(text) == first


@often
@given(lines_of(ITEM), marked_texts)
def test_a_nearly_right_item(front, body):
    text = f"---\n{front}\n---\n{body}"
    _, bodies, _ = read_item(text.encode("utf-8", "replace"))
    for one in bodies.items.values():
        assert "javascript:" not in re.sub(r">[^<]*<", "><", one.html + one.note_html)
