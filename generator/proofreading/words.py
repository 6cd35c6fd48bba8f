"""Words: 截止, the site's own lists, and units that one issue calls by two names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from generator.model import Unit
from generator.proofreading.finding import Finding
from generator.proofreading.marks import LETTERS
from generator.proofreading.prose import Prose, without_titles
from generator.read.words import Exact, Words

# --- W01: 截止 ------------------------------------------------------------------------------------

_UNTIL = re.compile(
    r"截止(?=目前|当前|现在|今[天日年]|昨[天日]|本[月周季年]|上[月周年季]|去年|年底|月底|月末|\d|[一二三四五六七八九十〇]+[月年日])"
)
_CLOSES = re.compile(r"(?:报名|申报|投递|受理|登记|缴费|申请|征集|提交|征求意见|时间|日期)[^，。；]{0,6}$")


def until(prose: Prose) -> Iterator[Finding]:
    """W01: 截至目前, not 截止目前: 截止 ends a matter, 截至 counts up to a day (《现代汉语词典》)."""
    text = without_titles(prose.text)
    for found in _UNTIL.finditer(text):
        if not _CLOSES.search(text, max(found.start() - 12, 0), found.start()):
            after = text[found.end() : found.end() + 2]
            message, hint = f"“截止{after}”应为“截至{after}”。", "“截止”是到期停止，“截至”是计算到某时。"
            yield Finding(found.start(), found.end(), "W01", message, hint, "截至", True)


# --- W03, W04, W05: the site's lists --------------------------------------------------------------


def listed(prose: Prose, words: Words) -> Iterator[Finding]:
    """W03 forbidden, W04 replaced, W05 inexact words, by the lists of words.yaml."""
    text = prose.text
    if words.forbidden:
        reasons = {one.word: one.reason for one in words.forbidden}
        for found in _any_of(tuple(reasons)).finditer(text):
            hint = reasons[found[0]] or "换一种说法。"
            yield Finding(found.start(), found.end(), "W03", f"不要用“{found[0]}”。", hint)
    if words.replaced:
        yield from _replaced(text, dict(words.replaced))
    if words.exact:
        yield from _inexact(text, words.exact)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of some words, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _replaced(text: str, right: Mapping[str, str]) -> Iterator[Finding]:
    for found in _any_of(tuple(right)).finditer(text):
        wanted = right[found[0]]
        if not _is_part_of(text, found, wanted):
            message = f"“{found[0]}”应写作“{wanted}”。"
            yield Finding(found.start(), found.end(), "W04", message, "", wanted, True)


def _is_part_of(text: str, found: re.Match[str], right: str) -> bool:
    """Whether the wrong word stands inside of the right one."""
    within = right.find(found[0])
    return within >= 0 and text.startswith(right, found.start() - within) and found.start() >= within


def _inexact(text: str, exact: Sequence[Exact]) -> Iterator[Finding]:
    names = [one.name for one in exact]
    yield from _misheard(text, tuple(names))
    persons = [one for one in exact if one.titles]
    if persons:
        yield from _wrong_titles(text, persons, frozenset(names))
        yield from _wrong_order(text, [one.name for one in persons])


_LEAST = 2


def _misheard(text: str, names: tuple[str, ...]) -> Iterator[Finding]:
    """Names with a character of the same sound in place of the right one, as input methods choose it."""
    known = frozenset(names)
    for found in _like(names).finditer(text):
        name = next(name for name in names if _one_other(name, found[0]))
        if found[0] not in known and _sounds_alike(name, found[0]):
            message, hint = f"“{found[0]}”是不是“{name}”？", "words.yaml 要求准确写出。"
            yield Finding(found.start(), found.end(), "W05", message, hint, name)


@cache
def _like(names: tuple[str, ...]) -> re.Pattern[str]:
    """A name with any one of its characters exchanged for another."""
    forms = (
        f"{re.escape(name[:n])}[{LETTERS}]{re.escape(name[n + 1 :])}"
        for name in names
        if len(name) > _LEAST
        for n in range(len(name))
    )
    return re.compile("|".join(forms) or r"(?!)")


def _one_other(name: str, written: str) -> bool:
    return len(name) == len(written) and sum(a != b for a, b in zip(name, written, strict=True)) <= 1


def _sounds_alike(name: str, written: str) -> bool:
    # Imported here: the tables take a tenth of a second, and few sites list names.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return bool(
        name != written and lazy_pinyin(name, style=Style.NORMAL) == lazy_pinyin(written, style=Style.NORMAL)
    )


def _wrong_titles(text: str, persons: Sequence[Exact], names: frozenset[str]) -> Iterator[Finding]:
    """A known person with another's title, or a known title before a name that is nearly the right one."""
    holders = {
        title: [one.name for one in persons if title in one.titles] for one in persons for title in one.titles
    }
    titles = {one.name: one.titles for one in persons}
    title = _any_of(tuple(holders)).pattern
    for found in re.finditer(
        rf"(?P<under>副?)(?P<title>{title})(?P<name>{_any_of(tuple(titles)).pattern})", text
    ):
        own = titles[found["name"]]
        if found["under"] + found["title"] not in own and not (not found["under"] and found["title"] in own):
            message = f"{found['name']}的职务是{'、'.join(own)}。"
            yield Finding(found.start(), found.end("title"), "W05", message, "检查职务和姓名。")
    for found in re.finditer(rf"(?<!副)(?P<title>{title})(?P<name>[{LETTERS}]{{2,4}})", text):
        for name in holders[found["title"]]:
            written = found["name"][: len(name)]
            start = found.start("name")
            told = _sounds_alike(name, written)
            if _one_other(name, written) and written not in names and not told:
                message, hint = f"“{written}”是不是“{name}”？", "words.yaml 要求准确写出。"
                yield Finding(start, start + len(name), "W05", message, hint, name)


