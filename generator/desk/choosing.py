"""Finding a unit or section in a numbered list: by its number, a part of a name, or pinyin initials."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.chinese import initials
from generator.model import Settings


class Choice(NamedTuple):
    """Something to choose: the name that is written, the others that it is found by, its group's head."""

    name: str
    aliases: tuple[str, ...] = ()
    group: str = ""


def sections(settings: Settings) -> tuple[Choice, ...]:
    """The sections in their order."""
    return tuple(Choice(section.name) for section in settings.sections)


def units(settings: Settings) -> tuple[Choice, ...]:
    """The units, those of a class together, classes in the order in which they come first."""
    ranks = list(dict.fromkeys(unit.rank for unit in settings.units))
    ordered = sorted(settings.units, key=lambda unit: ranks.index(unit.rank))
    return tuple(Choice(unit.name, unit.names[1:], unit.rank) for unit in ordered)


def narrowed(choices: Sequence[Choice], typed: str) -> tuple[Choice, ...]:
    """The choices that are meant: one by its number (from 1) or name, else all that it is a part of.

    Latin letters are looked for in the pinyin initials: `rsj` finds 县人社局.
    """
    typed = typed.strip()
    if typed.isascii() and typed.isdigit():
        return tuple(choices[int(typed) - 1 : int(typed)]) if int(typed) else ()
    exact = tuple(one for one in choices if typed in (one.name, *one.aliases))
    if exact:
        return exact[:1]
    return tuple(one for one in choices if any(_matches(name, typed) for name in (one.name, *one.aliases)))


def _matches(name: str, typed: str) -> bool:
    return typed in name or (typed.isascii() and typed.casefold() in initials(name))
