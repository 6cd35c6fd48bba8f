"""The contents (要目) beside the body: a check on it, and the source of the credits that it lacks."""

from collections.abc import Sequence

from generator.desk.importing import contents, crediting, sections
from generator.desk.importing.bulletin import Article, Credits, Entry, Known, Said, remark
from generator.model import Problem

_BY_PLACE = "标题与要目不一致，按先后取自要目"


def checked(
    items: Sequence[Article], entries: Sequence[Entry], known: Known
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The items completed by the contents, and remarks on where the two differ."""
    paired = _paired(items, entries)
    differences: list[Problem] = []
    done = []
    for number, item in enumerate(items):
        entry = entries[paired[number]] if number in paired else None
        if entries:
            differences += _compared(item, entry)
        done.append(_completed(item, entry, known))
    used = set(paired.values())
    for number, entry in enumerate(entries):
        if number not in used:
            message = f"要目中的“{entry.title.value}”在正文里没有找到。"
            differences.append(remark(entry.title.place, "I08", message, old=entry.title.value))
    return tuple(done), tuple(differences)


def _paired(items: Sequence[Article], entries: Sequence[Entry]) -> dict[int, int]:
    """Which entry belongs to which item: the same title, else a title much like it, else the place."""
    pairs: dict[int, int] = {}
    for test in (contents.same, contents.alike):
        for number, item in enumerate(items):
            free = (i for i in range(len(entries)) if i not in pairs.values())
            title = item.title.value if item.title else ""
            found = next(
                (i for i in free if number not in pairs and test(title, entries[i].title.value)), None
            )
            if title and found is not None:
                pairs[number] = found
    if len(items) == len(entries):
        for number in range(len(items)):
            if number not in pairs and number not in pairs.values():
                pairs[number] = number
    return pairs


def _compared(item: Article, entry: Entry | None) -> list[Problem]:
    if entry is None:
        title = f"“{item.title.value}”" if item.title else "这一条"
        return [remark(item.place, "I08", f"{title}不在要目里。")]
    found = []
    if item.title and not contents.same(item.title.value, entry.title.value):
        message = f"标题与要目不一致：正文是“{item.title.value}”，要目是“{entry.title.value}”，用了正文的。"
        found.append(remark(item.title.place, "I08", message, old=item.title.value))
    body, listed = _names(item.credits), _names(entry.credits)
    if item.credits.given and entry.credits.given and not body & listed:
        said, wanted = "、".join(sorted(body)), "、".join(sorted(listed))
        message = f"署名与要目不一致：正文是“{said}”，要目是“{wanted}”，用了正文的。"
        found.append(remark(item.place, "I08", message))
    return found


def _names(credits_: Credits) -> set[str]:
    reprint = {credits_.reprint.value.name} if credits_.reprint else set()
    return {unit.value for unit in credits_.units} | reprint


def _completed(item: Article, entry: Entry | None, known: Known) -> Article:
    """The item with what it lacks taken from its entry, and a section proposed where none is named."""
    in_body = item.credits.given
    credits_ = item.credits
    if entry and not in_body:
        certain = item.title and contents.alike(item.title.value, entry.title.value)
        listed = entry.credits if certain else crediting.as_guess(entry.credits, _BY_PLACE)
        credits_ = crediting.joined(credits_, listed)
    title = item.title
    if title is None and entry:
        title = Said(entry.title.value, entry.title.place, "正文没有标题，按先后取自要目")
    section = item.section or (entry.section if entry else None)
    section = section or sections.propose(credits_, known.sections, item.place, in_body=in_body)
    return Article(item.place, title, item.paragraphs, section, credits_, item.notes)
