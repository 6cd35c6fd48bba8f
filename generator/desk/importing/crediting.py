"""Whom an item comes from, as its last lines say it: （县人社局供稿）, ——摘自新华网, 来源：农业局.

The tests stand in the order of their certainty. What no test knows stays in the text.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from generator.desk.importing import names, pairs
from generator.desk.importing.bulletin import Credits, Known, Said
from generator.desk.importing.lines import Line
from generator.desk.importing.numerals import find_date
from generator.model import Place, Reprint


class Tail(NamedTuple):
    """The text that is left when a credit has been taken from its end."""

    text: str
    credits: Credits


_END = r"(?:^|(?<=[。！？；…”’）)》\]]))"
_DASHED = re.compile(
    rf"{_END}\s*[—\-－–―─]{{1,4}}\s*(?P<inner>(?:摘|转|选|据|原载|来源|稿源|文章来源)[^。]{{2,60}})。?$"
)
_FROM = re.compile(r"(?:摘自|转自|选自|摘编自|转载自|摘录自|原载)\s*[:：]?\s*(?P<name>.{2,60})")
_ACCORDING_TO = re.compile(r"据\s*(?P<name>.{2,40}?)\s*(?:报道|消息|电|讯|刊载)?")
_VERB = re.compile(r"(?P<who>.{2,40}?)\s*(?P<verb>供稿|撰稿|报送|提供|报道|来稿|撰写)")
_ROLE = re.compile(
    r"(?P<role>供稿|撰稿人?|作者|(?:本报|融媒体|实习|特约)?通讯员|(?:本报|融媒体|实习)?记者|供稿单位|作者单位)"
    r"[\s]+(?P<who>.+)"
)
_NEVER = re.compile(
    r"(?:全文)?完|未完.*|待续|[见附下转上接详].*|单位.*|[\d.,，%％、~～—-]+|[一二三四五六七八九十]+|试行|暂行|略|下同|修订.*"
)
_CLOSERS = {"）": "（(", ")": "（(", "]": "[［", "］": "[［", "】": "【"}
_LONGEST_BRACKET = 20
_LONGEST_LINE = 30
_SENTENCE_END = "。！？；…”’."
_URL = re.compile(r"https?://[\x21-\x7e]+")
_QUOTED = re.compile(r"[《〈“](?P<name>[^《》〈〉“”]+)[》〉”]")
_CLAUSE = re.compile(r"[，。；！？]")
_SINGLE = re.compile(r"[^\s，。；！？]{2,16}")


def tail(text: str, line: Line, known: Known) -> Tail | None:
    """The credit at the end of a paragraph, taken off; None where there is none that is certain enough."""
    labelled = labels(text, line, known)
    if labelled:
        return Tail("", labelled)
    dashed = _DASHED.search(text)
    said = _explicit(dashed["inner"], line, known) if dashed else None
    if dashed and said:
        return Tail(text[: dashed.start()].rstrip(), said)
    return _bracket(text, line, known) or _own_line(text, line, known)


def labels(text: str, line: Line, known: Known) -> Credits | None:
    """The credits of a line that is nothing but labels and values: `来源：农业局 编辑：赵礼`."""
    read = pairs.read(text)
    found = Credits()
    for label, value in read:
        if value:
            found = joined(found, _labelled(label, value, line, known))
    return found if read else None


def of_entry(inner: str, line: Line, known: Known) -> Credits:
    """The credit that a line of the contents gives in brackets: a unit's name, or a paper's."""
    if inner not in known.units and names.is_press(inner):
        return Credits(reprint=_guessed(_reprint(inner, line), f"“{inner}”像是报刊或网站的名称"))
    found = _units_first(inner, line, known)
    return (
        found
        if names.is_unit(inner, known)
        else as_guess(found, f"“{inner}”不在 units.yaml 中，当作单位", known)
    )


def as_guess(found: Credits, reason: str, known: Known | None = None) -> Credits:
    """Credits that are not certain, but for the units that are `known`."""
    sure = known.units if known else ()
    reprint = found.reprint if known else found.reprint and _guessed(found.reprint, reason)
    units = (u if u.value in sure else Said(u.value, u.place, u.guess or reason) for u in found.units)
    return msgspec.structs.replace(found, units=tuple(units), reprint=reprint)


def joined(first: Credits, second: Credits) -> Credits:
    """Two findings about one item; what both say stands once, and of two reprints the first counts."""
    unused = (*first.unused, *second.unused)
    if first.reprint and second.reprint and first.reprint.value != second.reprint.value:
        unused = (*unused, Said(second.reprint.value.name, second.reprint.place))
    return Credits(
        _once((*first.units, *second.units)),
        _both_authors(first.author, second.author),
        first.reprint or second.reprint,
        _once((*first.editors, *second.editors)),
        unused,
    )


# --- Labels ---------------------------------------------------------------------------------------


def _labelled(label: str, value: str, line: Line, known: Known) -> Credits:
    if label in pairs.UNITS:
        return _origin(value, line, known, sure=label.startswith(("供稿", "来稿", "作者", "报送")))
    if label in pairs.WRITERS:
        return _people_first(value, line, known)
    if label in pairs.EDITORS:
        return Credits(editors=tuple(Said(name, line.place(name)) for name in _people(value)))
    return Credits(unused=(Said(f"{label}：{value}", line.place(value)),))


def _people(value: str) -> tuple[str, ...]:
    return tuple(name for group in names.read(value, Known()) for name in group)


def _origin(value: str, line: Line, known: Known, *, sure: bool) -> Credits:
    """A `来源` is a unit or a paper; a `供稿` is always a unit."""
    if sure or value in known.units:
        return _units_first(value, line, known)
    if names.is_press(value) or _QUOTED.search(value):
        return Credits(reprint=_guessed(_reprint(value, line), f"“{value}”像是报刊或网站的名称"))
    return as_guess(_units_first(value, line, known), f"“{value}”不在 units.yaml 中，当作单位", known)


def _units_first(value: str, line: Line, known: Known) -> Credits:
    """Names where a unit is meant: what is no person's name is a unit, and so is a lone name."""
    found = names.read(value, known)
    if found.others:
        ordered = _in_order(value, found)
        units = tuple(n for n in ordered if n not in found.people) if found.units or found.looks else (value,)
        people = found.people if found.units or found.looks else ()
        return Credits(_said(units, line), _author(people, line))
    units = _in_order(value, names.Named(units=found.units, looks=found.looks))
    if not units:
        return Credits(author=_author(found.people, line))
    return Credits(_said(units, line), _author(found.people, line))


