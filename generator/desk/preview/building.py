"""The site as it is now: built by the build that everybody uses, and what is wrong with it."""

import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.build import build
from generator.desk.preview.watching import Watch
from generator.files import why
from generator.model import Problem
from generator.problems import has_errors
from generator.progress import Progress
from generator.read.text import decode
from generator.report import Options, Report
from generator.write.lock import LockedError
from generator.write.output import ForeignFolderError
from generator.write.state import FOLDER

_PATIENCE = 3
"""Looks at the site's folder that may fail in a row: a folder that is being renamed can't be read."""

_AGAIN = 1.0
"""Seconds after which a build is tried again that could not read or write: the disk may have room by now."""


class Finding(NamedTuple):
    """A problem and the line of the file that it is in: what is `wrong` there, what stands before and after.

    All three are empty where the line can't be shown.
    """

    problem: Problem
    before: str = ""
    wrong: str = ""
    after: str = ""


class StoppedError(Exception):
    """The preview ends; a build that is under way goes no further."""


class Preview:
    """The site in a folder of its own, drafts included; with errors the last good pages stay.

    `look` is for one thread. The other attributes may be read from any: each is replaced as a whole.
    """

    def __init__(self, site: Path, today: Callable[[], date]) -> None:
        self.site = site
        self.folder = site / FOLDER / "preview"
        self.findings: tuple[Finding, ...] = ()
        self.looks = 0
        self.stopping = False
        self._today = today
        self._watch = Watch(site)
        self._day = date.min
        self._alone = False
        self._patience = _PATIENCE
        self._again = float("inf")

    @property
    def failed(self) -> bool:
        """Whether errors keep the pages as they were."""
        return has_errors(finding.problem for finding in self.findings)

    def look(self, read: Iterable[str] = ()) -> Report | None:
        """Build if files have changed since the last time, and tell how it went.

        `read` are the issues that somebody reads, whose files are looked at first.

        Raises:
            StoppedError: the preview ends.
        """
        if not self._is_due(read):
            return None
        self._again = float("inf")
        self._day = self._today()
        try:
            report = self._build()
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever happens, the last good pages stay
            self._again, self._alone = time.monotonic() + _AGAIN, False
            report = Report((trouble(self.site, error),))
            if tuple(finding.problem for finding in self.findings) == report.problems:
                return None  # as a moment ago
        self.findings = tuple(found_in(self.site, problem) for problem in report.problems)
        self.looks += 1
        return report

    def _build(self) -> Report:
        """Build; at first the folder may hold whatever it likes, then nobody else writes there."""
        options = Options(pdf=False, drafts=True, alone=self._alone)
        listing = self._watch.listing if self._patience == _PATIENCE else None
        report = build(self.site, self.folder, options, self._day, Progress(self._step), listing)
        self._alone = True
        return report

    def _is_due(self, read: Iterable[str]) -> bool:
        try:
            changed = self._watch.changed(read)
        except OSError:
            self._patience -= 1
            return self._patience == 0  # the build will say what can't be read
        self._patience = _PATIENCE
        return changed or time.monotonic() > self._again or self._today() != self._day

    def _step(self, *_: object) -> None:
        if self.stopping:
            raise StoppedError


def trouble(site: Path, error: Exception) -> Problem:
    """What kept a build from its end, as a problem."""
    match error:
        case LockedError():
            message, file = "另一个预览或生成还没有结束。", ""
        case ForeignFolderError():
            message = f"{error.folder} 里有不是本程序生成的文件（如 {error.example}）。请删去这个文件夹。"
            file = ""
        case OSError():
            message, file = why(error), _name(site, error.filename)
        case _:
            message, file = f"程序出了内部错误：{type(error).__name__}: {error}", ""
    return Problem(file, 1, 1, "F09", message, "网页还是上一次的。")


def _name(site: Path, filename: object) -> str:
    """A file as it is called in the site, or wherever it lies."""
    path = Path(str(filename or ""))
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else str(filename or "")


def found_in(site: Path, problem: Problem) -> Finding:
    """A problem with its line, if it is in a text."""
    try:
        text, wrong = decode((site / problem.file).read_bytes(), problem.file)
    except (OSError, ValueError):
        return Finding(problem)
    lines = text.split("\n")
    if wrong or not 0 < problem.line <= len(lines):
        return Finding(problem)
    line, start = lines[problem.line - 1], problem.column - 1
    old = (problem.old or "").partition("\n")[0]
    if not line.startswith(old, start):
        old = ""
    return Finding(problem, line[:start], old, line[start + len(old) :])
