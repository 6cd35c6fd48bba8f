"""The plan: from the archive to the jobs that make the site, each with just what it shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, islice
from typing import NamedTuple

from generator import urls, wording
from generator.jobs import Content, Job, Stored
from generator.make import copies, pages, pictures, search, views
from generator.make.views import Frame
from generator.model import Archive, Attached, Card, Issue, Item, Keyword, Link, Series, Settings, Unit
from generator.pictures import is_resized, original
from generator.plan_feeds import feed_jobs, sitemap_jobs
from generator.plan_links import linked
from generator.plan_print import Print, Year, closed_years, pdfs

RECENT = 8
"""Issues that the home page lists."""

LATEST = 5
"""Items of each section that the home page lists."""

SAME_UNIT = 4
"""Earlier items of its unit that an item's page lists. Later ones would change old pages with every issue."""


class Design(NamedTuple):
    """What all pages have in common: the stored templates and the theme's assets.

    `print` is None where no PDFs are made; `handbook` are the names and texts of the editors' handbook, none
    where it is not to be there.
    """

    html: Stored
    assets: Mapping[str, bytes]
    addresses: Mapping[str, str]
    print: Print | None = None
    handbook: tuple[tuple[str, str], ...] = ()


def plan(archive: Archive, design: Design, volumes: AbstractSet[Year] | None = None) -> Iterator[Job]:
    """All jobs of a site; the tables of the search, which take the longest, are known first.

    `volumes` are the years that get a bound volume: those that are over, unless given.
    """
    bound = closed_years(archive.issues) if volumes is None else volumes
    frame = views.frame(
        archive.settings, design.addresses, pdf=design.print is not None, handbook=bool(design.handbook)
    )
    yield from _search(archive, design, frame)
    shelf = _Shelf(archive)
    yield from _issues(shelf, design.html, frame)
    yield from _lists(shelf, design.html, frame, bound)
    yield from _home(shelf, design.html, frame)
    yield from feed_jobs(archive)
    yield from sitemap_jobs(archive, _list_addresses(shelf))
    yield Job("404", pages.not_found_page, (design.html, frame))
    yield from _handbook(design, frame)
    yield Job("assets", copies.assets, (design.assets,))
    yield from _attachments(archive.issues, originals=archive.settings.originals)
    yield from pdfs(archive, design.print, bound) if design.print else ()


class _Shelf:
    """The archive put on shelves: the items of each section, unit and keyword as cards.

    Cards stand newest issue first, and within an issue in its order.
    """

    def __init__(self, archive: Archive) -> None:
        self.settings: Settings = archive.settings
        self.issues: Sequence[Issue] = archive.issues
        self.by_section: dict[str, dict[int, list[Card]]] = defaultdict(lambda: defaultdict(list))
        self.by_unit: dict[str, dict[int, list[Card]]] = defaultdict(lambda: defaultdict(list))
        self.by_keyword: dict[Keyword, list[Card]] = defaultdict(list)
        self.names = wording.told_apart(archive.settings.series)
        self.cards = {
            issue.path: views.item_cards(issue, self.names[issue.series]) for issue in archive.issues
        }
        for issue in reversed(archive.issues):
            for item, card in zip(issue.items, self.cards[issue.path], strict=True):
                self._shelve(issue, item, card)

    def _shelve(self, issue: Issue, item: Item, card: Card) -> None:
        self.by_section[item.section][issue.year].append(card)
        for key in dict.fromkeys(credit.key for credit in item.credits):
            self.by_unit[key][issue.year].append(card)
        for keyword in item.keywords:
            self.by_keyword[keyword].append(card)


def _same_unit(shelf: _Shelf) -> dict[str, dict[str, tuple[Card, ...]]]:
    """For each issue and item's number the newest earlier items of the item's leading unit."""
    latest: dict[str, tuple[Card, ...]] = {}
    found: dict[str, dict[str, tuple[Card, ...]]] = {}
    for issue in shelf.issues:
        leading = [
            (item, item.credits[0].key, card)
            for item, card in zip(issue.items, shelf.cards[issue.path], strict=True)
            if item.credits
        ]
        found[issue.path] = {item.number: latest[key] for item, key, _ in leading if key in latest}
        for _, key, card in reversed(leading):
            latest[key] = (card, *latest.get(key, ()))[:SAME_UNIT]
    return found


