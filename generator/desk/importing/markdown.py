"""Plain text as Markdown that shows just this text: a backslash where a sign would act, and nowhere else."""

import re
from collections.abc import Sequence

_ESCAPED = r"\\`*_{}\[\]()>#+.!|-"
_BACKSLASH = re.compile(rf"\\(?=[{_ESCAPED}])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AUTOLINK = re.compile(r"<[^<>]*[:@][^<>]*>")
_LINK = re.compile(r"\]\s?[(\[:]|\[\^")
_EDGE_UNDERSCORES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_BLOCK_START = re.compile(r"^(?:#(?=#*(?:\s|$)|#{6})|>|[-+*](?=\s|$)|-(?=[-\s]*$))")
_NUMBERED = re.compile(r"^(?P<n>\d{1,9})\.\s+")
_PAIR = 2


def paragraphs(texts: Sequence[str]) -> str:
    """Paragraphs of plain text as Markdown, an empty line between.

    `1. …`, `2. …` that follow each other are a list, as the editor would have typed it; a number that a
    list would change is escaped.
    """
    made = []
    last: int | None = None
    for text in texts:
        number = _NUMBERED.match(text)
        if number is None:
            last = None
            made.append(escape(text))
        elif number["n"][0] != "0" and (last is None or int(number["n"]) == last + 1):
            last = int(number["n"])
            made.append(f"{last}. {escape(text[number.end() :])}")
        else:
            made.append(f"{number['n']}\\. {escape(text[number.end() :], inside=True)}")
    return "\n\n".join(made)


def escape(text: str, *, inside: bool = False) -> str:
    """One paragraph escaped; `inside` where it does not begin a line."""
    made = _BACKSLASH.sub(r"\\\\", text)
    made = _ENTITY.sub("&amp;", made)
    if _AUTOLINK.search(made):
        made = made.replace("<", "&lt;")
    if _LINK.search(made):
        made = made.replace("[", "\\[")
    for sign in "*`":
        if made.count(sign) >= _PAIR:
            made = made.replace(sign, f"\\{sign}")
    if made.count("_") >= _PAIR:
        made = _EDGE_UNDERSCORES.sub(lambda found: found[0].replace("_", "\\_"), made)
    return made if inside else _BLOCK_START.sub(lambda found: f"\\{found[0]}", made)
