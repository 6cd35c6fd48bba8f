"""The theme: the default one that comes with the program, overridden file by file by a site's own."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator import urls
from generator.model import Problem
from generator.read.text import decode


class ThemeFiles(NamedTuple):
    """Texts of the web and print templates by name, the assets by name, the handbook's chapters by file."""

    html: dict[str, str]
    print: dict[str, str]
    assets: dict[str, bytes]
    handbook: dict[str, str]

    @property
    def digest(self) -> str:
        """Another digest, another theme."""
        return hashlib.blake2b(msgspec.msgpack.encode(tuple(self)), digest_size=16).hexdigest()

    @property
    def asset_addresses(self) -> dict[str, str]:
        """Where each asset is published."""
        return {name: urls.asset(name, content) for name, content in self.assets.items()}


class ThemeError(Exception):
    """Templates that are no texts; what is wrong with them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def read_theme(site: Path) -> ThemeFiles:
    """The theme of a site.

    Raises:
        ThemeError: a template is not UTF-8.
    """
    layers = (default_theme(), site / "templates")
    html = _layered(layers, "html", "*.html")
    printed = _layered(layers, "print", "*.typ")
    assets = {name: path.read_bytes() for name, path in _layered(layers, "assets", "*").items()}
    handbook = {name: path.read_text(encoding="utf-8") for name, path in _handbook(site).items()}
    return ThemeFiles(_texts("html", html), _texts("print", printed), assets, handbook)


def _texts(folder: str, paths: dict[str, Path]) -> dict[str, str]:
    read = {name: decode(path.read_bytes(), f"templates/{folder}/{name}") for name, path in paths.items()}
    wrong = tuple(problem for _, problems in read.values() for problem in problems)
    if wrong:
        raise ThemeError(wrong)
    return {name: text for name, (text, _) in read.items()}


def default_theme() -> Path:
    """Where the default theme lies: inside the package, or at the top of a checkout."""
    package = Path(__file__).parent
    packed = package / "default_theme"
    return packed if packed.is_dir() else package.parent / "templates"


def _handbook(site: Path) -> dict[str, Path]:
    """The chapters of the editors' handbook; a site's own stand beside ours, or in place of them."""
    own = _layered((site / "templates",), "handbook", "*.md")
    theme = default_theme()
    if (theme / "handbook").is_dir():
        return _layered((theme,), "handbook", "*.md") | own
    docs = theme.parent / "docs"
    return {name: docs / name for name in APPENDICES} | _layered((docs,), "handbook", "*.md") | own


APPENDICES = ("print.md", "problems.md", "proofreading.md", "publishing.md", "signing.md")
"""Pages of docs/ that stand at the handbook's end."""


def program() -> str:
    """A digest of the program's own files and of the versions of what it imports: another one remakes all.

    The version of the program alone would miss a changed checkout. Reading 60 files takes 3 ms.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    installed = (path.name for path in Path(msgspec.__file__).parent.parent.glob("*.dist-info"))
    versions = [name for name in installed if name.lower().startswith(_LIBRARIES)]
    digest.update("\n".join(sorted(versions)).encode())
    return digest.hexdigest()


_LIBRARIES = (
    "jinja2-", "markdown-", "msgspec-", "nh3-", "pillow-", "pypinyin-", "pyyaml-", "segno-", "typst-",
)  # fmt: skip


def _layered(layers: tuple[Path, ...], folder: str, pattern: str) -> dict[str, Path]:
    found = {path.name: path for layer in layers for path in (layer / folder).glob(pattern) if path.is_file()}
    return {name: found[name] for name in sorted(found) if not name.startswith(".")}
