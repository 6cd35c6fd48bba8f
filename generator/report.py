"""What is asked of a build, and what it tells."""

from typing import NamedTuple

from generator.model import Problem
from generator.problems import has_errors


class Options(NamedTuple):
    """How to build: `pdf` and `drafts` decide what, the others how.

    `explain` asks for the reasons. `alone` says that nobody else has written into the output since the last
    build, whose files need not be looked at then.
    """

    pdf: bool = True
    drafts: bool = False
    clean: bool = False
    jobs: int | None = None
    explain: bool = False
    alone: bool = False


class Report(NamedTuple):
    """What a build found and did. `written` and `removed` are addresses; `made` counts jobs done.

    `reasons` say for each of them why, where that was asked for.
    """

    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    made: int = 0
    issues: int = 0
    items: int = 0
    seconds: float = 0.0
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def failed(self) -> bool:
        """Whether errors kept the build from writing."""
        return has_errors(self.problems)
