"""Characters that no face has: found before anything is set in type, at the place where they are written.

Only what reading has put aside as rare is looked at, so that a site without such characters asks for no font.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.make.fonts import Faces, missing
from generator.model import Archive, IssueSource, Problem, Rare
from generator.problems import problem


class Lacking(NamedTuple):
    """The characters that are lacking for each issue, by its path, and a problem for each place."""

    characters: dict[str, str]
    problems: tuple[Problem, ...]


def lacking(
    archive: Archive, sources: Sequence[IssueSource], names: Sequence[Rare], faces: Callable[[str], Faces]
) -> Lacking:
    """What no face has of the rare characters of an archive's issues and of the site's `names`.

    `faces` gives those of a series, and is asked only where there is something to look up.

    Raises:
        ValueError: a font file is damaged.
    """
    rare = {source.path: (*names, *source.rare) for source in sources}
    characters: dict[str, str] = {}
    problems: set[Problem] = set()
    for issue in (one for one in archive.issues if not one.scan):  # a scan is not typeset
        found = rare.get(issue.path, ())
        text = "".join(dict.fromkeys(one.character.value for one in found))
        if text and (absent := "".join(missing(text, faces(issue.series)))):
            characters[issue.path] = absent
            problems.update(_problem(one) for one in found if one.character.value in absent)
    return Lacking(characters, tuple(problems))


def _problem(one: Rare) -> Problem:
    character, place = one.character.value, one.character.place
    message = f"没有字体可以印“{character}”（U+{ord(character):04X}）。"
    hint = "把有这个字的字体文件放进 fonts 文件夹；检查里把 G01 设为 warning，则印作〓。"
    return problem(one.file, place.line, place.column, "G01", message, hint, old=character)
