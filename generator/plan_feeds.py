"""The plan of what other programs read: Atom feeds, and a sitemap where the site's address is known."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from generator import urls, wording
from generator.jobs import Job, Stored
from generator.make import feeds, sitemap
from generator.make.feeds import Entry, Feed
from generator.model import Archive, Issue, Item, Settings

NEWEST = 30
"""Items of a feed."""


def feed_jobs(archive: Archive) -> Iterator[Job]:
    """The feed of the whole site, and one of each section."""
    settings = archive.settings
    yield _feed(archive, Feed(urls.FEED, urls.HOME, settings.name, *_of(settings)), None)
    for section in settings.sections:
        address = urls.section_feed(section.key)
        title = f"{settings.name}：{section.name}"
        yield _feed(archive, Feed(address, urls.section(section.key), title, *_of(settings)), section.key)


def sitemap_jobs(archive: Archive, lists: Iterable[str]) -> Iterator[Job]:
    """The sitemap of the issues, their items and the lists, whose addresses are given; or nothing."""
    if archive.settings.base_url:
        pages = (*map(sitemap.Page, lists), *_pages(archive.issues))
        yield Job(urls.SITEMAP, sitemap.sitemap, (archive.settings.base_url, pages))


def _of(settings: Settings) -> tuple[str, str, str]:
    return settings.name, settings.office, settings.base_url


def _feed(archive: Archive, feed: Feed, section: str | None) -> Job:
    names = {one.key: one.name for one in archive.settings.sections}
    series = wording.told_apart(archive.settings.series)
    newest = _newest(archive.issues, section)
    entries = tuple(
        Entry(item, names.get(item.section, ""), issue.date, wording.in_series(issue, series[issue.series]))
        for issue, item in newest
    )
    bodies = {issue.path: Stored("bodies", issue.bodies) for issue, _ in newest}
    return Job(feed.address, feeds.feed, (feed, entries, bodies))


def _newest(issues: Sequence[Issue], section: str | None) -> list[tuple[Issue, Item]]:
    """The items with the newest news: a correction brings an old one back to those who have read it."""
    items = _items(issues, section)
    newest = list(islice(items, NEWEST))
    newest += [(issue, item) for issue, item in items if item.corrections]
    return sorted(newest, key=lambda one: feeds.updated(one[0].date, one[1]), reverse=True)[:NEWEST]


def _items(issues: Sequence[Issue], section: str | None) -> Iterator[tuple[Issue, Item]]:
    """The items of a section, or all of them: newest issue first, and within an issue in its order."""
    for issue in reversed(issues):
        for item in issue.items:
            if section is None or item.section == section:
                yield issue, item


def _pages(issues: Iterable[Issue]) -> Iterator[sitemap.Page]:
    """What a search engine may show of the issues: nothing marked, no drafts, nothing withdrawn."""
    for issue in issues:
        if issue.marking or issue.status != "published":
            continue
        yield sitemap.Page(issue.address, issue.date)
        for item in issue.items:
            if item.status == "ready":
                corrected = (correction.date for correction in item.corrections)
                yield sitemap.Page(item.address, max((issue.date, *corrected)))
