"""Chinese text: which characters are Han, what was meant by a wrong word, names in pinyin."""

import difflib
import hashlib
import re
from collections.abc import Iterable

HAN = (
    "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
)
"""Han characters, their punctuation and their full-width forms, as the inside of a character class.

Dashes, ellipses and curved quotes count as Chinese: between Latin words a line break beside them is kept,
since it is dropped only where both sides are Chinese (CSS Text 4, segment break transformation).
"""

UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters that show nothing (soft hyphens, marks without width), as the inside of a character class."""

LONGEST_KEY = 100

_WORDLIKE = re.compile(r"[A-Za-z0-9]+")
_SPACE = re.compile(r"\s")
_UNSEEN = re.compile(f"[{UNSEEN}]")


def count(text: str) -> int:
    """The number of characters as offices count them: all but white space."""
    return len(_SPACE.sub("", text))


def seen(text: str) -> str:
    """The text without characters that show nothing."""
    return _UNSEEN.sub("", text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None.

    Names are short, so one wrong, missing or exchanged character of three must still be found.
    """
    words = list(dict.fromkeys(known))
    folded = {w.casefold(): w for w in words}
    if word.casefold() in folded:
        return folded[word.casefold()]
    close = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`是不是“县人社局”？`, or nothing where no known word is near."""
    found = nearest(word, known)
    return f"是不是“{found}”？" if found else ""


def rare(text: str) -> frozenset[str]:
    """The characters of a text that a Chinese face may lack.

    They are those which are not in the code page of Chinese Windows (GBK), and ≒, which hardly any face has.
    """
    common = text.replace("≒", "").encode("gbk", "ignore").decode("gbk")
    return frozenset() if len(common) == len(text) else frozenset(text) - frozenset(common)


def pinyin(name: str) -> str:
    """A name's syllables joined, a–z and 0–9 only: `县人社局` → `xianrensheju`.

    At most `LONGEST_KEY` of them: it is to name a folder, which may have 255 characters.
    """
    # Imported here: the tables take a tenth of a second, and most builds need no pinyin.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    syllables = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    return "".join(_WORDLIKE.findall("".join(syllables))).lower()[:LONGEST_KEY]


def syllables(name: str) -> tuple[str, ...]:
    """A name's syllables, by which names stand in the order of an index; what has none stays as it is."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return tuple(syllable.casefold() for syllable in lazy_pinyin(name, style=Style.TONE3, v_to_u=False))


def initials(name: str) -> str:
    """The first letters of a name's syllables: `县人社局` → `xrsj`; Latin letters and digits as they are."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(_WORDLIKE.findall("".join(letters))).lower()


def suffix(name: str) -> str:
    """Four hex digits that tell a name from another of the same pinyin."""
    return hashlib.sha256(name.encode()).hexdigest()[:4]


def keyword_key(name: str) -> str:
    """The key of a keyword's page; it always carries the suffix, since keywords come and go."""
    return "-".join(part for part in (pinyin(name), suffix(name)) if part)