def _latest(years: Mapping[int, Sequence[Card]], shown: str) -> tuple[Card, ...]:
    """The newest cards but those of the issue that the home page shows in full."""
    cards = (card for year in sorted(years, reverse=True) for card in years[year])
    return tuple(islice((card for card in cards if card.issue.address != shown), LATEST))


def _link(issue: Issue) -> Link:
    return Link(wording.year_and_number(issue), issue.address)


def _issues(shelf: _Shelf, theme: Stored, frame: Frame) -> Iterator[Job]:
    series = {one.key: one for one in shelf.settings.series}
    same_unit = _same_unit(shelf)
    links = linked(shelf.issues, shelf.cards)
    for key, run in _by_series(shelf.issues).items():
        for number, issue in enumerate(run):
            before = run[number - 1] if number else None
            after = run[number + 1] if number + 1 < len(run) else None
            args = (
                theme,
                frame,
                series[key],
                issue,
                Stored("bodies", issue.bodies),
                _link(before) if before else None,
                _link(after) if after else None,
                same_unit[issue.path],
                _item_link(before, -1),
                _item_link(after, 0),
                links.get(issue.path, {}),
            )
            yield Job(issue.path, pages.issue_pages, args, cost=2 + len(issue.items))


def _item_link(issue: Issue | None, at: int) -> Link | None:
    if issue is None or not issue.items:
        return None
    item = issue.items[at]
    return Link(item.title, item.address)


