"""Fits the HTML of an item's text into a page: addresses, heads, tables, notes and the credit.

What comes in is the cleaned HTML of `model.Body`: in it `<` always begins a tag, so that a tag can be
found by its first letters.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from generator import urls, wording
from generator.model import Bodies, Body, Item

_HEAD = re.compile(r"(</?h)([2-6])(?=[ >])")
_FIGURE = re.compile(
    rf'<figure>(?P<picture><picture><source [^<]*<img [^<]*src="{urls.ROOT}(?P<address>[^"]+)"[^<]*'
    r"</picture>)"
)
_TAG_OR_ADDRESS = re.compile(r'<(?:[^">]|"[^"]*")*>|https?://[!-;=?-~]+')
_SLASHES = re.compile("/+")
_TABLE = '<div class="table">'
_SCROLLER = '<div class="table" role="group" aria-label="表格" tabindex="0">'
_FOOTNOTES = '<div class="footnote">'
_OPENING_MARKS = ("编者按", "按语", "按：", "【编者按】")


def inside(html: str, root: str) -> str:
    """The HTML with its inside addresses led through `root`; tables can be scrolled with the keyboard too.

    Web addresses that stand in the text may be broken behind their slashes: a whole one on the next line
    would leave this line's characters far apart.
    """
    html = html.replace(urls.ROOT, root).replace(_TABLE, _SCROLLER)
    return _TAG_OR_ADDRESS.sub(_breakable, html) if "://" in html else html


def _breakable(found: re.Match[str]) -> str:
    """A tag as it is, an address with places to break."""
    return found[0] if found[0].startswith("<") else _SLASHES.sub(r"\g<0><wbr>", found[0])


def with_originals(bodies: Bodies, originals: Mapping[str, str]) -> Bodies:
    """The texts with their figures led to the files they were made from, by the addresses of the pictures."""
    if not originals:
        return bodies
    items = {
        number: Body(_led(body.html, originals), _led(body.note_html, originals), body.text)
        for number, body in bodies.items.items()
    }
    return Bodies(_led(bodies.note_html, originals), items)


def _led(html: str, originals: Mapping[str, str]) -> str:
    def led(figure: re.Match[str]) -> str:
        address = originals.get(figure["address"])
        return f'<figure><a href="{urls.ROOT}{address}">{figure["picture"]}</a>' if address else figure[0]

    return _FIGURE.sub(led, html)


def headed(html: str, top: int) -> str:
    """The HTML with its heads on consecutive levels, the highest at `top`: no level is left out."""
    levels = sorted({found[1] for found in _HEAD.findall(html)})
    if not levels:
        return html
    new = {level: str(min(top + rank, 6)) for rank, level in enumerate(levels)}
    return _HEAD.sub(lambda found: found[1] + new[found[2]], html)


def signed(html: str, credit: Markup, *, apart: bool) -> Markup:
    """The text with its credit: at the end of its last paragraph, or `apart` on a line of its own."""
    text, footnotes = _split_footnotes(html)
    if not credit:
        return Markup(html)  # noqa: S704 - cleaned by the reader
    if text.endswith("</p>") and not apart:
        text = f'{text[:-4]}<span class="credit">{credit}</span></p>'
    else:
        text = f'{text}<p class="credit">{credit}</p>'
    return Markup(text + footnotes)  # noqa: S704 - cleaned text and an escaped credit


def note(html: str, root: str) -> Markup:
    """An editor's note (按语) that begins with its label, unless it was written with one."""
    html = inside(html.strip(), root)
    if html.startswith("<p>") and not html[3:].removeprefix("<strong>").startswith(_OPENING_MARKS):
        html = f"<p><strong>编者按：</strong>{html[3:]}"
    return Markup(html)  # noqa: S704 - cleaned by the reader


def credit(item: Item, root: str) -> Markup:
    """The credit as it is printed, its units linked to their pages: `（县人社局供稿）`, `——摘自新华网`."""
    line = wording.credit_line(item.credits, item.reprint, item.author)
    if not line:
        return Markup()
    names = "、".join(unit.name for unit in item.credits)
    units = "、".join(_link(root + urls.unit(unit.key), unit.name) for unit in item.credits)
    linked = f"{units}{_reprint(item, line[len(names) :])}"
    return Markup(f"（{linked}）" if units else f"——{linked}")  # noqa: S704 - escaped piece by piece


def _reprint(item: Item, text: str) -> str:
    """The part of a credit behind the units, the outside source linked where its address is known."""
    if not item.reprint or not item.reprint.url.startswith(("http://", "https://")):
        return escape(text)
    before, name, after = text.rpartition(item.reprint.name)
    return f"{escape(before)}{_link(item.reprint.url, name)}{escape(after)}"


def _link(address: str, title: str) -> str:
    return f'<a href="{escape(address)}">{escape(title)}</a>'


def _split_footnotes(html: str) -> tuple[str, str]:
    text, mark, rest = html.rstrip().partition(_FOOTNOTES)
    return text.rstrip(), mark + rest
