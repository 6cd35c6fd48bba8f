"""From bytes to text: UTF-8, UTF-16 and GB18030, which are what Windows and Word save as plain text."""

import codecs
import re
from typing import NamedTuple

from generator.read.text import LARGEST, place_of


class NotText(ValueError):  # noqa: N818
    """A file that is no plain text; says why, where, and what to do, in Chinese."""

    def __init__(self, message: str, hint: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.hint, self.line, self.column = message, hint, line, column


class Decoded(NamedTuple):
    """A text and its encoding; `certain` where the bytes themselves say which it is."""

    text: str
    encoding: str
    certain: bool = True


_WORD = "Word 文件要到以后的版本才能导入。请先在 Word 或 WPS 里另存为“纯文本（.txt）”。"
_SAVE_AS_TEXT = "请另存为“纯文本（.txt）”，编码选“UTF-8”。"
_KINDS = (
    (b"PK\x03\x04", "这是 Word（.docx）或压缩文件，不是纯文本。", _WORD),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word（.doc）或 WPS 文件，不是纯文本。", _WORD),
    (b"{\\rtf", "这是 RTF 文件，不是纯文本。", _WORD),
    (b"%PDF", "这是 PDF 文件，不是纯文本。", "请从原来的 Word 文件另存为“纯文本（.txt）”。"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WRITING = re.compile(
    "[\t\n\r\x20-\x7e\u00b7\u2010-\u203b\u2460-\u24ff\u25a0-\u2605\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_ENOUGH = 0.9
"""The share of characters that must be usual in Chinese writing before a guessed UTF-16 is believed."""


def decode(content: bytes) -> str:
    """The text of a file.

    Raises:
        NotText: the bytes are a Word file or another that is no text, or no known encoding fits.
    """
    return detect(content).text


def detect(content: bytes) -> Decoded:
    """The text of a file and the encoding it was found in.

    Raises:
        NotText: as `decode`.
    """
    if len(content) > LARGEST:
        raise NotText("文件超过 4 MB，不像是一期简报的文字。", _SAVE_AS_TEXT)
    for start, message, hint in _KINDS:
        if content.startswith(start):
            raise NotText(message, hint)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content[len(mark) :], encoding), encoding)
    # Chinese text in UTF-16 has zero bytes wherever a line ends; in the other encodings there are none.
    return _utf16(content) if b"\0" in content else _by_trial(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(content, error) from error
    if "\0" in text:
        raise NotText("文件里有空字符（NUL），不是纯文本。", _SAVE_AS_TEXT)
    return text


def _utf16(content: bytes) -> Decoded:
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(_WRITING.findall(text)) >= _ENOUGH * len(text):
            return Decoded(text, encoding, certain=False)
    raise NotText("文件里有空字符（NUL），不是纯文本。", _SAVE_AS_TEXT)


def _by_trial(content: bytes) -> Decoded:
    failures = []
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            failures.append(error)
            continue
        if _CONTROL.search(text):
            raise NotText("文件里有控制字符，不像是纯文本。", _SAVE_AS_TEXT)
        return Decoded(text, encoding, certain=encoding == "utf-8")
    raise _broken(content, max(failures, key=lambda failure: failure.start))


def _broken(content: bytes, error: UnicodeDecodeError) -> NotText:
    good = content[: error.start].decode(error.encoding, errors="replace")
    line, column = place_of(good.replace("\r\n", "\n"), len(good.replace("\r\n", "\n")))
    message = "这里的字节既不是 UTF-8、UTF-16，也不是 GB18030 文字。"
    return NotText(message, _SAVE_AS_TEXT, line, column)