def _wrong_order(text: str, order: Sequence[str]) -> Iterator[Finding]:
    """Persons named one after another, not in the order of the list."""
    rank = {name: number for number, name in enumerate(order)}
    one = _any_of(tuple(order)).pattern
    for found in re.finditer(
        rf"(?=(?P<first>{one})(?:、|和|及|，)[{LETTERS}、]{{0,16}}?(?P<second>{one}))", text
    ):
        if rank[found["first"]] > rank[found["second"]]:
            start, end = found.start("first"), found.end("second")
            message = f"{found['second']}应排在{found['first']}前面。"
            yield Finding(start, end, "W05", message, "按 words.yaml 里的先后。")


# --- W02: one unit, two names ---------------------------------------------------------------------


class Named(NamedTuple):
    """A unit as an item names it: the number of the unit, the name, where it stands."""

    unit: int
    name: str
    start: int
    end: int


def names_of_units(prose: Prose, units: tuple[Unit, ...]) -> list[Named]:
    """Where an item names units that have several names; not where a name is explained by another.

    `县人力资源和社会保障局（以下简称县人社局）` names the unit by the name that follows.
    """
    owners = _owners(units)
    if not owners:
        return []
    text = without_titles(prose.text)
    found = [Named(owners[one[0]], one[0], *one.span()) for one in _any_of(tuple(owners)).finditer(text)]
    return [one for one in found if not _INTRODUCES.match(text, one.end) and not _is_longer(text, one)]


_INTRODUCES = re.compile(r"[（(](?:以下)?(?:统一)?(?:简称|称)|，?以下简称")


def _is_longer(text: str, one: Named) -> bool:
    """Whether a name is only part of another, like 县人社局 in 县人社局长."""
    return text.startswith("长", one.end) and one.name.endswith("局")


@cache
def _owners(units: tuple[Unit, ...]) -> dict[str, int]:
    return {name: n for n, unit in enumerate(units) if unit.aliases for name in (unit.name, *unit.aliases)}


def two_names(items: Mapping[str, Sequence[Named]], units: tuple[Unit, ...]) -> Iterator[tuple[str, Finding]]:
    """W02: the items, by their files, that call a unit otherwise than the rest of the issue does."""
    for number in sorted({one.unit for named in items.values() for one in named}):
        uses = {file: [one for one in named if one.unit == number] for file, named in items.items()}
        counts = Counter(one.name for named in uses.values() for one in named)
        if len(counts) < 2:
            continue
        own = units[number].name
        wanted = own if own in counts else max(counts, key=lambda name: (counts[name], name))
        for file, named in uses.items():
            yield from (
                (file, _other_name(one, wanted)) for one in _first_of_each(named) if one.name != wanted
            )


def _first_of_each(named: Iterable[Named]) -> Iterable[Named]:
    return {one.name: one for one in reversed(list(named))}.values()


def _other_name(one: Named, wanted: str) -> Finding:
    message = f"“{one.name}”在本期里又写作“{wanted}”。"
    return Finding(one.start, one.end, "W02", message, "一期里用一种叫法。", wanted)