def _people_first(value: str, line: Line, known: Known) -> Credits:
    """Names where a writer is meant: units that stand with them are the source."""
    found = names.read(value, known)
    people = tuple(name for name in _in_order(value, found) if name not in (*found.units, *found.looks))
    units = _in_order(value, names.Named(units=found.units, looks=found.looks))
    return Credits(_said(units, line), _author(people, line))


def _in_order(value: str, found: names.Named) -> tuple[str, ...]:
    flat = [name for group in found for name in group]
    squeezed = value.replace(" ", "")
    return tuple(sorted(flat, key=squeezed.find))


# --- Brackets -------------------------------------------------------------------------------------


def last_bracket(text: str) -> tuple[int, str] | None:
    """Where the bracket that ends a text begins, and what stands in it; None where it is not balanced."""
    closer = text[-1:]
    openers = _CLOSERS.get(closer, "")
    depth = 0
    for index in range(len(text) - 1, -1, -1) if openers else ():
        depth += text[index] in _family(closer)
        depth -= text[index] in openers
        if depth == 0:
            return index, text[index + 1 : -1].strip()
    return None


def _family(closer: str) -> str:
    return "".join(c for c, openers in _CLOSERS.items() if openers == _CLOSERS[closer])


def is_credit(inner: str) -> bool:
    """Whether the inside of a bracket can be a credit at all: not （完）, （见附件）, （一）, （12）."""
    return bool(inner) and not _NEVER.fullmatch(inner)


def _bracket(text: str, line: Line, known: Known) -> Tail | None:
    stripped = text.rstrip("。. ")
    found = last_bracket(stripped)
    if found is None or not is_credit(found[1]):
        return None
    start, inner = found
    rest = text[:start].rstrip()
    credits_ = _explicit(inner, line, known)
    if credits_ is None and stripped == text and (not rest or rest[-1] in _SENTENCE_END):
        credits_ = _bare(inner, line, known)
    return None if credits_ is None else Tail(rest, credits_)


def _explicit(inner: str, line: Line, known: Known) -> Credits | None:
    """A bracket that says of itself that it is a credit: 摘自…, …供稿, 通讯员 …, 来源：…."""
    labelled = labels(inner, line, known)
    if labelled:
        return labelled
    origin = _origin_of_reprint(inner, line)
    if origin:
        return origin
    role = _ROLE.fullmatch(inner)
    if role and len(inner) <= _LONGEST_LINE:
        unit = role["role"].startswith(("供稿", "作者单位"))
        return (_units_first if unit else _people_first)(role["who"], line, known)
    verb = _VERB.fullmatch(inner)
    return _by_verb(verb["who"], verb["verb"], line, known) if verb else None


