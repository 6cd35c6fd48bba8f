"""What a page says of itself to programs: schema.org in JSON-LD, a block of data that no browser runs."""

from collections.abc import Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from generator import wording
from generator.make.views import Frame
from generator.model import Issue, Item, Section, Series

_CONTEXT = "https://schema.org"


class _Thing(msgspec.Struct, frozen=True, tag_field="@type", rename="camel", omit_defaults=True, gc=False):
    """A thing of schema.org: its type is the name of the class, what is empty is left out."""


class _Organization(_Thing, frozen=True, tag="Organization"):
    name: str


class _Person(_Thing, frozen=True, tag="Person"):
    name: str


class _Periodical(_Thing, frozen=True, tag="Periodical"):
    name: str
    publisher: _Organization


class _CorrectionComment(_Thing, frozen=True, tag="CorrectionComment"):
    text: str
    date_published: date


class _PublicationIssue(_Thing, frozen=True, tag="PublicationIssue"):
    issue_number: str
    date_published: date
    is_part_of: _Periodical
    name: str = ""
    url: str = ""
    editor: tuple[_Person, ...] = ()
    context: str = msgspec.field(default="", name="@context")
    in_language: str = ""


class _Article(_Thing, frozen=True, tag="Article"):
    headline: str
    date_published: date
    is_part_of: msgspec.Raw
    context: str = msgspec.field(default="", name="@context")
    in_language: str = ""
    url: str = ""
    author: tuple[_Organization | _Person, ...] = ()
    source_organization: _Organization | None = None
    is_based_on: str = ""
    article_section: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    date_modified: date | None = None
    correction: tuple[_CorrectionComment, ...] = ()


_ENCODE = msgspec.json.Encoder().encode


def of_issue(frame: Frame, series: Series, issue: Issue) -> Markup:
    """The block of an issue's page."""
    editors = tuple(map(_Person, issue.editors))
    return _block(_ENCODE(_issue(frame, series, issue, editors, _CONTEXT)))


def of_items(frame: Frame, series: Series, issue: Issue, sections: Sequence[Section]) -> dict[str, Markup]:
    """The blocks of the items' pages of an issue, by the item's number; none of withdrawn items."""
    part_of = msgspec.Raw(_ENCODE(_issue(frame, series, issue)))
    names = {section.key: section.name for section in sections}
    return {
        item.number: _block(_ENCODE(_article(frame, issue, item, names.get(item.section, ""), part_of)))
        for item in issue.items
        if item.status != "withdrawn"
    }


def _issue(
    frame: Frame, series: Series, issue: Issue, editors: tuple[_Person, ...] = (), context: str = ""
) -> _PublicationIssue:
    return _PublicationIssue(
        f"{wording.KINDS[issue.kind]}{issue.number}" if issue.kind == "supplement" else str(issue.number),
        issue.date,
        _Periodical(series.name, _Organization(series.office)),
        f"{series.name}{wording.year_and_number(issue)}",
        _url(frame, issue.address),
        editors,
        context,
        "zh-CN" if context else "",
    )


def _article(frame: Frame, issue: Issue, item: Item, section: str, part_of: msgspec.Raw) -> _Article:
    corrections = tuple(_CorrectionComment(one.text, one.date) for one in item.corrections)
    authors = (*(_Organization(credit.name) for credit in item.credits),)
    reprint = item.reprint
    return _Article(
        item.title,
        issue.date,
        part_of,
        _CONTEXT,
        "zh-CN",
        _url(frame, item.address),
        (*authors, _Person(item.author)) if item.author else authors,
        _Organization(reprint.name) if reprint else None,
        reprint.url if reprint else "",
        section,
        tuple(keyword.name for keyword in item.keywords),
        item.summary,
        max((one.date_published for one in corrections), default=None),
        corrections,
    )


def _url(frame: Frame, address: str) -> str:
    return f"{frame.base_url}{address}" if frame.base_url else ""


def _block(json: bytes) -> Markup:
    """JSON that can stand in a script element: no text in it can end the element."""
    return Markup(json.decode().replace("<", r"\u003c"))  # noqa: S704 - JSON, and no tag can be in it
