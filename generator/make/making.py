"""Jobs done: in this process or in workers, their files left in a staging folder."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from jinja2 import TemplateError

from generator.jobs import Content, Done, Job, Load, Stored, StoredKind, run
from generator.make.compiling import load_theme
from generator.make.links import targets
from generator.make.print_tree import TypesetError
from generator.make.staging import Staged, stage
from generator.model import Bodies, Problem
from generator.pictures import PictureError
from generator.problems import problem
from generator.store import Store
from generator.workers import Workers, batches

_TYPES: Mapping[StoredKind, Any] = {"bodies": Bodies, "print": dict[str, str]}
_LARGEST_BATCH = 32


_Result = tuple[str, tuple[Staged, ...], str, Problem | None]
Results = Callable[[], list[_Result]]
"""Waits for the results of jobs that were begun."""


class Made(NamedTuple):
    """The staged files of each job by its key, where their pages lead, and what went wrong."""

    files: dict[str, tuple[Staged, ...]]
    targets: dict[str, str]
    problems: tuple[Problem, ...]

    @property
    def done(self) -> dict[str, Done]:
        """What each job left."""
        return {
            key: Done(tuple(file.address for file in files), self.targets[key])
            for key, files in self.files.items()
        }


def do_jobs(
    site: Path,
    store: Path,
    staging: Path,
    jobs: Mapping[str, Job],
    standing: Mapping[str, str],
    workers: Workers,
    step: Callable[[int, int], None],
    begun: Mapping[str, Results] = MappingProxyType({}),
) -> Made:
    """Do jobs, the longest first; what is `standing` in the output with its SHA-256 is not staged again.

    Of those that are `begun` (`begin`) the results are waited for.

    Raises:
        OSError: a file of the site can't be read, or the staging folder can't be written.
    """
    ordered = sorted((e for e in jobs.items() if e[0] not in begun), key=lambda entry: -entry[1].cost)
    size = max(1, min(_LARGEST_BATCH, len(ordered) // 16))
    cost = sum(job.cost for _, job in ordered)
    # Other processes are not told what stands: to send it takes longer than it saves.
    work = partial(_do_batch, site, store, staging, standing if workers.alone(cost) else {})
    made: dict[str, tuple[Staged, ...]] = {}
    leads: dict[str, str] = {}
    problems: list[Problem] = []
    mapped = workers.map(work, batches(ordered, size), cost)
    for results in chain(mapped, (wait() for wait in begun.values())):
        for key, files, led, failure in results:
            made[key], leads[key] = files, led
            problems += [failure] if failure else []
        step(len(made), len(jobs))
    return Made(made, leads, tuple(problems))


def begin(workers: Workers, site: Path, store: Path, staging: Path, key: str, job: Job) -> Results | None:
    """Begin a job before all are known, if it is worth it; what is given back waits for its results."""
    return workers.early(partial(_do_batch, site, store, staging, {}, [(key, job)]), job.cost)


def _do_batch(
    site: Path, store: Path, staging: Path, standing: Mapping[str, str], tasks: Sequence[tuple[str, Job]]
) -> list[_Result]:
    load = loader(site, store)
    keep = partial(stage, staging, standing=standing)
    return [(key, *_do(job, load, keep)) for key, job in tasks]


def loader(site: Path, store: Path) -> Load:
    """Gives the values of a store and the files of a site for what stands for them in a job."""
    keeps = Store(store)

    theme = cache(partial(load_theme, store))

    def load(argument: Stored | Content) -> Any:
        if isinstance(argument, Content):
            return (site / argument.file).read_bytes()
        if argument.kind == "html":
            return theme(argument.digest)
        return keeps.get(argument.kind, argument.digest, _TYPES[argument.kind])

    return load


def _do(
    job: Job, load: Load, keep: Callable[[str, bytes], Staged]
) -> tuple[tuple[Staged, ...], str, Problem | None]:
    try:
        files = run(job, load)
    except TemplateError as error:
        name = getattr(error, "name", None) or "?"
        line = getattr(error, "lineno", None) or 1
        message = f"网页模板有误：{error.message}"
        return (
            (),
            "",
            problem(f"templates/html/{name}", line, 1, "X01", message, f"（生成 {job.subject} 时）"),
        )
    except TypesetError as error:
        return (), "", problem(job.source or job.subject, 1, 1, "X02", f"排版失败：{error}")
    except PictureError as error:
        name, fault = job.source.rpartition("/")[2], error.fault
        return (), "", problem(job.source, 1, 1, fault.code, f"图片“{name}”{fault.message}", fault.hint)
    return tuple(keep(address, content) for address, content in files), targets(files), None