def _by_series(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    runs: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        runs[issue.series].append(issue)
    return runs


# --- Lists ---------------------------------------------------------------------------------------


def _lists(shelf: _Shelf, theme: Stored, frame: Frame, bound: AbstractSet[Year]) -> Iterator[Job]:
    years = [
        (series, year, issues)
        for series in shelf.settings.series
        for year, issues in _by_year(i for i in shelf.issues if i.series == series.key)
    ]
    in_archive = tuple(
        views.ArchiveYear(series, year, tuple(map(views.issue_card, issues)))
        for series, year, issues in years
    )
    yield Job("archive", pages.archive_page, (theme, frame, in_archive))
    yield from _year_pages(shelf, years, bound if frame.pdf else frozenset(), theme, frame)
    for section in shelf.settings.sections:
        for page in _split(shelf.by_section[section.key]):
            yield Job(
                _of_year(f"sections/{section.key}", page[0]),
                pages.section_page,
                (theme, frame, section, *page),
            )
    yield Job("units", pages.units_page, (theme, frame, _unit_groups(shelf)))
    for unit in shelf.settings.units:
        for page in _split(shelf.by_unit[unit.key]):
            yield Job(_of_year(f"units/{unit.key}", page[0]), pages.unit_page, (theme, frame, unit, *page))
    for keyword, cards in sorted(shelf.by_keyword.items(), key=lambda entry: entry[0].key):
        yield Job(f"keywords/{keyword.key}", pages.keyword_page, (theme, frame, keyword, tuple(cards)))


def _list_addresses(shelf: _Shelf) -> Iterator[str]:
    """The pages that list something, those of older years too."""
    yield from (urls.HOME, urls.ARCHIVE, urls.UNITS)
    yield from dict.fromkeys(urls.year(issue.series, issue.year) for issue in shelf.issues)
    for section in shelf.settings.sections:
        yield urls.section(section.key)
        yield from (urls.section(section.key, year) for year in sorted(shelf.by_section[section.key])[:-1])
    for unit in shelf.settings.units:
        yield urls.unit(unit.key)
        yield from (urls.unit(unit.key, year) for year in sorted(shelf.by_unit[unit.key])[:-1])
    yield from (urls.keyword(keyword.key) for keyword in sorted(shelf.by_keyword, key=lambda one: one.key))


def _of_year(list_: str, year: int | None) -> str:
    return list_ if year is None else f"{list_}/{year}"


def _by_year(issues: Iterable[Issue]) -> Iterator[tuple[int, list[Issue]]]:
    for year, of_year in groupby(sorted(issues, key=lambda i: i.year), key=lambda i: i.year):
        yield year, list(of_year)


def _year_pages(
    shelf: _Shelf,
    years: Sequence[tuple[Series, int, Sequence[Issue]]],
    volumes: AbstractSet[Year],
    theme: Stored,
    frame: Frame,
) -> Iterator[Job]:
    for series, of_series in groupby(years, key=lambda entry: entry[0]):
        run = list(of_series)
        links = [Link(f"{year}年", urls.year(series.key, year)) for _, year, _ in run]
        for number, (_, year, issues) in enumerate(run):
            contents = tuple(views.Contents(views.issue_card(i), shelf.cards[i.path]) for i in issues)
            before = links[number - 1] if number else None
            after = links[number + 1] if number + 1 < len(links) else None
            volume = urls.volume_pdf(series.key, year) if Year(series.key, year) in volumes else ""
            args = (theme, frame, series, year, contents, before, after, volume)
            yield Job(urls.year(series.key, year), pages.year_page, args, cost=4)


def _split(
    years: Mapping[int, Sequence[Card]],
) -> Iterator[tuple[int | None, tuple[int, ...], tuple[Card, ...]]]:
    """The pages of a list: one a year; a list without items has one page all the same."""
    in_order = tuple(sorted(years, reverse=True))
    if not in_order:
        yield None, (), ()
    for year in in_order:
        yield year, in_order, tuple(years[year])


def _unit_groups(shelf: _Shelf) -> tuple[views.UnitGroup, ...]:
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in shelf.settings.units:
        groups[unit.rank].append(unit)
    return tuple(
        views.UnitGroup(
            rank,
            tuple(
                views.UnitCount(unit.name, unit.key, sum(map(len, shelf.by_unit[unit.key].values())))
                for unit in units
            ),
        )
        for rank, units in groups.items()
    )


def _home(shelf: _Shelf, theme: Stored, frame: Frame) -> Iterator[Job]:
    newest = shelf.issues[-1] if shelf.issues else None
    others = list(reversed(shelf.issues))[1 : RECENT + 1]
    recent = tuple(views.issue_card(issue, shelf.names[issue.series]) for issue in others)
    latest = tuple(
        views.Latest(section, _latest(shelf.by_section[section.key], newest.address if newest else ""))
        for section in shelf.settings.sections
    )
    bodies = Stored("bodies", newest.bodies) if newest else None
    yield Job("index", pages.home_page, (theme, frame, newest, bodies, recent, latest))


# --- Search --------------------------------------------------------------------------------------


def _search(archive: Archive, design: Design, frame: Frame) -> Iterator[Job]:
    blocks = tuple(search.blocks(archive.issues))
    known = tuple(block for block, _ in blocks)
    script = design.addresses["search.js"]
    yield Job(urls.SEARCH, search.search_page, (design.html, frame, script, known, archive.settings.units))
    for block, issues in blocks:
        bodies = tuple(Stored("bodies", issue.bodies) for issue in issues)
        yield Job(f"search/{block.key}", search.tables, (block, issues, bodies), cost=1 + len(issues))
    names = wording.told_apart(archive.settings.series)
    for issue in archive.issues:
        texts = (issue, Stored("bodies", issue.bodies), names[issue.series])
        yield Job(urls.search_text(issue.path), search.text, texts)


def _handbook(design: Design, frame: Frame) -> Iterator[Job]:
    if design.handbook:
        yield Job("handbook", pages.handbook_pages, (design.html, frame, design.handbook), cost=300)


# --- Pictures and attachments --------------------------------------------------------------------


def _attachments(issues: Iterable[Issue], *, originals: bool) -> Iterator[Job]:
    seen: set[str] = set()
    for issue in issues:
        for attached in issue.attached:
            for job in _published(attached, originals=originals):
                address = job.args[0]
                if address not in seen:
                    seen.add(address)
                    yield job


def _published(attached: Attached, *, originals: bool) -> Iterator[Job]:
    """The jobs of a file: a picture is made in the sizes of screens, and what a camera wrote stays here.

    Where the site wishes it, the file itself does, too.
    """
    content, picture = Content(attached.file, attached.digest), attached.picture
    name, args = attached.file, (attached.address, content)
    subject = name if attached.shown or picture is None else f"{name}（全图）"
    if picture is None or picture.kind == "vector" or (originals and not attached.shown):
        yield Job(subject, copies.copied, args, source=name)
    elif not attached.shown or not is_resized(picture):
        yield Job(subject, pictures.whole, args, cost=_COST // 4, source=name)
    else:
        yield Job(subject, pictures.screen, (attached.address, picture, content), cost=_COST, source=name)
    if originals and (address := original(attached)):
        yield Job(f"{name}（原图）", copies.copied, (address, content), source=name)


_COST = 400  # milliseconds, of a photograph of twelve million pixels
