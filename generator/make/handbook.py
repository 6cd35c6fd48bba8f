"""The editors' handbook: chapters of Markdown as they lie in docs/, made into HTML for pages of the site.

Beside what items may hold, a chapter has a title in its first line, and blocks of code between lines of ```.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape

from markupsafe import Markup

from generator import urls
from generator.model import Value
from generator.read.markup import Target, is_outside, to_html


class Chapter(Value, frozen=True):
    """A chapter: its title, the address of its page, its text as clean HTML."""

    title: str
    address: str
    html: str

    @property
    def text(self) -> Markup:
        """The text for a template."""
        return Markup(self.html)  # noqa: S704 - `to_html` has cleaned it, and code is escaped


def chapters(texts: Iterable[tuple[str, str]]) -> tuple[Chapter, ...]:
    """The chapters from the names and texts of their files, in the order of the names."""
    files = sorted(texts)
    addresses = {file: urls.handbook(_stem(file)) for file, _ in files}
    return tuple(_chapter(text, addresses[file], addresses) for file, text in files)


def _stem(file: str) -> str:
    """`items` for `02-items.md`."""
    return re.sub(r"^\d+-", "", posixpath.splitext(file)[0])


def _chapter(text: str, address: str, addresses: Mapping[str, str]) -> Chapter:
    first, _, rest = text.lstrip("\ufeff\n").partition("\n")
    blocks: list[str] = []

    def aside(found: re.Match[str]) -> str:
        blocks.append(_code(found["language"], found["file"], found["code"]))
        return f"\n{_BLOCK}{len(blocks) - 1}{_BLOCK}\n"

    made = to_html(_FENCED.sub(aside, rest.replace(_BLOCK, "")), "h", partial(_resolve, addresses))
    return Chapter(first.lstrip("# ").strip(), address, _ASIDE.sub(lambda n: blocks[int(n[1])], made))


_BLOCK = "\ue001"
"""Stands around the number of a block of code while the text around it is converted."""

_ASIDE = re.compile(rf"<p>{_BLOCK}(\d+){_BLOCK}</p>")
_FENCED = re.compile(
    r"^```(?P<language>\w*) ?(?P<file>[^\n]*)\n(?P<code>.*?)^```[ ]*$", re.MULTILINE | re.DOTALL
)


def _code(language: str, file: str, code: str) -> str:
    """A block of code; of a dialogue with a terminal, what is typed stands out and has no `$`."""
    lines = [escape(line, quote=False) for line in code.rstrip("\n").split("\n")]
    if language == "console":
        lines = [f"<kbd>{line[2:]}</kbd>" if line.startswith("$ ") else line for line in lines]
    name = f"<figcaption>{escape(file)}</figcaption>" if file else ""
    shown = "\n".join(lines)
    return f'<figure class="code">{name}<pre><code>{shown}</code></pre></figure>'


def _resolve(addresses: Mapping[str, str], written: str, picture: bool) -> Target:
    """Links to other chapters lead to their pages, others out of the site; the rest are none."""
    path, _, place = written.partition("#")
    chapter = addresses.get(posixpath.basename(path))
    if chapter and not picture and not is_outside(written):
        return Target(posixpath.basename(chapter) + (f"#{place}" if place and not path else ""))
    return Target(written if is_outside(written) and not picture else None)
