"""Bytes of a text, as Windows saves them, and of what is no text."""

import pytest

from generator.desk.importing.decoding import NotText, decode, detect

TEXT = "本期要目\r\n◆查纪律不打招呼（县效能中心）\r\n4月12日，朱镕、王喆参加。㎡①\r\n"


@pytest.mark.parametrize(
    "encoding, mark",
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("gb18030", b""),
    ],
)
def test_texts_in_every_encoding_are_read(encoding, mark):
    assert decode(mark + TEXT.encode(encoding)) == TEXT


def test_what_was_found_by_trial_is_told():
    assert detect(TEXT.encode()).certain
    assert detect(b"\xff\xfe" + TEXT.encode("utf-16-le")).certain
    assert not detect(TEXT.encode("gb18030")).certain
    assert not detect(TEXT.encode("utf-16-be")).certain


def test_rare_characters_of_names_survive_gb18030():
    assert decode("𠮷野、㛃、䶮".encode("gb18030")) == "𠮷野、㛃、䶮"


@pytest.mark.parametrize(
    "content, word",
    [
        (b"PK\x03\x04\x14\0", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
        ("标题".encode() + b"\0" + "正文".encode(), "NUL"),
        (b"\xef\xbb\xbfa\0b", "NUL"),
        (b"\x01\x02\x03", "控制字符"),
        (b"\xff\xff\xff", "GB18030"),
        (b"a" * (4 * 1024 * 1024 + 1), "4 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_chinese(content, word):
    with pytest.raises(NotText) as refused:
        decode(content)
    assert word in refused.value.message
    assert refused.value.hint.endswith("。")


def test_a_word_file_is_told_what_to_do():
    with pytest.raises(NotText) as refused:
        decode(b"PK\x03\x04")
    assert "以后的版本" in refused.value.hint
    assert "另存为" in refused.value.hint


def test_a_broken_byte_is_pointed_at():
    with pytest.raises(NotText) as refused:
        decode("标题\r\n".encode() + "正文".encode() + b"\xff\xff")
    assert (refused.value.line, refused.value.column) == (2, 3)
