"""The web pages. Each function is a maker: frozen values in, addresses and bytes out, nothing else.

Every link is relative and ends in a file name; every page is complete without scripts and readable
without a style sheet.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from generator import urls, wording
from generator.jobs import Files
from generator.make import linked_data, prose, qr
from generator.make.handbook import chapters
from generator.make.templates import Theme, render
from generator.make.views import (
    ArchiveYear,
    Contents,
    Frame,
    Group,
    IssueCard,
    Latest,
    UnitGroup,
    tenures,
)
from generator.model import Bodies, Body, Card, Issue, Item, Keyword, Link, Section, Series, Unit
from generator.pictures import original

_HEADS_ON_ITEM_PAGE = 2
_HEADS_ON_ISSUE_PAGE = 4


class Piece(NamedTuple):
    """An item as the page of its issue shows it."""

    item: Item
    head: str
    run_in: bool
    note: Markup
    text: Markup


class Column(NamedTuple):
    """The items of one section in an issue; items without a section stand in a column without."""

    section: Section | None
    pieces: tuple[Piece, ...]


class YearLink(NamedTuple):
    """A year of a list that has a page for each year."""

    year: int
    address: str
    here: bool


class Cell(NamedTuple):
    """One number in the table of issues; without an issue it is missing."""

    number: int
    issue: IssueCard | None


class Grid(NamedTuple):
    """The numbers of one year: the main run with its gaps, the supplements apart."""

    year: int
    address: str
    total: int
    main: tuple[Cell, ...]
    supplements: tuple[Cell, ...]


class Run(NamedTuple):
    """All years of one series, the newest first."""

    name: str
    years: tuple[Grid, ...]


def home_page(
    theme: Theme,
    frame: Frame,
    issue: Issue | None,
    bodies: Bodies | None,
    recent: tuple[IssueCard, ...],
    latest: tuple[Latest, ...],
) -> Files:
    """The home page: the newest issue in full, the last ones, and the newest items of each section."""
    values: dict[str, object] = {"issue": None}
    if issue is not None and bodies is not None:
        texts = _texts(frame, issue, bodies)
        values = _issue_values(frame, _series(frame, issue), issue, texts, urls.up(urls.HOME))
    return (
        _page(theme, frame, urls.HOME, "home.html", (), kind="home", recent=recent, latest=latest, **values),
    )


def issue_pages(
    theme: Theme,
    frame: Frame,
    series: Series,
    issue: Issue,
    bodies: Bodies,
    before: Link | None,
    after: Link | None,
    same_unit: Mapping[str, tuple[Card, ...]],
    item_before: Link | None = None,
    item_after: Link | None = None,
    linked: Mapping[str, tuple[Group, ...]] = MappingProxyType({}),
) -> Files:
    """The page of an issue and the pages of its items.

    `before` and `after` are the issues beside this one, `item_before` the last item of the one before,
    `item_after` the first of the one after; `same_unit` has other items of the same unit by the number
    of the item whose page shows them, and `linked` those that link to it or that it links to.
    """
    root = urls.up(issue.address)
    bodies = _texts(frame, issue, bodies)
    values = _issue_values(frame, series, issue, bodies, root)
    title = _issue_title(frame, series, issue)
    whole = _page(
        theme,
        frame,
        issue.address,
        "issue.html",
        title,
        kind="issue",
        before=before,
        after=after,
        data=linked_data.of_issue(frame, series, issue),
        **values,
    )
    return (
        whole,
        *_item_pages(theme, frame, series, issue, bodies, same_unit, item_before, item_after, linked),
    )


def archive_page(theme: Theme, frame: Frame, years: tuple[ArchiveYear, ...]) -> Files:
    """All issues by series and year, the newest year first, as numbers with the missing ones shown."""
    runs = tuple(
        Run(series.name, tuple(_grid(year) for year in _newest_first(years) if year.series == series))
        for series in frame.series
    )
    shown = tuple(run for run in runs if run.years)
    gaps = any(
        cell.issue is None for run in shown for year in run.years for cell in (*year.main, *year.supplements)
    )
    values = {"here": urls.ARCHIVE, "runs": shown, "gaps": gaps}
    return (_page(theme, frame, urls.ARCHIVE, "archive.html", ("历年简报",), **values),)


def year_page(
    theme: Theme,
    frame: Frame,
    series: Series,
    year: int,
    issues: tuple[Contents, ...],
    before: Link | None,
    after: Link | None,
    volume: str = "",
) -> Files:
    """The issues of a year with the titles of their items; `before` and `after` are the years beside it.

    `volume` is the address of the bound volume, if there is one.
    """
    address = urls.year(series.key, year)
    title = (f"{year}年", *_own_name(frame, series))
    return (
        _page(
            theme,
            frame,
            address,
            "year.html",
            title,
            here=urls.ARCHIVE,
            series=series,
            year=year,
            issues=issues,
            before=before,
            after=after,
            volume=volume,
        ),
    )


def section_page(
    theme: Theme,
    frame: Frame,
    section: Section,
    year: int | None,
    years: tuple[int, ...],
    cards: tuple[Card, ...],
) -> Files:
    """The items of a section in one of its `years` (newest first).

    The newest year's page is the section's own; a section without items has no year.
    """
    links = _years(years, year, lambda number: urls.section(section.key, number))
    address = _address(links, urls.section(section.key))
    here = urls.section(section.key)
    values = {"section": section, "year": year, "years": links, "cards": cards, "here": here}
    return (_page(theme, frame, address, "section.html", (_in_year(section.name, year),), **values),)


def unit_page(
    theme: Theme,
    frame: Frame,
    unit: Unit,
    year: int | None,
    years: tuple[int, ...],
    cards: tuple[Card, ...],
) -> Files:
    """The items of a unit in one of its `years` (newest first), with the names it had before."""
    links = _years(years, year, lambda number: urls.unit(unit.key, number))
    address = _address(links, urls.unit(unit.key))
    names = tenures(unit)
    values = {"unit": unit, "names": names, "year": year, "years": links, "cards": cards, "here": urls.UNITS}
    return (_page(theme, frame, address, "unit.html", (_in_year(unit.name, year),), **values),)


def units_page(theme: Theme, frame: Frame, groups: tuple[UnitGroup, ...]) -> Files:
    """All units by class, with the number of their items."""
    return (_page(theme, frame, urls.UNITS, "units.html", ("供稿单位",), here=urls.UNITS, groups=groups),)


def keyword_page(theme: Theme, frame: Frame, keyword: Keyword, cards: tuple[Card, ...]) -> Files:
    """The items that bear a keyword."""
    title = (f"关键词：{keyword.name}",)
    address = urls.keyword(keyword.key)
    return (_page(theme, frame, address, "keyword.html", title, keyword=keyword, cards=cards),)


def handbook_pages(theme: Theme, frame: Frame, texts: tuple[tuple[str, str], ...]) -> Files:
    """The editors' handbook: its list of chapters, and a page for each of the `texts` (by file name)."""
    title = "编辑手册"
    listed = chapters(texts)
    links = [Link(chapter.title, chapter.address) for chapter in listed]
    contents = _page(theme, frame, urls.HANDBOOK, "handbook.html", (title,), chapters=links)
    neighbours = zip(listed, [None, *links], [*links[1:], None], strict=False)
    return (
        contents,
        *(
            _page(
                theme, frame, chapter.address, "chapter.html", (chapter.title, title),
                chapter=chapter, before=before, after=after,
            )
            for chapter, before, after in neighbours
        ),
    )  # fmt: skip


