"""The sitemap (sitemaps.org 0.9): all pages that a search engine may show, with their days."""

from datetime import date

from markupsafe import escape

from generator import urls
from generator.jobs import Files
from generator.model import Value


class Page(Value, frozen=True):
    """A page, and the day it was changed where that is known."""

    address: str
    changed: date | None = None


def sitemap(base_url: str, pages: tuple[Page, ...]) -> Files:
    """The sitemap of the pages under `base_url`, which ends in `/`; a maker."""
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(_url(base_url, page) for page in pages),
        "</urlset>\n",
    )
    return ((urls.SITEMAP, "\n".join(lines).encode()),)


def _url(base_url: str, page: Page) -> str:
    changed = f"<lastmod>{page.changed}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(base_url + page.address)}</loc>{changed}</url>"
