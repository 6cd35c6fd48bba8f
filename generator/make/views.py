"""What the web pages show beside model's values: small frozen views, filled by the plan.

A page takes views and no whole archive, so that what it depends on is just what it shows.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from generator import urls, wording
from generator.model import Card, Issue, IssueKind, Item, Link, Meta, Section, Series, Settings, Unit, Value


class Frame(Value, frozen=True):
    """What every page shows around its content, and where its style and scripts lie.

    `nav` are the links at the head of each page; `base_url` ends in `/` or is empty, and then
    nothing on a page is absolute; `pdf` says whether the issues have PDFs to link to, `originals` whether
    pictures lead to the files they were made from, `handbook` whether the editors' handbook is there.
    """

    name: str
    office: str
    series: tuple[Series, ...]
    sections: tuple[Section, ...]
    nav: tuple[Link, ...]
    css: str
    scripts: tuple[str, ...]
    icon: str
    meta: Meta = Meta()
    base_url: str = ""
    pdf: bool = True
    originals: bool = False
    handbook: bool = False


class IssueCard(Value, frozen=True):
    """An issue as a list shows it: `title` is its number, `topic` the issue's own title if it has one."""

    title: str
    address: str
    date: date
    year: int
    number: int
    kind: IssueKind = "regular"
    topic: str = ""
    draft: bool = False
    scan: bool = False


class ArchiveYear(Value, frozen=True):
    """The issues of one year of one series, in their order; the archive shows the missing numbers itself."""

    series: Series
    year: int
    issues: tuple[IssueCard, ...]


class Contents(Value, frozen=True):
    """An issue with the titles of its items, as the page of a year shows it."""

    issue: IssueCard
    cards: tuple[Card, ...]


class Latest(Value, frozen=True):
    """A section and its newest items, for the home page."""

    section: Section
    cards: tuple[Card, ...]


class Group(Value, frozen=True):
    """Items that an item's page names under a head of their own: 后续, 前情."""

    title: str
    cards: tuple[Card, ...]


class Tenure(Value, frozen=True):
    """A name of a unit and the days between which it bore it, both included; an end may be open."""

    name: str
    since: date | None
    until: date | None


class UnitCount(Value, frozen=True):
    """A unit and how many items it has had published."""

    name: str
    key: str
    count: int


class UnitGroup(Value, frozen=True):
    """The units of one class (综合部门 …), as units.yaml has them; `rank` is empty where there are none."""

    rank: str
    units: tuple[UnitCount, ...]


def frame(
    settings: Settings,
    assets: Mapping[str, str],
    *,
    pdf: bool,
    handbook: bool = False,
    extra: tuple[Link, ...] = (),
) -> Frame:
    """The frame of a site; `assets` maps the theme's file names to addresses, `extra` ends the navigation."""
    sections = tuple(Link(section.name, urls.section(section.key)) for section in settings.sections)
    return Frame(
        name=settings.name,
        office=settings.office,
        series=settings.series,
        sections=settings.sections,
        nav=(*sections, Link("供稿单位", urls.UNITS), Link("历年简报", urls.ARCHIVE), *extra),
        css=assets["site.css"],
        scripts=(assets["site.js"],),
        icon=assets["icon.svg"],
        meta=settings.meta,
        base_url=settings.base_url and settings.base_url.rstrip("/") + "/",
        pdf=pdf,
        originals=settings.originals,
        handbook=handbook,
    )


def tenures(unit: Unit) -> tuple[Tenure, ...]:
    """The names of a unit as one history, oldest first; nothing where it never had another."""
    if not unit.former:
        return ()
    ends = [*(former.until for former in unit.former), None]
    starts = [None, *(former.until + timedelta(days=1) for former in unit.former)]
    names = [*(former.name for former in unit.former), unit.name]
    return tuple(Tenure(*each) for each in zip(names, starts, ends, strict=True))


def issue_card(issue: Issue, series: str = "") -> IssueCard:
    """An issue as lists show it; `series` is named where a list has several."""
    return IssueCard(
        title=wording.in_series(issue, series),
        address=issue.address,
        date=issue.date,
        year=issue.year,
        number=issue.number,
        kind=issue.kind,
        topic=issue.title,
        draft=issue.status == "draft",
        scan=bool(issue.scan),
    )


def item_cards(issue: Issue, series: str = "") -> tuple[Card, ...]:
    """The items of an issue as lists show them, in its order; `series` is named where a list has several."""
    link = Link(wording.in_series(issue, series), issue.address)
    return tuple(_card(issue, item, link) for item in issue.items)


def _card(issue: Issue, item: Item, link: Link) -> Card:
    reprint = f"摘自{item.reprint.name}" if item.reprint else ""
    return Card(
        title=item.title,
        address=item.address,
        date=issue.date,
        credit=wording.credit(item.credits, None) or reprint,
        section=item.section,
        issue=link,
        withdrawn=item.status == "withdrawn",
        draft="draft" in (issue.status, item.status),
    )