def not_found_page(theme: Theme, frame: Frame) -> Files:
    """What the server shows where there is no page, under whatever address was asked for.

    Its links therefore begin at the root of the server, where it is known in which folder the site stands.
    """
    root = urlsplit(frame.base_url).path
    return (_page(theme, frame, urls.NOT_FOUND, "404.html", ("没有找到这个页面",), root=root),)


def _page(
    theme: Theme, frame: Frame, address: str, template: str, title: Sequence[str], **values: object
) -> tuple[str, bytes]:
    """One page: `title` says what it is, from the narrowest to the widest; the site's name ends it."""
    shared: dict[str, object] = {
        "frame": frame,
        "address": address,
        "root": urls.up(address),
        "title": " - ".join((*title, frame.name)),
        "kind": "list",
        "here": "",
        "tagged": any((frame.meta.site_name, frame.meta.site_domain, frame.meta.site_id_code)),
    }
    return address, render(theme, template, **(shared | values))


# --- An issue ---------------------------------------------------------------------------------


def _texts(frame: Frame, issue: Issue, bodies: Bodies) -> Bodies:
    """The texts; where the site wishes it, their figures lead to the files as they came."""
    if not frame.originals:
        return bodies
    return prose.with_originals(
        bodies, {one.address: original(one) for one in issue.attached if original(one)}
    )


def _issue_values(frame: Frame, series: Series, issue: Issue, bodies: Bodies, root: str) -> dict[str, object]:
    return {
        "series": series,
        "issue": issue,
        "note": prose.note(bodies.note_html, root),
        "columns": _columns(frame, issue, bodies, root),
        "only_titles": bool(issue.scan) and not any(body.html for body in bodies.items.values()),
    }


def _columns(frame: Frame, issue: Issue, bodies: Bodies, root: str) -> tuple[Column, ...]:
    """The items by section, in the order of the issue."""
    sections = _sections(frame)
    return tuple(
        Column(
            sections.get(key),
            tuple(_piece(item, bodies.items.get(item.number), sections.get(key), root) for item in items),
        )
        for key, items in groupby(issue.items, key=lambda item: item.section)
    )


