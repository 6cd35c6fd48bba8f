"""Characters that a face may lack: which of them print will draw, and where they are written.

Most texts have none, and looking for them costs a few microseconds. Whether a face really lacks one is found
out later, where the faces are known.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.chinese import rare
from generator.model import Bodies, IssueSource, ItemSource, Place, Rare, Settings, Text
from generator.read.markup import to_text
from generator.read.text import decode, place_of


def in_issue(source: IssueSource, bodies: Bodies, contents: Mapping[str, bytes]) -> tuple[Rare, ...]:
    """The rare characters of an issue and its items; `contents` are the bytes of the files by name."""
    found = [*_in_file(source.file, contents, (*_of_issue(source), to_text(bodies.note_html)))]
    for item in source.items:
        body = bodies.items.get(item.number)
        if body and item.status != "withdrawn":
            found += _in_file(item.file, contents, (*_of_item(item), body.text, to_text(body.note_html)))
    return tuple(found)


def in_settings(settings: Settings, contents: Mapping[str, bytes]) -> tuple[Rare, ...]:
    """The rare characters of all names that site.yaml and the units' file give."""
    names = [settings.name, settings.office]
    names += [text for one in settings.series for text in (one.name, one.office)]
    names += [section.name for section in settings.sections]
    for unit in settings.units:
        names += [unit.name, *(former.name for former in unit.former)]
    for design in (settings.print, *settings.own_print.values()):
        names += [*design.name, design.contents, design.mark, design.item_mark, design.note_label]
    found = (one for file in contents for one in _in_file(file, contents, names))
    return tuple({one.character.value: one for one in found}.values())


def _of_issue(source: IssueSource) -> tuple[str, ...]:
    lists = (source.editors, source.report_to, source.send_to, source.issue_to, source.extra_to)
    corrections = (correction.text for correction in source.corrections)
    names = (name for names in lists for name in names)
    return source.title, source.marking, source.signed_by, *corrections, *names


def _of_item(item: ItemSource) -> tuple[str, ...]:
    reprint = item.reprint.name if item.reprint else ""
    return item.title.value, item.author, reprint, *(correction.text for correction in item.corrections)


def _in_file(file: str, contents: Mapping[str, bytes], drawn: Iterable[str]) -> Iterator[Rare]:
    """The rare characters of texts drawn from a file, each where it stands first, else at its start."""
    characters = rare("\n".join(drawn))
    if not characters:
        return
    text, _ = decode(contents.get(file.rpartition("/")[2], b""), file)
    for character in sorted(characters):
        offset = text.find(character)
        if offset >= 0 or "/" in file:
            yield Rare(file, Text(character, Place(*place_of(text, max(offset, 0)))))
