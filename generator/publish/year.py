"""The site of one year, made by the makers of the whole: all of its links lead to what is there."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import msgspec

from generator import urls
from generator.jobs import Job, Stored, key
from generator.make.compiling import store_theme
from generator.make.making import do_jobs
from generator.model import Archive, Bodies, Body, Issue, Problem
from generator.plan import Design, plan
from generator.plan_print import Year
from generator.press import print_of
from generator.progress import Progress
from generator.proving import dead_links
from generator.proving import problems as problems_of
from generator.read.reading import BODIES
from generator.store import Store
from generator.survey import Survey
from generator.theme import program, read_theme
from generator.workers import Workers, cores
from generator.write.output import Look, write


def of_year(archive: Archive, year: Year) -> Archive:
    """What the archive has of a year, without the address of a server: it may open anywhere."""
    settings = msgspec.structs.replace(archive.settings, base_url="")
    issues = tuple(issue for issue in archive.issues if Year(issue.series, issue.year) == year)
    return Archive(settings, issues)


def make_site(
    site: Path, read: Survey, archive: Archive, year: Year, bodies: Store, folder: Path, progress: Progress
) -> tuple[Problem, ...]:
    """Make the site of a year in `folder/site`; what stands in the way is given back.

    `archive` is what there is of the year, `bodies` the store that has its texts. `folder` is empty.

    Raises:
        OSError: a file can't be read or written.
    """
    store = folder / "store"
    here = _with_own_links(archive, bodies, Store(store))
    jobs = _jobs(site, read, here, year, store)
    staged = folder / "staged"
    staged.mkdir()
    step = partial(progress.step, "生成")
    with Workers(cores()) as workers:
        made = do_jobs(site, store, staged, jobs, {}, workers, step)
    if made.problems:
        return made.problems
    dead = dead_links(made.done, {}, frozenset(), lambda address: (staged / address).read_bytes())
    if dead:
        return tuple(problems_of(dead, jobs, read.sources))
    write(folder / "site", staged, made.files, {}, None, Look({}, frozenset()))
    return ()


def _jobs(site: Path, read: Survey, archive: Archive, year: Year, store: Path) -> Mapping[str, Job]:
    theme, salt = read_theme(site), program()
    html = store_theme(store, theme.html)
    printed = Stored("print", Store(store).put("print", theme.print))
    design = Design(
        html,
        theme.assets,
        theme.asset_addresses,
        print_of(site, printed, archive.settings, read.undrawable),
    )
    volumes = frozenset() if any(issue.scan for issue in archive.issues) else frozenset((year,))
    return {key(job, salt): job for job in plan(archive, design, volumes)}


# --- Links to other years -------------------------------------------------------------------------


def _with_own_links(archive: Archive, bodies: Store, store: Store) -> Archive:
    """The archive with texts, put into `store`, in which a link to another year is just its words."""
    here = frozenset(item.address for issue in archive.issues for item in issue.items)
    issues = tuple(_with_links_to(here, issue, bodies, store) for issue in archive.issues)
    return Archive(archive.settings, issues)


def _with_links_to(here: Iterable[str], issue: Issue, bodies: Store, store: Store) -> Issue:
    said: Bodies = bodies.get(BODIES, issue.bodies, Bodies)
    cut = partial(_cut, frozenset(here))
    items = {
        number: Body(cut(body.html), cut(body.note_html), body.text) for number, body in said.items.items()
    }
    return msgspec.structs.replace(issue, bodies=store.put(BODIES, Bodies(cut(said.note_html), items)))


def _cut(here: frozenset[str], html: str) -> str:
    return _TO_ITEM.sub(lambda link: link[0] if link["to"] in here else link["words"], html)


_TO_ITEM = re.compile(
    rf'<a [^<>]*href="{urls.ROOT}(?P<to>[^"#]*\.html)[^"]*"[^<>]*>(?P<words>.*?)</a>', re.DOTALL
)
