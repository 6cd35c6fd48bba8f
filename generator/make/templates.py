"""The theme: Jinja templates given as texts, so that rendering reads no file.

Templates are trusted (they belong to the site's owner), what they show is not: everything is escaped
unless it is `Markup`, and a name that is missing is an error instead of a blank.
"""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import DictLoader, Environment, StrictUndefined

from generator import urls, wording
from generator.model import Value


class Theme(Value, frozen=True):
    """The templates of a site by name (`item.html`), in the order of their names."""

    texts: tuple[tuple[str, str], ...]


def theme(texts: Mapping[str, str]) -> Theme:
    """The theme that consists of these texts."""
    return Theme(tuple(sorted(texts.items())))


def render(given: Theme, name: str, **values: object) -> bytes:
    """One template filled in, as UTF-8.

    Raises:
        jinja2.TemplateError: the template is missing, ill-formed or asks for a name that isn't there.
    """
    return _environment(given).get_template(name).render(values).encode()


@lru_cache(maxsize=4)
def _environment(given: Theme) -> Environment:
    # Compiling takes longer than rendering a hundred pages, hence the memory; it holds only what
    # follows from its argument, so that a page can't tell whether it was used.
    environment = Environment(
        loader=DictLoader(dict(given.texts)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(urls=urls, wording=wording)
    return environment