def _origin_of_reprint(text: str, line: Line) -> Credits | None:
    """`摘自…` names any source; `据…` only a paper, since 据了解 is how sentences begin."""
    origin = _FROM.fullmatch(text)
    if origin is None:
        origin = _ACCORDING_TO.fullmatch(text)
        if origin is None or not names.is_press(origin["name"]):
            return None
    return Credits(reprint=_reprint(origin["name"], line))


def _by_verb(who: str, verb: str, line: Line, known: Known) -> Credits | None:
    if re.search(r"[。！？]", who) or who.startswith(("由", "图片", "照片", "数据")):
        return None
    if verb in {"撰稿", "撰写"} and names.could_be_person(who) and not names.is_unit(who, known):
        return Credits(author=_author((who,), line))
    return _units_first(who, line, known)


def _bare(inner: str, line: Line, known: Known) -> Credits | None:
    """A bracket with nothing but names. Units that we do not know and people are guesses."""
    found = names.read(inner, known)
    if len(inner) > _LONGEST_BRACKET or found.others or not any(found):
        return _pen_names(inner, found, line)
    looks = tuple(Said(n, line.place(n), f"“{n}”不在 units.yaml 中，看末字当作单位") for n in found.looks)
    units = tuple(Said(n, line.place(n)) for n in found.units)
    order = _in_order(inner, names.Named(units=found.units, looks=found.looks))
    named = tuple(sorted((*units, *looks), key=lambda said: order.index(said.value)))
    guess = "" if found.units else f"“{inner}”像是人名"
    return Credits(named, _author(found.people, line, guess))


def _pen_names(inner: str, found: names.Named, line: Line) -> Credits | None:
    """People of whom at least one has a surname: `王艳 斐然`."""
    if not found.people or found.units or found.looks or len(inner) > _LONGEST_BRACKET:
        return None
    everyone = _in_order(inner, found)
    if not all(names.could_be_person(name) for name in everyone):
        return None
    return Credits(author=_author(everyone, line, f"“{inner}”像是人名"))


# --- A line of its own ----------------------------------------------------------------------------


def _own_line(text: str, line: Line, known: Known) -> Tail | None:
    if len(text) > _LONGEST_LINE:
        return None
    origin = None if _CLAUSE.search(text) else _origin_of_reprint(text, line)
    if origin:
        return Tail("", origin)
    verb = _VERB.fullmatch(text)
    if verb and _SINGLE.fullmatch(verb["who"].replace(" ", "")) and verb["verb"] in {"供稿", "撰稿"}:
        credits_ = _by_verb(verb["who"], verb["verb"], line, known)
        return Tail("", credits_) if credits_ else None
    if text in known.units:
        return Tail("", Credits(units=(Said(text, line.place(text), "独占一行的单位名"),)))
    found = names.read(text, known)
    if found.people and not any((found.looks, found.units)) and re.fullmatch(r"\S+(?: \S+)+", text):
        people = _pen_names(text, found, line)
        return Tail("", people) if people else None
    return None


# --- Values ---------------------------------------------------------------------------------------


def _reprint(text: str, line: Line) -> Said[Reprint]:
    """A paper's name with the address and date that stand beside it; never less than the text says."""
    url = _URL.search(text)
    rest = _URL.sub("", text).strip(" （(）)，,")
    dated = find_date(rest)
    if dated:
        rest = (rest[: dated.start] + rest[dated.end :]).strip(" （(）)，,")
    quoted = _QUOTED.search(rest)
    name = quoted["name"] if quoted and not _QUOTED.sub("", rest).strip(" （(）)，,") else rest
    day = dated.day.isoformat() if dated else ""
    return Said(Reprint(name or text, url[0] if url else "", day), line.place(name))


def _guessed(said: Said[Reprint], reason: str) -> Said[Reprint]:
    return Said(said.value, said.place, reason)


def _said(values: Sequence[str], line: Line) -> tuple[Said[str], ...]:
    return tuple(Said(value, line.place(value)) for value in values)


def _author(people: Sequence[str], line: Line, guess: str = "") -> Said[str] | None:
    return Said(" ".join(people), line.place(people[0]), guess) if people else None


def _once(values: Sequence[Said[str]]) -> tuple[Said[str], ...]:
    return tuple(
        {said.value: said for said in reversed(values)}[v] for v in dict.fromkeys(s.value for s in values)
    )


def _both_authors(first: Said[str] | None, second: Said[str] | None) -> Said[str] | None:
    if first is None or second is None:
        return first or second
    people = dict.fromkeys((*first.value.split(" "), *second.value.split(" ")))
    return Said(" ".join(people), Place(first.place.line, first.place.column), first.guess or second.guess)
