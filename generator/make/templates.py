"""The theme: Jinja templates given as texts, so that rendering reads no file.

Templates are trusted (they belong to the site's owner), what they show is not: everything is escaped
unless it is `Markup`, and a name that is missing is an error instead of a blank.
"""

import marshal
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template, TemplateSyntaxError

from generator import urls, wording
from generator.model import Value


class Theme(Value, frozen=True):
    """The templates of a site by name (`item.html`), in the order of their names.

    `compiled` are their codes, marshalled, where they are at hand (`make.compiling`).
    """

    texts: tuple[tuple[str, str], ...]
    compiled: tuple[tuple[str, bytes], ...] = ()


def theme(texts: Mapping[str, str]) -> Theme:
    """The theme that consists of these texts."""
    return Theme(tuple(sorted(texts.items())))


def render(given: Theme, name: str, **values: object) -> bytes:
    """One template filled in, as UTF-8.

    Raises:
        jinja2.TemplateError: the template is missing, ill-formed or asks for a name that isn't there.
    """
    return _environment(given).get_template(name).render(values).encode()


def codes(given: Theme) -> dict[str, CodeType]:
    """What the templates compile to, but for those that are ill-formed: no page may need them."""
    environment = _environment(given)
    found = {}
    for name, text in given.texts:
        try:
            found[name] = environment.compile(text, name)
        except TemplateSyntaxError:
            continue
    return found


class _Loader(DictLoader):
    """Takes a template's code where it is at hand, else its text."""

    def __init__(self, given: Theme) -> None:
        super().__init__(dict(given.texts))
        self._compiled = dict(given.compiled)

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        if name not in self._compiled:
            return super().load(environment, name, globals)
        code = marshal.loads(self._compiled[name])  # noqa: S302 - as trusted as the program's own .pyc files
        return environment.template_class.from_code(environment, code, globals or {})


@lru_cache(maxsize=4)
def _environment(given: Theme) -> Environment:
    # Compiling takes longer than rendering a hundred pages, hence the memory; it holds only what
    # follows from its argument, so that a page can't tell whether it was used.
    environment = Environment(
        loader=_Loader(given),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(urls=urls, wording=wording)
    return environment
