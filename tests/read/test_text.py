"""From bytes to text: encodings, line ends, what may not stand in a text, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Place
from generator.problems import problem
from generator.read.text import LARGEST, Lines, decode, place_of, pointed


def found(content):
    text, problems = decode(content, "content/2026/05/01.md")
    return text, [(p.code, p.line, p.column) for p in problems]


@pytest.mark.parametrize(
    "content, text",
    [
        ("标题\n正文\n".encode(), "标题\n正文\n"),
        ("\ufeff标题".encode(), "标题"),
        ("甲\r\n乙\r丙\n丁".encode(), "甲\n乙\n丙\n丁"),
        ("甲\t乙".encode(), "甲\t乙"),
        ("𠮷😀".encode(), "𠮷😀"),
        (b"", ""),
    ],
)
def test_what_editors_save_is_read_with_unix_line_ends(content, text):
    assert found(content) == (text, [])


@pytest.mark.parametrize(
    "content, code, line, column",
    [
        ("标题\n正文".encode("gbk"), "F01", 1, 1),
        ("标题".encode("utf-16"), "F01", 1, 1),
        (b"\xef\xbb\xbf" + "甲\r\n乙".encode() + b"\xff", "F01", 2, 2),
        ("甲\r乙\r".encode() + b"\xb1", "F01", 3, 1),
        ("甲\n乙\x00".encode(), "F02", 2, 2),
        ("甲\x1b[31m".encode(), "F02", 1, 2),
        ("甲\x0c乙".encode(), "F02", 1, 2),
        ("甲\x7f".encode(), "F02", 1, 2),
        ("甲\x85".encode(), "F02", 1, 2),
        ("甲\n乙\u2028丙".encode(), "F02", 2, 2),
        ("甲\uffff".encode(), "F02", 1, 2),
        (b"a" * (LARGEST + 1), "F03", 1, 1),
    ],
)
def test_what_is_no_text_is_a_problem_at_its_place(content, code, line, column):
    assert found(content) == ("", [(code, line, column)])


@pytest.mark.parametrize(
    "content, guess",
    [
        ("芦川县效能办".encode("gbk"), "GBK"),
        ("芦川县效能办".encode("gb18030") + "𠮷".encode("gb18030"), "GBK"),
        ("芦川县".encode("utf-16"), "UTF-16"),
        ("芦川县".encode("utf-16-be"), "不是 UTF-8 编码。"),
        (b"\xff\xfe\xff", "UTF-16"),
        (b"\x80\x81\xff", "不是 UTF-8 编码。"),
    ],
)
def test_a_wrong_encoding_is_guessed(content, guess):
    _, (told,) = decode(content, "01.md")
    assert told.code in {"F01", "F02"}
    assert told.code == "F02" or guess in told.message


def test_the_largest_file_is_read():
    assert found(b"a" * LARGEST)[1] == []


@given(st.text(alphabet="甲a\n", max_size=30), st.data())
def test_lines_and_place_of_agree_and_lead_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    assert lines.place(offset) == Place(*place_of(text, offset))
    assert lines.offset(lines.place(offset)) == offset


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_one_problem_inside_it(content):
    text, problems = decode(content, "01.md")
    assert not problems or (text == "" and len(problems) == 1)
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for told in problems:
        assert 1 <= told.line <= len(lines)
        assert 1 <= told.column <= len(lines[told.line - 1]) + 1


def test_an_old_text_that_does_not_stand_at_its_place_is_left_out():
    content = "标题：甲\n栏目：乙\n".encode()
    right = problem("01.md", 2, 4, "S01", "", old="乙", new="丙")
    wrong = problem("01.md", 1, 4, "S01", "", old="乙", new="丙")
    plain = problem("01.md", 1, 1, "B02", "")
    assert pointed([plain], content) == (plain,)
    assert [(p.old, p.new) for p in pointed([right, wrong, plain], content)] == [
        ("乙", "丙"),
        (None, None),
        (None, None),
    ]
