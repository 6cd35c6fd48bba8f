"""What is asked of a build, and what it tells."""

from typing import NamedTuple

from generator.model import Problem
from generator.problems import has_errors


class Options(NamedTuple):
    """How to build; all of it is part of what a state stands for, but `jobs` and `clean`."""

    pdf: bool = True
    drafts: bool = False
    clean: bool = False
    jobs: int | None = None


class Report(NamedTuple):
    """What a build found and did. `written` and `removed` are addresses; `made` counts jobs done."""

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    made: int = 0
    issues: int = 0
    items: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether errors kept the build from writing."""
        return has_errors(self.problems)
