"""Proofreading a site: the edge where its texts are opened, and put right where that is asked for."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.files import write_whole
from generator.model import IssueSource, Problem, Reprint, Unit
from generator.problems import problem, weighed
from generator.proofreading import fixing, repeats, words
from generator.proofreading import prose as proses
from generator.proofreading.finding import Finding
from generator.proofreading.prose import Prose
from generator.proofreading.rules import proofread as proofread_item
from generator.proofreading.words import Named
from generator.read.folder import ISSUE_FILE
from generator.read.text import Lines, decode
from generator.read.words import WORDS_FILE, Words, read_words
from generator.survey import Survey
from generator.workers import Workers, batches, cores

_BATCH = 100
_COST = 1
"""Milliseconds of an item."""


class Task(NamedTuple):
    """An item or an issue.yaml to be read; `day` is what its 今年 is reckoned from."""

    file: str
    title: str
    day: date | None
    reprint: bool


class Rules(NamedTuple):
    """What the rules need of the site."""

    words: Words
    units: tuple[Unit, ...]
    off: frozenset[str]


class Seen(NamedTuple):
    """What was found in one text, and what others are compared with."""

    problems: tuple[Problem, ...] = ()
    named: tuple[Named, ...] = ()
    sample: tuple[int, ...] = ()


def proofread(site: Path, read: Survey) -> tuple[Problem, ...]:
    """The survey's problems, and those of proofreading, with the levels that the site wishes.

    Raises:
        OSError: a file can't be read.
    """
    rules, problems = _rules(site, read)
    tasks = _tasks(read)
    with Workers(cores()) as workers:
        groups = batches(tasks, _BATCH)
        seen = list(chain.from_iterable(workers.map(partial(_look, site, rules), groups, _COST * len(tasks))))
    found = [*read.problems, *problems, *(p for one in seen for p in one.problems)]
    found += _two_names(site, rules, tasks, seen)
    found += _repeats(site, tasks, seen)
    settings = read.settings.settings
    return weighed(found, settings.checks if settings else {})


def mend(site: Path, read: Survey, *, reprints: bool) -> tuple[Problem, ...]:
    """Put right what is safe to put right, in the files; gives what was wrong. Reprints only if asked for.

    Raises:
        OSError: a file can't be read or written.
    """
    rules, _ = _rules(site, read)
    tasks = [task for task in _tasks(read) if reprints or not task.reprint]
    with Workers(cores()) as workers:
        groups = batches(tasks, _BATCH)
        mended = workers.map(partial(_mend, site, rules), groups, _COST * len(tasks))
        return tuple(chain.from_iterable(mended))


def _rules(site: Path, read: Survey) -> tuple[Rules, tuple[Problem, ...]]:
    file = site / WORDS_FILE
    listed, problems = read_words(file.read_bytes()) if file.is_file() else (Words(), ())
    settings = read.settings.settings
    checks = settings.checks if settings else {}
    off = frozenset(code for code, level in checks.items() if level == "off")
    return Rules(listed, settings.units if settings else (), off), problems


def _tasks(read: Survey) -> list[Task]:
    return [task for source in read.sources for task in _tasks_of(source)]


_PROSE_OF_ISSUES = frozenset({"title", "note", "signed_by", "editors"})


def _tasks_of(source: IssueSource) -> Iterator[Task]:
    if not _PROSE_OF_ISSUES.isdisjoint(source.places):
        yield Task(source.file, source.title, source.date, False)
    for item in source.items:
        if item.status != "withdrawn":
            day = _day(item.reprint, source.date)
            yield Task(item.file, item.title.value, day, item.reprint is not None)


def _day(reprint: Reprint | None, issued: date | None) -> date | None:
    """The day on which a text was written, as far as it is known."""
    if reprint is None:
        return issued
    found = re.fullmatch(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?", reprint.date)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


# --- One text, in a worker ------------------------------------------------------------------------


def _look(site: Path, rules: Rules, tasks: Sequence[Task]) -> list[Seen]:
    return [_look_at(site, rules, task) for task in tasks]


def _look_at(site: Path, rules: Rules, task: Task) -> Seen:
    text, prose = _read(site, task.file)
    found = proofread_item(prose, task.day, rules.words, rules.off)
    problems = tuple(_problems(task.file, text, prose, found)) if found else ()
    own_words = not task.reprint and "W02" not in rules.off
    named = words.names_of_units(prose, rules.units) if own_words else ()
    return Seen(problems, tuple(named), repeats.sample(prose) if "R01" not in rules.off else ())


def _problems(file: str, text: str, prose: Prose, found: Iterable[Finding]) -> Iterator[Problem]:
    lines = Lines(text)
    for one in found:
        start, end = prose.source(one.start, one.end)
        place = lines.place(start)
        old = text[start:end]
        new = one.new if old == prose.text[one.start : one.end] else None
        yield problem(file, place.line, place.column, one.code, one.message, one.hint, old=old, new=new)


def _mend(site: Path, rules: Rules, tasks: Sequence[Task]) -> list[Problem]:
    return [one for task in tasks for one in _mend_one(site, rules, task)]


def _mend_one(site: Path, rules: Rules, task: Task) -> list[Problem]:
    content = (site / task.file).read_bytes()
    text, _ = decode(content, task.file)
    mended, rounds = fixing.mend(
        text, lambda prose: proofread_item(prose, task.day, rules.words, rules.off), _reader(task.file)
    )
    if mended != text:
        write_whole(site / task.file, _as_written(mended, content))
    return [told for one in rounds for told in _problems(task.file, one.text, one.prose, one.fixed)]


def _as_written(text: str, before: bytes) -> bytes:
    """A text with the line ends and the byte order mark that its file had."""
    raw = before.decode()
    ends = [*re.findall(r"\r\n|\r|\n", raw), ""]
    lines = text.split("\n")
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    return (mark + "".join(map("".join, zip(lines, ends, strict=True)))).encode()


# --- Items beside each other ----------------------------------------------------------------------


def _two_names(site: Path, rules: Rules, tasks: Sequence[Task], seen: Sequence[Seen]) -> Iterator[Problem]:
    """W02, issue by issue."""
    issues: dict[str, dict[str, Sequence[Named]]] = {}
    for task, one in zip(tasks, seen, strict=True):
        if one.named:
            issues.setdefault(task.file.rpartition("/")[0], {})[task.file] = one.named
    for items in issues.values():
        for file, finding in words.two_names(items, rules.units):
            text, prose = _read(site, file)
            yield from _problems(file, text, prose, _unless_right(prose, finding, rules))


def _repeats(site: Path, tasks: Sequence[Task], seen: Sequence[Seen]) -> Iterator[Problem]:
    """R01, over the whole archive; `tasks` stand in the order of their issues."""
    for item, earlier in repeats.candidates([one.sample for one in seen]):
        text, prose = _read(site, tasks[item].file)
        _, other = _read(site, tasks[earlier].file)
        share, start, end = repeats.compared(prose, other)
        if share >= repeats.SHARE:
            told = repeats.told(share, start, end, tasks[earlier].title, tasks[earlier].file)
            yield from _problems(tasks[item].file, text, prose, [told])


def _unless_right(prose: Prose, finding: Finding, rules: Rules) -> list[Finding]:
    return [finding] if prose.text[finding.start : finding.end] not in rules.words.right else []


def _read(site: Path, file: str) -> tuple[str, Prose]:
    text, _ = decode((site / file).read_bytes(), file)
    return text, _reader(file)(text)


def _reader(file: str) -> Callable[[str], Prose]:
    return proses.read_yaml if file.endswith(f"/{ISSUE_FILE}") else proses.read
