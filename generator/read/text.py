"""From bytes to text: the encoding of what editors save, and where it is wrong."""

import re
from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from generator.model import Place, Problem
from generator.problems import problem

LARGEST = 4 * 1024 * 1024
"""Bytes; a text of an item is a thousandth of it, so a larger file is something else."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Control characters but tab and line end, line breaks that only some programs see, and no characters.

They may not stand in XML, in the scripts of an old browser, or on a terminal.
"""


def decode(content: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file with Unix line ends, no byte order mark; or one problem and no text."""
    if len(content) > LARGEST:
        return "", (
            problem(file, 1, 1, "F03", "文件超过 4 MB，不像是文稿。", "图片和附件请单独存放在本期文件夹里。"),
        )
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return "", (_wrong_encoding(content, file, error.start),)
    text = _unix_lines(text)
    found = CONTROL.search(text)
    return (text, ()) if found is None else ("", (_control(text, file, found),))


def canonical(content: bytes) -> bytes:
    """The bytes of a text with Unix line ends and no byte order mark: what `decode` gives is the same."""
    if len(content) > LARGEST:
        return content
    content = content.removeprefix(b"\xef\xbb\xbf")
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted from 1 in characters, of an offset in a text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class Lines:
    """The lines of a text, where many places in it are to be found: each costs a look into a list."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Line and column, counted from 1 in characters, of an offset in the text."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """The offset of a place in the text."""
        return self._starts[place.line - 1] + place.column - 1


def pointed(problems: Iterable[Problem], content: bytes) -> tuple[Problem, ...]:
    """Problems of a file whose `old` stands where they say; the others lose it.

    YAML folds lines and knows escapes, Markdown has references: what was read need not stand there as such.
    """
    found = tuple(problems)
    if all(p.old is None for p in found):
        return found
    text, _ = decode(content, "")
    lines = Lines(text)
    return tuple(
        p
        if p.old is None or text.startswith(p.old, lines.offset(Place(p.line, p.column)))
        else msgspec.structs.replace(p, old=None, new=None)
        for p in found
    )


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _control(text: str, file: str, found: re.Match[str]) -> Problem:
    line, column = place_of(text, found.start())
    return problem(
        file,
        line,
        column,
        "F02",
        f"这里有不可见的控制字符 U+{ord(found[0]):04X}。",
        "删去它，或重新输入这一行。",
    )


def _wrong_encoding(content: bytes, file: str, start: int) -> Problem:
    good = _unix_lines(content[:start].decode("utf-8-sig", errors="replace"))
    line, column = place_of(good, len(good))
    return problem(
        file,
        line,
        column,
        "F01",
        f"文件不是 UTF-8 编码{_guess(content)}。",
        "在记事本中点“文件→另存为”，编码选“UTF-8”。",
    )


def _guess(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "，看来是 UTF-16（记事本的“Unicode”）"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，看来是 GBK（记事本的“ANSI”）"
