"""The plan of what is printed: a PDF of each issue, and a bound volume of each year that is over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator import urls
from generator.jobs import Content, Job, Stored
from generator.make import printing
from generator.make.fonts import Faces
from generator.make.proofing import Proof
from generator.model import Archive, Issue, PrintDesign
from generator.read.folder import ISSUE_FILE
from generator.read.sources import CONTENT


class Print(NamedTuple):
    """What PDFs have in common: the stored templates, the faces of each series, the mastheads' pictures.

    `undrawable` are the characters of each issue that no face has, by the issue's path.
    """

    theme: Stored
    faces: Mapping[str, Faces]
    pictures: Mapping[str, Content]
    undrawable: Mapping[str, str]


class Year(NamedTuple):
    """A year of a series."""

    series: str
    year: int


def closed_years(issues: Iterable[Issue]) -> frozenset[Year]:
    """The years that are over: their series has a published issue of a later year. No clock is asked.

    A year with scanned issues is left out: they can't be typeset, and a volume without them is none.
    """
    published = [issue for issue in issues if issue.status == "published"]
    latest: dict[str, int] = defaultdict(int)
    for issue in published:
        latest[issue.series] = max(latest[issue.series], issue.year)
    years = {Year(issue.series, issue.year) for issue in published if issue.year < latest[issue.series]}
    return frozenset(years - {Year(issue.series, issue.year) for issue in published if issue.scan})


def pdfs(archive: Archive, printed: Print, volumes: Iterable[Year]) -> Iterator[Job]:
    """The jobs of all PDFs: of the issues, and the bound volumes of years."""
    for issue in archive.issues:
        if not issue.scan:
            yield issue_job(archive, printed, issue)
    for year in sorted(volumes):
        yield volume_job(archive, printed, year)


def issue_job(archive: Archive, printed: Print, issue: Issue) -> Job:
    """The job of an issue's PDF."""
    args = (
        *_common(archive, printed, issue.series),
        issue,
        Stored("bodies", issue.bodies),
        _pictures(archive, printed, (issue,)),
        _undrawable(printed, (issue,)),
    )
    return Job(urls.issue_pdf(issue.path), printing.issue_pdf, args, 60, _source(issue))


def proof_job(archive: Archive, printed: Print, issue: Issue, proof: Proof) -> Job:
    """The job of an issue's proof."""
    job = issue_job(archive, printed, issue)
    return job._replace(make=printing.proof_files, args=(*job.args, proof))


def volume_job(archive: Archive, printed: Print, year: Year) -> Job:
    """The job of a year's bound volume, which holds its published issues; there must be one."""
    issues = tuple(
        issue
        for issue in archive.issues
        if Year(issue.series, issue.year) == year and issue.status == "published"
    )
    args = (
        *_common(archive, printed, year.series),
        year.year,
        issues,
        {issue.path: Stored("bodies", issue.bodies) for issue in issues},
        _pictures(archive, printed, issues),
        _undrawable(printed, issues),
    )
    cost = 60 + 30 * len(issues)
    return Job(urls.volume_pdf(*year), printing.volume_pdf, args, cost, _source(issues[0]))


def _common(
    archive: Archive, printed: Print, series: str
) -> tuple[Stored, Faces, PrintDesign, object, object]:
    own = next(one for one in archive.settings.series if one.key == series)
    design = archive.settings.print_of(series)
    return printed.theme, printed.faces[series], design, own, archive.settings.sections


def _undrawable(printed: Print, issues: tuple[Issue, ...]) -> str:
    """The characters of issues that no face has, in what they say of earlier ones, too."""
    paths = [issue.path for issue in issues] + [one.path for issue in issues for one in issue.corrected]
    return "".join(sorted({character for path in paths for character in printed.undrawable.get(path, "")}))


def _source(issue: Issue) -> str:
    return f"{CONTENT}/{issue.path}/{ISSUE_FILE}"


def _pictures(archive: Archive, printed: Print, issues: tuple[Issue, ...]) -> dict[str, Content]:
    """All pictures that issues show in print, by their addresses; the masthead's by its name in the site."""
    name = archive.settings.print_of(issues[0].series).name_picture
    own = {name: printed.pictures[name]} if name else {}
    return own | {a.address: Content(a.file, a.digest) for issue in issues for a in issue.attached if a.shown}
