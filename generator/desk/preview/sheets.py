"""The PDF of an issue, made when somebody looks at it and made anew when it would be another."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.desk import proof
from generator.desk.proof import UnprintableError
from generator.jobs import key
from generator.model import Problem
from generator.plan_print import issue_job
from generator.survey import survey
from generator.theme import ThemeError


class Sheet(NamedTuple):
    """The PDF of an issue, or the problems for which there is none; another `key`, another PDF."""

    key: str
    pdf: bytes
    problems: tuple[Problem, ...] = ()


class Sheets:
    """The PDFs of the issues last looked at."""

    KEPT = 8

    def __init__(self, site: Path, output: Path, today: Callable[[], date]) -> None:
        self._site = site
        self._output = output
        self._today = today
        self._kept: dict[str, tuple[int, Sheet]] = {}

    def known(self, path: str) -> str:
        """The key of an issue's PDF as it was last made; empty where it never was."""
        return self._kept[path][1].key if path in self._kept else ""

    def sheet(self, path: str, looks: int) -> Sheet:
        """The PDF of the issue `2016/05`; `looks` grows whenever files may have changed.

        Without a PDF and without problems there is no such issue, or nothing but a scan of it.

        Raises:
            LockedError, OSError: as in `generator.survey.survey`.
        """
        when, known = self._kept.pop(path, (-1, Sheet("", b"")))
        made = known if when == looks else self._made(path, known)
        self._kept[path] = looks, made
        for old in list(self._kept)[: -self.KEPT]:
            del self._kept[old]
        return made

    def _made(self, path: str, known: Sheet) -> Sheet:
        read = survey(self._site, self._output, self._today())
        wrong = tuple(p for p in read.concerning([path]) if p.level == "error")
        if wrong or read.archive is None:
            return Sheet(repr(wrong), b"", wrong)
        issue = next((one for one in read.archive.issues if one.path == path and not one.scan), None)
        if issue is None:
            return Sheet("-", b"")
        try:
            job = issue_job(read.archive, proof.design(self._site, self._output, read), issue)
            name = key(job, "")
            if name == known.key:
                return known
            made = proof.run_job(self._site, self._output, job)[job.subject]
        except (ThemeError, UnprintableError) as error:
            return Sheet(repr(error.problems), b"", error.problems)
        return Sheet(name, made)
