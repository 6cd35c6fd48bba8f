"""What may follow on a command line, found by listing folders and names: no build, no complaint."""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.read import yaml_nodes
from generator.read.folder import ISSUE_FILE
from generator.read.site import SITE_FILE, UNITS_FILE
from generator.read.sources import CONTENT
from generator.read.text import decode


def issues(site: Path) -> tuple[str, ...]:
    """The paths of the issues, newest first: `2016/05`."""
    content = site / CONTENT
    files = (file for depth in ("*/*", "*/*/*") for file in content.glob(f"{depth}/{ISSUE_FILE}"))
    return tuple(sorted((file.parent.relative_to(content).as_posix() for file in files), reverse=True))


def years(site: Path) -> tuple[str, ...]:
    """The years that have issues, newest first, with the series before them where there are several."""
    return tuple(dict.fromkeys(path.rpartition("/")[0] for path in issues(site)))


def sections(site: Path) -> tuple[str, ...]:
    """The names of the sections."""
    return tuple(_names(_value(_root(site / SITE_FILE), "sections", "栏目")))


def units(site: Path) -> tuple[str, ...]:
    """The names of the units."""
    named = _value(_root(site / SITE_FILE), "units", "供稿单位")
    file = named.value if isinstance(named, yaml_nodes.Scalar) else UNITS_FILE
    return tuple(_names(_root(site / file)))


def targets(site: Path) -> tuple[str, ...]:
    """The names of what the site is published to."""
    return tuple(_keys(_value(_root(site / SITE_FILE), "publish", "发布")))


def series(site: Path) -> tuple[str, ...]:
    """The keys of the series."""
    return tuple(_keys(_value(_root(site / SITE_FILE), "series", "系列")))


def _root(file: Path) -> yaml_nodes.Node | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    text, _ = decode(content, file.name)
    return yaml_nodes.compose(text, file.name)[0]


def _value(node: yaml_nodes.Node | None, *names: str) -> yaml_nodes.Node | None:
    pairs = node.pairs if isinstance(node, yaml_nodes.Mapping) else ()
    return next((value for key, value in pairs if key.value.strip() in names), None)


def _keys(node: yaml_nodes.Node | None) -> list[str]:
    return [key.value for key, _ in node.pairs] if isinstance(node, yaml_nodes.Mapping) else []


def _names(node: yaml_nodes.Node | None) -> Iterator[str]:
    """The names in a list of names, or of mappings that have one."""
    for item in node.items if isinstance(node, yaml_nodes.Sequence) else ():
        name = item if isinstance(item, yaml_nodes.Scalar) else _value(item, "name", "名称")
        if isinstance(name, yaml_nodes.Scalar):
            yield re.sub(r"\s+", " ", name.value.strip())