def _piece(item: Item, body: Body | None, section: Section | None, root: str) -> Piece:
    if body is None or item.status == "withdrawn":
        return Piece(item, item.title, run_in=False, note=Markup(), text=Markup())
    run_in = section is not None and section.heads == "run-in" and body.html.startswith("<p>")
    html = prose.headed(prose.inside(body.html, root), _HEADS_ON_ISSUE_PAGE)
    text = prose.signed(html, prose.credit(item, root), apart=not item.credits)
    return Piece(
        item,
        wording.run_in(item.title) if run_in else item.title,
        run_in,
        prose.note(body.note_html, root),
        text,
    )


def _item_pages(
    theme: Theme,
    frame: Frame,
    series: Series,
    issue: Issue,
    bodies: Bodies,
    same_unit: Mapping[str, tuple[Card, ...]],
    before: Link | None,
    after: Link | None,
    linked: Mapping[str, tuple[Group, ...]],
) -> Files:
    links = [Link(item.title, item.address) for item in issue.items]
    sections = _sections(frame)
    issue_title = _issue_title(frame, series, issue)
    data = linked_data.of_items(frame, series, issue, frame.sections)
    return tuple(
        _page(
            theme,
            frame,
            item.address,
            "item.html",
            (item.title, *issue_title),
            kind="item",
            series=series,
            issue=issue,
            item=item,
            section=sections.get(item.section),
            before=earlier,
            after=later,
            cards=same_unit.get(item.number, ()),
            linked=linked.get(item.number, ()),
            data=data.get(item.number, ""),
            **_item_values(frame, series, issue, item, bodies.items.get(item.number)),
        )
        for item, earlier, later in zip(issue.items, [before, *links], [*links[1:], after], strict=False)
    )


def _item_values(
    frame: Frame, series: Series, issue: Issue, item: Item, body: Body | None
) -> dict[str, object]:
    if body is None or item.status == "withdrawn":
        return {"note": Markup(), "text": Markup(), "has_text": False, "citation": "", "code": ""}
    root = urls.up(item.address)
    html = prose.headed(prose.inside(body.html, root), _HEADS_ON_ITEM_PAGE)
    return {
        "note": prose.note(body.note_html, root),
        "text": prose.signed(html, prose.credit(item, root), apart=not item.credits),
        "has_text": bool(html),
        "citation": _citation(series, issue, item),
        "code": qr.drawing(f"{frame.base_url}{item.address}") if frame.base_url else "",
    }


def _citation(series: Series, issue: Issue, item: Item) -> str:
    """How to name the item elsewhere."""
    name = wording.credit(item.credits, item.reprint).replace(" ", "、")
    total = wording.total(issue)
    return (
        f"{name}{'：' if name else ''}{wording.in_marks(item.title)}，"
        f"《{series.name}》{wording.year_and_number(issue)}"
        f"{f'（{total}）' if total else ''}，{wording.day(issue.date)}。"
    )


def _issue_title(frame: Frame, series: Series, issue: Issue) -> tuple[str, ...]:
    return (wording.year_and_number(issue), *_own_name(frame, series))


def _own_name(frame: Frame, series: Series) -> tuple[str, ...]:
    """The series' name in a title, where it isn't the site's name anyway."""
    return (series.name,) if series.name != frame.name else ()


def _sections(frame: Frame) -> dict[str, Section]:
    return {section.key: section for section in frame.sections}


def _series(frame: Frame, issue: Issue) -> Series:
    return next(
        (series for series in frame.series if series.key == issue.series),
        Series(issue.series, frame.name, frame.office),
    )


# --- Lists ------------------------------------------------------------------------------------


def _newest_first(years: tuple[ArchiveYear, ...]) -> list[ArchiveYear]:
    return sorted(years, key=lambda given: given.year, reverse=True)


def _grid(given: ArchiveYear) -> Grid:
    main = {issue.number: issue for issue in given.issues if issue.kind != "supplement"}
    supplements = {issue.number: issue for issue in given.issues if issue.kind == "supplement"}
    return Grid(
        given.year,
        urls.year(given.series.key, given.year),
        len(given.issues),
        _cells(main),
        _cells(supplements),
    )


def _cells(issues: Mapping[int, IssueCard]) -> tuple[Cell, ...]:
    """The numbers from 1 to the last one."""
    return tuple(Cell(number, issues.get(number)) for number in range(1, max(issues, default=0) + 1))


def _years(years: tuple[int, ...], here: int | None, address: Callable[[int | None], str]) -> list[YearLink]:
    newest = years[:1]
    return [YearLink(year, address(None if (year,) == newest else year), year == here) for year in years]


def _address(years: list[YearLink], own: str) -> str:
    return next((link.address for link in years if link.here), own)


def _in_year(name: str, year: int | None) -> str:
    return name if year is None else f"{name}（{year}年）"
