"""The build: read → plan → make → write, and nothing is written while something is wrong."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.jobs import Job, Stored, key
from generator.make.fonts import find_faces
from generator.make.making import do_jobs
from generator.make.staging import staging
from generator.make.templates import theme as html_theme
from generator.make.typeset import PrintDesign
from generator.model import Archive, IssueSource, Problem
from generator.plan import Design, Print, plan
from generator.problems import has_errors, weighed
from generator.progress import Progress
from generator.read.archive import assemble
from generator.read.reading import BODIES, IssueRecord, SiteRecord, read_issues, read_settings
from generator.read.sources import Listing, Stamp, folders, scan
from generator.store import Store
from generator.theme import ThemeFiles, program, read_theme
from generator.workers import Workers, cores
from generator.write.lock import locked
from generator.write.output import present, refuse_foreign, write
from generator.write.state import Details, State, StateFolder, decode_details, encode


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


class Survey(NamedTuple):
    """What the site's files say; `before` is what the last build knew."""

    before: Details
    settings: SiteRecord
    issues: dict[str, IssueRecord]
    archive: Archive | None
    problems: tuple[Problem, ...]

    @property
    def sources(self) -> list[IssueSource]:
        """The issues as written, drafts too, in the order of their folders."""
        return [record.source for record in self.issues.values()]


def build(
    site: Path,
    output: Path,
    options: Options,
    today: date,
    progress: Progress = Progress(),  # noqa: B008
) -> Report:
    """Build a site into a folder. With errors in the content nothing is written.

    Raises:
        ForeignFolderError: the output folder holds somebody else's files.
        LockedError: another build of the same output runs for too long.
        OSError: a file can't be written.
    """
    began = time.perf_counter()
    folder = StateFolder(site, output)
    with locked(folder.path, progress.waiting), Workers(options.jobs or cores()) as workers:
        told = _build(site, output, folder, options, today, progress, workers)
    return told._replace(seconds=time.perf_counter() - began)


def survey(
    site: Path,
    output: Path,
    options: Options,
    today: date,
    progress: Progress = Progress(),  # noqa: B008
) -> Survey:
    """What the site's files say, without building; what the last build of `output` read is not read again.

    Raises:
        LockedError, OSError: as in `build`.
    """
    folder = StateFolder(site, output)
    with locked(folder.path, progress.waiting), Workers(options.jobs or cores()) as workers:
        state = folder.load(program())
        return _read(site, folder, state, scan(site), options, today, progress, workers)


def _build(
    site: Path,
    output: Path,
    folder: StateFolder,
    options: Options,
    today: date,
    progress: Progress,
    workers: Workers,
) -> Report:
    theme = read_theme(site)
    salt, depends_on = program(), f"pdf={options.pdf} drafts={options.drafts} theme={theme.digest}"
    seen, listing, found = folder.clock(), scan(site), present(output)
    state = None if options.clean else folder.load(salt)
    if state and state.options == depends_on and _untouched(state, listing, output, found):
        return Report(state.problems, issues=state.issues, items=state.items)
    refuse_foreign(output, found, state.outputs if state else {})

    read = _read(site, folder, state, listing, options, today, progress, workers)
    if read.archive is None or has_errors(read.problems):
        return report(read)
    design = _design(site, theme, Store(folder.path), options)
    jobs = {key(job, salt): job for job in plan(read.archive, design)}
    kept = _intact(read.before.jobs, jobs, state, output, found)
    stale = {name: job for name, job in jobs.items() if name not in kept}
    with staging(folder.path) as staged:
        made = do_jobs(site, folder.path, staged, stale, workers, partial(progress.step, "生成"))
        if made.problems:
            return Report(weighed((*read.problems, *made.problems), {}))
        outputs, change = write(output, staged, made.files, kept, state, found)

    done = kept | {name: tuple(file.address for file in files) for name, files in made.files.items()}
    told = report(read)._replace(written=change.written, removed=change.removed, made=len(stale))
    details = encode(Details(read.settings, read.issues, done))
    counts = (told.issues, told.items)
    inputs = dict(listing.files)
    saved = folder.clock()
    folder.save(State(salt, depends_on, seen, inputs, outputs, saved, told.problems, *counts, details))
    Store(folder.path).keep_only(BODIES, (record.source.bodies for record in read.issues.values()))
    return told


def _read(
    site: Path,
    folder: StateFolder,
    state: State | None,
    listing: Listing,
    options: Options,
    today: date,
    progress: Progress,
    workers: Workers,
) -> Survey:
    before = (decode_details(state.details) if state else None) or Details(SiteRecord(), {}, {})
    settings = read_settings(site, listing, before.site)
    places, misplaced = folders(listing, [one.key for one in settings.series])
    trusted = partial(_trusts_input, state, listing)
    step = partial(progress.step, "读取")
    issues = read_issues(site, folder.path, places, before.issues, trusted, workers, step)
    archive, problems = _assembled(settings, issues, misplaced, options, today)
    return Survey(before, settings, issues, archive, problems)


def report(read: Survey) -> Report:
    """What a survey found, as a build that wrote nothing would tell it."""
    issues = read.archive.issues if read.archive else ()
    return Report(read.problems, issues=len(issues), items=sum(len(issue.items) for issue in issues))


def _assembled(
    site: SiteRecord,
    issues: Mapping[str, IssueRecord],
    misplaced: Sequence[Problem],
    options: Options,
    today: date,
) -> tuple[Archive | None, tuple[Problem, ...]]:
    """The archive, if there are settings to assemble it under, and all problems found so far."""
    sources = [record.source for record in issues.values()]
    if site.settings is None:
        found = (*site.problems, *misplaced, *(p for source in sources for p in source.problems))
        return None, weighed(found, {})
    archive, problems = assemble(site.settings, sources, today, drafts=options.drafts)
    return archive, weighed((*site.problems, *misplaced, *problems), site.settings.checks)


def _design(site: Path, theme: ThemeFiles, store: Store, options: Options) -> Design:
    html = Stored("html", store.put("html", html_theme(theme.html)))
    printed = None
    if options.pdf:
        stored = Stored("print", store.put("print", theme.print))
        printed = Print(stored, find_faces(site / "fonts"), PrintDesign())
    return Design(html, theme.assets, theme.asset_addresses, printed)


def _untouched(state: State, listing: Listing, output: Path, found: Mapping[str, Stamp]) -> bool:
    """Whether neither the inputs nor the output have changed, and no warning depends on the day."""
    return (
        listing.files.keys() == state.inputs.keys()
        and found.keys() == state.outputs.keys()
        and not listing.links
        and not any(p.code == "D03" for p in state.problems)
        and all(state.trusts_input(name, now) for name, now in listing.files.items())
        and all(state.left_alone(output, address, now) for address, now in found.items())
    )


def _trusts_input(state: State | None, listing: Listing, name: str) -> bool:
    return state is not None and state.trusts_input(name, listing.files[name])


def _intact(
    before: Mapping[str, tuple[str, ...]],
    jobs: Mapping[str, Job],
    state: State | None,
    output: Path,
    found: Mapping[str, Stamp],
) -> dict[str, tuple[str, ...]]:
    """The jobs done before whose files all stand in the output as they were written."""
    if state is None:
        return {}
    return {
        name: before[name]
        for name in jobs
        if name in before and all(a in found and state.left_alone(output, a, found[a]) for a in before[name])
    }
