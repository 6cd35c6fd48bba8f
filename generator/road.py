"""The road: read → plan → make → write. Nothing is written while something is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.jobs import Digests, Done, Job, Stored, key
from generator.make.compiling import store_theme
from generator.make.making import Results, begin, do_jobs
from generator.make.staging import staging
from generator.model import Archive
from generator.plan import Design, plan
from generator.press import print_of
from generator.problems import has_errors, weighed
from generator.progress import Progress
from generator.proving import dead_links
from generator.proving import problems as problems_of
from generator.read.archive import assemble
from generator.read.reading import BODIES
from generator.report import Options, Report
from generator.start import Start
from generator.store import Store
from generator.survey import Details, Survey, read_site, with_glyphs
from generator.theme import ThemeFiles
from generator.tracing import at_mentions
from generator.workers import Workers
from generator.write.output import refuse_foreign, uninterrupted, write
from generator.write.state import State, Written


class Planned(NamedTuple):
    """The jobs of an archive by their keys; those `kept` were done before, and their files stand whole."""

    design: Design
    jobs: Mapping[str, Job]
    kept: dict[str, Done]

    @property
    def stale(self) -> dict[str, Job]:
        """The jobs that have to be done."""
        return {name: job for name, job in self.jobs.items() if name not in self.kept}


def planned(
    start: Start,
    read: Survey,
    archive: Archive,
    options: Options,
    begin: Callable[[str, Job], object] = lambda *_: None,
) -> Planned:
    """What a build has to do, and what it need not; each job to be done is told to `begin` at once."""
    design = _design(start.site, start.theme, start.folder.path, read, options)
    digests: Digests = {}
    before, right = read.before.jobs, start.look().right
    jobs: dict[str, Job] = {}
    kept: dict[str, Done] = {}
    for job in plan(archive, design):
        name = key(job, start.program, digests)
        jobs[name] = job
        done = before.get(name)
        if done is not None and right >= set(done.addresses):
            kept[name] = done
        else:
            begin(name, job)
    return Planned(design, jobs, kept)


def travel(start: Start, options: Options, today: date, progress: Progress, workers: Workers) -> Report:
    """Go the whole road.

    Raises:
        ForeignFolderError: the output folder holds somebody else's files.
        OSError: a file can't be written.
    """
    site, output, folder, state = start.site, start.output, start.folder, start.state
    read = read_site(
        site,
        folder.path,
        state,
        start.listing,
        start.changed,
        today,
        progress,
        workers,
        drafts=options.drafts,
    )
    read = with_glyphs(site, read) if options.pdf else read
    if read.archive is None or has_errors(read.problems):
        return Report(read.problems)

    look = start.look()
    refuse_foreign(output, look.found, state.outputs if state else {})
    with staging(folder.path) as staged:
        begun: dict[str, Results] = {}

        def early(name: str, job: Job) -> None:
            if results := begin(workers, site, folder.path, staged, name, job):
                begun[name] = results

        to_do = planned(start, read, read.archive, options, early)
        design, jobs, kept, stale = *to_do, to_do.stale
        standing = {a: state.outputs[a].sha256 for a in look.right} if state else {}
        step = partial(progress.step, "生成")
        made = do_jobs(site, folder.path, staged, stale, standing, workers, step, begun)
        if made.problems:
            return Report(weighed((*read.problems, *at_mentions(made.problems, read.sources)), {}))
        before = state.outputs.keys() if state else frozenset[str]()
        dead = dead_links(made.done, kept, before, partial(_content, staged, output))
        if dead:
            return Report(weighed((*read.problems, *problems_of(dead, jobs, read.sources)), {}))
        reasons = _reasons(start, read, design, stale, today, options) if options.explain else ()
        with uninterrupted():
            outputs, change = write(output, staged, made.files, kept, state, look)
            counts = (len(stale), len(read.archive.issues), read.items)
            report = Report(read.problems, *change, *counts, reasons=reasons)
            details = Details(read.settings, read.issues, read.keywords, kept | made.done)
            _save(start, details, outputs, report)
    Store(folder.path).keep_only(BODIES, (record.source.bodies for record in read.issues.values()))
    return report


def _reasons(
    start: Start,
    read: Survey,
    design: Design,
    stale: Mapping[str, Job],
    today: date,
    options: Options,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Why jobs were made anew: the last plan is made again from what that build left."""
    from generator.explain import Reason, explain  # noqa: PLC0415 - asked for now and then

    settings = read.before.site.settings
    if start.state is None or settings is None:
        return (Reason("全部", ("没有上次的结果（第一次生成、--clean，或程序换了版本）",)),)
    sources = [record.source for record in read.before.issues.values()]
    archive, _ = assemble(settings, sources, read.before.keywords, today, drafts=options.drafts)
    theme_changed = start.state.options != start.depends_on
    before = {job.subject: job for job in plan(archive, design)}
    return explain(before, stale.values(), theme_changed=theme_changed)


def _save(start: Start, details: Details, outputs: dict[str, Written], report: Report) -> None:
    start.folder.save(
        State(
            start.program,
            start.depends_on,
            start.seen,
            dict(start.listing.files),
            outputs,
            start.folder.clock(),
            report.problems,
            report.issues,
            report.items,
            msgspec.msgpack.encode(details),
        )
    )


def _design(site: Path, theme: ThemeFiles, store: Path, read: Survey, options: Options) -> Design:
    html = store_theme(store, theme.html)
    printed = None
    if options.pdf and read.settings.settings:
        stored = Stored("print", Store(store).put("print", theme.print))
        printed = print_of(site, stored, read.settings.settings, read.undrawable)
    wanted = options.drafts or (read.settings.settings is not None and read.settings.settings.handbook)
    handbook = tuple(sorted(theme.handbook.items())) if wanted else ()
    return Design(html, theme.assets, theme.asset_addresses, printed, handbook)


def _content(staged: Path, output: Path, address: str) -> bytes:
    """A file as it is going to stand in the output."""
    fresh = staged / address
    return (fresh if fresh.exists() else output / address).read_bytes()
