"""From text to lines: numbered as the editor sees them, and free of what can't be seen.

Punctuation is never changed, full-width or half-width; NFKC would break ①, ： and ㎡, so it is NFC.
"""

import re
import unicodedata

from generator.desk.importing.bulletin import remark
from generator.model import Place, Problem, Value

_LINE_END = re.compile(r"\r\n|\n|\r")
_SOFT_END = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WINGDINGS = str.maketrans(
    {"\uf075": "◆", "\uf06c": "●", "\uf06e": "■", "\uf0b7": "●", "\uf0d8": "▲", "\uf0b2": "◇"}
)
"""Word's list bullets, which come as private-use characters of Wingdings and Symbol."""


class Line(Value, frozen=True):
    """A line that is not empty. `text` is cleaned, `raw` is as it stands."""

    number: int
    column: int
    text: str
    raw: str

    def place(self, part: str = "") -> Place:
        """Where the line begins, or where the last `part` of it stands."""
        found = self.raw.rfind(part) if part else -1
        return Place(self.number, self.column + found if found >= 0 else self.start)

    @property
    def start(self) -> int:
        """The column of the first character that is no space."""
        return self.column + len(self.raw) - len(self.raw.lstrip())


def clean(text: str) -> str:
    """A text in NFC, without invisible characters, every run of spaces one space."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def split(text: str) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of a text, and remarks on what was changed in them; soft ends keep their line's number."""
    lines: list[Line] = []
    raws: list[Line] = []
    for number, raw in enumerate(_LINE_END.split(text), 1):
        column = 1
        for part in _SOFT_END.split(raw):
            cleaned = clean(part).translate(_WINGDINGS)
            raws.append(Line(number, column, "", part))
            if cleaned:
                lines.append(Line(number, column, cleaned, part))
            column += len(part) + 1
    return tuple(lines), (*_removed(raws), *_private(lines))


def _removed(raws: list[Line]) -> tuple[Problem, ...]:
    found = [(line, match) for line in raws for match in _UNSEEN.finditer(line.raw)]
    changed = [line for line in raws if not unicodedata.is_normalized("NFC", line.raw)]
    remarks = []
    if found:
        line, match = found[0]
        message = f"去掉了 {len(found)} 个看不见的字符（零宽字符、控制字符等），第一个在这里。"
        remarks.append(remark(Place(line.number, line.column + match.start()), "I11", message))
    if changed:
        message = f"{len(changed)} 行有兼容写法的字符，已换成标准写法，第一处在这一行。"
        remarks.append(remark(changed[0].place(), "I11", message))
    return tuple(remarks)


def _private(lines: list[Line]) -> tuple[Problem, ...]:
    found = [(line, match[0]) for line in lines for match in _PRIVATE.finditer(line.text)]
    if not found:
        return ()
    line, character = found[0]
    message = f"有 {len(found)} 个私用区字符，别的电脑上会显示不出来，第一个是 U+{ord(character):04X}。"
    return (remark(line.place(character), "I11", message, "请对照原稿，换成正确的字。"),)
