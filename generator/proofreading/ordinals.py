"""Ordinals: the mark after them, and series that lack a number (GB/T 15834—2011 附录 B.3)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import ASIDE, Prose, without_titles

HAN_NUMBERS = "一二三四五六七八九十"

# --- P03: the mark after an ordinal ---------------------------------------------------------------

_AT_START = r"(?:^|(?<=[。；：]))"
_N = f"[{HAN_NUMBERS}]"
_PUNCTUATION = re.compile(
    rf"^(?P<digits>\d{{1,2}})、[ ]*(?=[{LETTERS}“《])"
    rf"|(?<=[。；：])(?P<inner>\d{{1,2}})、(?=[{LETTERS}“《])(?!\d)"
    rf"|{_AT_START}(?P<bracket>[（(](?:{_N}{{1,3}}|\d{{1,2}})[）)]|[①-⑳])[、，,.．：:](?![（(①-⑳]|{_N}+[）、])"
    rf"|{_AT_START}(?P<nth>第{_N}{{1,3}}|其{_N}|首先|其次|再次|最后)、(?!{_N}|[第其再最\d])"
    rf"|^(?P<han>{_N}{{1,3}})[，,.．](?=[{LETTERS}“《])",
    re.MULTILINE,
)
_RIGHT = {"digits": ".", "inner": ".", "bracket": "", "nth": "，", "han": "、"}
_WHY = {
    "digits": "阿拉伯数字序号后用下脚点。",
    "inner": "阿拉伯数字序号后用下脚点。",
    "bracket": "带括号的序号后不用标点。",
    "nth": "“第”“其”字头和“首先”一类的序号后用逗号。",
    "han": "汉字序号后用顿号。",
}


def after_ordinals(prose: Prose) -> Iterator[Finding]:
    """P03: `1.` `一、` `第一，`, nothing after `（一）` and `（1）` (GB/T 15834—2011 附录 B.3)."""
    text = without_titles(prose.text)
    for found in _PUNCTUATION.finditer(text):
        kind = str(found.lastgroup)
        new = found[kind] + _RIGHT[kind]
        message = f"序号“{found[0].strip()}”后面的标点不对。"
        yield Finding(found.start(), found.end(), "P03", message, _WHY[kind], new, True)


# --- V07: series with a hole ----------------------------------------------------------------------


class _Series(NamedTuple):
    """A way of counting: how a member is found, and how one is written."""

    pattern: re.Pattern[str]
    written: str
    demands_first: bool = False


def _begins(after: str, first: str) -> str:
    """A character of `first` before which only one of `after` may stand: fast, since the character leads."""
    return rf"{first}(?<![^{after}]{first})"


_CLAUSE = _begins("\n。；：，、！？“（ ", _N)
_SENTENCE = r"\n。；："
_SERIES = (
    _Series(re.compile(rf"({_CLAUSE}{_N}?)是(?![{HAN_NUMBERS}否非])"), "{}是", demands_first=True),
    _Series(re.compile(rf"({_CLAUSE}{_N}?)要(?=[{LETTERS}])"), "{}要"),
    _Series(re.compile(rf"{_begins(_SENTENCE, '第')}({_N}{{1,2}})[，、]"), "第{}，"),
    _Series(re.compile(rf"{_begins(_SENTENCE + '，、', '其')}({_N})[，、]"), "其{}，"),
    _Series(re.compile(rf"^({_N}{{1,3}})、(?!{_N})", re.MULTILINE), "{}、"),
    _Series(re.compile(rf"{_begins(_SENTENCE, '[（(]')}({_N}{{1,3}})[）)]"), "（{}）"),
    _Series(re.compile(r"^(\d{1,2})[.、．](?=[^\d\s.%])", re.MULTILINE), "{}."),
    _Series(re.compile(rf"{_begins(_SENTENCE, '[（(]')}(\d{{1,2}})[）)](?=[{LETTERS}“])"), "（{}）"),
    _Series(re.compile(r"([①-⑳])(?=[^①-⑳、和至])"), "{}"),
)
_MAY_STAND_FOR_FIRST = re.compile(r"一方面|首先|第一|其一|一来|一则")


def series(prose: Prose) -> Iterator[Finding]:
    """V07: 一是 二是 四是, and other series that lack or repeat a number. Quotations count by themselves."""
    text = without_titles(prose.text)
    for layer in _layers(text):
        for kind in _SERIES:
            members = list(kind.pattern.finditer(layer))
            if len(members) > 1 or (members and kind.demands_first):
                yield from _holes(layer, kind, members)


def _layers(text: str) -> Iterator[str]:
    """The prose with its quotations blanked; and, where there are any, the quotations alone."""
    quotations = [found.span() for found in _QUOTATION.finditer(text)]
    if not quotations:
        yield text
        return
    outside = list(text)
    for start, end in quotations:
        outside[start + 1 : end - 1] = ASIDE * (end - start - 2)
    yield "".join(outside)
    for start, end in quotations:
        if end - start > _SHORT_QUOTATION:
            yield ASIDE * start + text[start:end]


_QUOTATION = re.compile(r"“[^“”\n]*”")
_SHORT_QUOTATION = 12


def _holes(text: str, kind: _Series, members: list[re.Match[str]]) -> Iterator[Finding]:
    last = 0
    for member in members:
        number = _number(member[1])
        if number == 1:
            last = 1
            continue
        if last == 0 and not kind.demands_first:
            last = number
            continue
        if last == 0 and _MAY_STAND_FOR_FIRST.search(text, 0, member.start()):
            last = number
            continue
        if number != last + 1:
            yield _hole(kind, member, last, number)
        last = number


def _hole(kind: _Series, member: re.Match[str], last: int, number: int) -> Finding:
    own, wanted = kind.written.format(member[1]), _written(kind, member[1], last + 1)
    if number > last + 1:
        message, hint = f"“{own}”前面没有“{wanted}”。", "补上缺的一项，或改正序号。"
    else:
        message, hint = f"“{own}”重复或倒了次序。", f"按次序应当是“{wanted}”。"
    return Finding(member.start(), member.end(), "V07", message, hint)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written in _CIRCLED:
        return _CIRCLED.index(written) + 1
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return HAN_NUMBERS.index(written[-1]) + 1
    return (HAN_NUMBERS.index(tens) + 1 if tens else 1) * 10 + (HAN_NUMBERS.index(ones) + 1 if ones else 0)


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _written(kind: _Series, like: str, number: int) -> str:
    if like.isdecimal():
        return kind.written.format(number)
    if like in _CIRCLED:
        return _CIRCLED[number - 1]
    tens, ones = divmod(number, 10)
    han = (
        (HAN_NUMBERS[tens - 1] if tens > 1 else "")
        + "十" * bool(tens)
        + (HAN_NUMBERS[ones - 1] if ones else "")
    )
    return kind.written.format(han)
