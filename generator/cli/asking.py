"""Questions to the editor, where one sits at a terminal; elsewhere nobody is asked."""

import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

import click

from generator.console import say, width
from generator.desk.choosing import Choice, narrowed

T = TypeVar("T")

_COLUMNS = 78


def somebody_is_there() -> bool:
    """Whether an answer can be expected."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, default: str = "") -> str:
    """One line; `default` is shown in brackets and is what an empty answer means."""
    shown = f"{question}［{default}］" if default else question
    answer: str = click.prompt(shown, default=default, show_default=False, prompt_suffix="：")
    return answer.strip()


def ask_for(question: str, default: str, read: Callable[[str], T | None], wrong: str) -> T:
    """An answer that `read` understands; `wrong` is said of others, and the question is put again."""
    while True:
        value = read(ask(question, default))
        if value is not None:
            return value
        say(wrong)


def yes(question: str) -> bool:
    """Whether the editor agrees; an empty answer does."""
    return ask_for(f"{question}（是/否）", "是", _YES_OR_NO.get, "请回答 是 或 否（y 或 n）。")


_YES_OR_NO = {"是": True, "y": True, "Y": True, "yes": True, "否": False, "n": False, "N": False, "no": False}


def choose(question: str, choices: Sequence[Choice], free: str = "") -> str:
    """The name of one of a numbered list, "" where nothing is answered.

    What is typed is the number, or a part of the name or its pinyin initials, which narrows the list. What
    begins with `free`, where that is given, is taken as it is.
    """
    for line in listed(choices, range(1, len(choices) + 1)):
        say(line)
    while True:
        typed = ask(question)
        if not typed or (free and typed.startswith(free)):
            return typed
        found = narrowed(choices, typed)
        if len(found) == 1:
            say(f"　　{found[0].name}")
            return found[0].name
        if not found:
            say(f"没有“{typed}”，请再输入。")
        for line in listed(found, [choices.index(one) + 1 for one in found]):
            say(line)


def listed(choices: Sequence[Choice], numbers: Sequence[int]) -> list[str]:
    """The choices with their numbers, several on a line, each group under its head."""
    lines = []
    numbered = zip(numbers, choices, strict=True)
    for group, members in groupby(numbered, key=lambda pair: pair[1].group):
        lines += [f"【{group}】"] if group else []
        lines += _wrapped([f"{number} {choice.name}" for number, choice in members])
    return lines


def _wrapped(entries: Sequence[str]) -> list[str]:
    """Entries in columns as wide as the widest of them."""
    column = max(map(width, entries), default=0) + 3
    in_line = max(1, _COLUMNS // column)
    rows = (entries[start : start + in_line] for start in range(0, len(entries), in_line))
    return ["  " + "".join(entry + " " * (column - width(entry)) for entry in row).rstrip() for row in rows]
