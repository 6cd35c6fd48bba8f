"""What printing needs of the machine and of the site's folder: fonts, and the pictures of mastheads."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator.jobs import Content, Stored
from generator.make.fonts import look
from generator.model import Settings
from generator.plan_print import Print


def print_of(site: Path, theme: Stored, settings: Settings, undrawable: Mapping[str, str]) -> Print:
    """What all PDFs of a site have in common.

    Raises:
        OSError: a picture of a masthead can't be read.
    """
    found = look(site / "fonts")
    designs = {one.key: settings.print_of(one.key) for one in settings.series}
    faces = {key: found.serving(design.fonts) for key, design in designs.items()}
    pictures = {design.name_picture for design in designs.values() if design.name_picture}
    return Print(theme, faces, {name: _content(site, name) for name in sorted(pictures)}, undrawable)


def _content(site: Path, name: str) -> Content:
    return Content(name, hashlib.sha256((site / name).read_bytes()).hexdigest())
