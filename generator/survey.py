"""The first half of the road: what the site's files say, as far as possible from what the last build knew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from generator.jobs import Done
from generator.model import Archive, IssueSource, Problem, Value
from generator.problems import weighed
from generator.progress import Progress
from generator.read.archive import assemble, keyword_keys
from generator.read.reading import IssueRecord, SiteRecord, read_issues, read_settings
from generator.read.sources import CONTENT, Listing, folders, scan
from generator.theme import program
from generator.workers import Workers, cores
from generator.write.lock import locked
from generator.write.state import State, StateFolder


class Details(Value, frozen=True):
    """What a build leaves to the next one, beside what tells whether there is anything to do."""

    site: SiteRecord
    issues: dict[str, IssueRecord]
    keywords: dict[str, str]
    jobs: dict[str, Done]


class Survey(NamedTuple):
    """What the site's files say; `before` is what the last build knew.

    `undrawable` are the characters of each issue that no face has, by the issue's path.
    """

    before: Details
    settings: SiteRecord
    issues: dict[str, IssueRecord]
    keywords: dict[str, str]
    archive: Archive | None
    problems: tuple[Problem, ...]
    undrawable: Mapping[str, str] = MappingProxyType({})

    @property
    def sources(self) -> list[IssueSource]:
        """The issues as written, drafts too, in the order of their folders."""
        return [record.source for record in self.issues.values()]

    @property
    def shown(self) -> list[IssueSource]:
        """The issues as written that the archive has: without drafts, those that a build publishes."""
        paths = {issue.path for issue in self.archive.issues} if self.archive else frozenset[str]()
        return [source for source in self.sources if source.path in paths]

    def concerning(self, paths: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of some issues and of the site's settings."""
        folders = tuple(f"{CONTENT}/{path}/" for path in paths)
        return tuple(
            p for p in self.problems if not p.file.startswith(f"{CONTENT}/") or p.file.startswith(folders)
        )

    @property
    def items(self) -> int:
        """How many items the archive has."""
        return sum(len(issue.items) for issue in self.archive.issues) if self.archive else 0


def survey(
    site: Path,
    output: Path,
    today: date,
    *,
    drafts: bool = True,
    jobs: int | None = None,
    progress: Progress = Progress(),  # noqa: B008 - a constant
) -> Survey:
    """What the site's files say, without building; what the last build of `output` read is not read again.

    Raises:
        LockedError, OSError: as in `build`.
    """
    folder = StateFolder(site, output)
    with locked(folder.path, progress.waiting), Workers(jobs or cores()) as workers:
        state, listing = folder.load(program()), scan(site)
        changed = state.changed_inputs(listing.files) if state else ()
        read = read_site(site, folder.path, state, listing, changed, today, progress, workers, drafts=drafts)
    return with_glyphs(site, read)


def with_glyphs(site: Path, read: Survey) -> Survey:
    """The survey, and in it the characters that can't be printed."""
    settings = read.settings.settings
    rare = read.settings.rare or any(source.rare for source in read.sources)
    if not rare or settings is None or read.archive is None:
        return read
    from generator.glyphs import lacking  # noqa: PLC0415 - takes Typst along, and is needed once in a while
    from generator.make.fonts import look  # noqa: PLC0415

    at_hand = cache(partial(look, site / "fonts"))
    found = lacking(
        read.archive,
        read.sources,
        read.settings.rare,
        lambda series: at_hand().serving(settings.print_of(series).fonts),
    )
    problems = weighed((*read.problems, *found.problems), settings.checks)
    return read._replace(problems=problems, undrawable=found.characters)


def read_site(
    site: Path,
    store: Path,
    state: State | None,
    listing: Listing,
    changed: Iterable[str],
    today: date,
    progress: Progress,
    workers: Workers,
    *,
    drafts: bool,
) -> Survey:
    """The survey of a site whose files are `listing`; those not `changed` are as in the last `state`."""
    before = _details(state)
    settings = read_settings(site, listing, before.site)
    places, misplaced = folders(listing, [one.key for one in settings.series])
    in_folders = frozenset(file.removeprefix(f"{CONTENT}/").rpartition("/")[0] for file in changed)
    step = partial(progress.step, "读取")
    issues = read_issues(site, store, places, before.issues, in_folders, workers, step)
    sources = [record.source for record in issues.values()]
    keywords = keyword_keys(sources, before.keywords)
    archive, problems = _assembled(settings, sources, misplaced, keywords, today, drafts=drafts)
    return Survey(before, settings, issues, keywords, archive, problems)


def _details(state: State | None) -> Details:
    nothing = Details(SiteRecord(), {}, {}, {})
    try:
        return msgspec.msgpack.decode(state.details, type=Details) if state else nothing
    except msgspec.DecodeError:
        return nothing


def _assembled(
    site: SiteRecord,
    sources: Sequence[IssueSource],
    misplaced: Sequence[Problem],
    keywords: Mapping[str, str],
    today: date,
    *,
    drafts: bool,
) -> tuple[Archive | None, tuple[Problem, ...]]:
    """The archive, if there are settings to assemble it under, and all problems found so far."""
    if site.settings is None:
        found = (*site.problems, *(p for source in sources for p in source.problems))
        return None, weighed(found, {})
    archive, problems = assemble(site.settings, sources, keywords, today, drafts=drafts)
    return archive, weighed((*site.problems, *misplaced, *problems), site.settings.checks)
