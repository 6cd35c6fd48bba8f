"""What the print templates are given: plain values for JSON, drawn up from an issue and its texts.

The templates decide where and how things stand; what they say is settled here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, TypeAlias

from generator import wording
from generator.chinese import syllables
from generator.make.fonts import ROLES, Faces, Role, is_light
from generator.make.print_tree import Node, tree
from generator.model import Bodies, Body, Correction, Issue, Item, PrintDesign, Section, Series

Data: TypeAlias = dict[str, Any]
"""A mapping of strings, numbers, lists and mappings."""

_Drawn: TypeAlias = Callable[[str, str], list[Node]]
"""A text of HTML and the scope of its footnotes, as the blocks to draw."""

_OUTLINE = 0.022  # em: about the weight that a regular face lacks
_OUTLINED: frozenset[Role] = frozenset({"masthead", "head"})
_WITH_LATIN: frozenset[Role] = frozenset({"body", "note"})
_CREDIT_WORD = "供稿"


def document_data(
    faces: Faces, design: PrintDesign, title: str, office: str, keywords: Sequence[str], day: date
) -> Data:
    """What any document says of itself and how it looks."""
    shown = [name for name in design.__struct_fields__ if name != "fonts"]
    return {
        "title": title,
        "author": office,
        "keywords": list(dict.fromkeys(keywords)),
        "date": [day.year, day.month, day.day],
        "design": {name: getattr(design, name) for name in shown},
        "faces": {role: _face(faces, role) for role in ROLES},
    }


def issue_data(
    design: PrintDesign,
    series: Series,
    sections: Sequence[Section],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, str],
) -> Data:
    """One issue, from masthead to colophon; `pictures` gives each address its file in Typst's folder.

    Raises:
        TypesetError: a text shows a picture that is not among `pictures`.
    """
    labels = {item.address: _label(item) for item in issue.items}
    key = issue.path.replace("/", "-")

    def drawn(html: str, scope: str) -> list[Node]:
        return tree(html, f"{key}-{scope}", pictures, labels)

    numbers = {item.path: n for n, item in enumerate(issue.items, 1)}
    return {
        "begin": f"begin-{key}",
        "end": f"end-{key}",
        "title": wording.year_and_number(issue),
        "masthead": _masthead(design, series, issue, pictures),
        "note": drawn(bodies.note_html, "issue"),
        "sections": [
            {
                "name": section.name,
                "items": [
                    _item(
                        design,
                        item,
                        numbers[item.path],
                        section,
                        bodies.items.get(item.number, Body("")),
                        drawn,
                    )
                    for item in items
                ],
            }
            for section, items in _by_section(sections, issue.items)
        ],
        "corrections": _corrections(issue.corrections),
        "corrected": [
            f"{one.issue.title}{wording.in_marks(one.title) if one.title else ''}：{one.correction.text}"
            for one in issue.corrected
        ],
        "colophon": _colophon(issue),
    }


def volume_data(
    design: PrintDesign, series: Series, year: int, issues: Sequence[Issue], pictures: Mapping[str, str]
) -> Data:
    """What a bound volume says beside its issues: its cover and its indexes."""
    items = [item for issue in issues for item in issue.items if item.status != "withdrawn"]
    return {
        "name": list(design.name) or [series.name],
        "picture": pictures[design.name_picture] if design.name_picture else "",
        "year": f"{year}年",
        "span": _span(issues),
        "office": f"{series.office}{design.office_word}",
        "units": _register((credit.name, _label(item)) for item in items for credit in item.credits),
        "keywords": _register((word.name, _label(item)) for item in items for word in item.keywords),
    }


def _span(issues: Sequence[Issue]) -> list[str]:
    """`第1期—第24期`, `总第101期—总第124期`, `增刊第1期—第2期`: a line each, as far as there are any."""
    run = [issue for issue in issues if issue.kind != "supplement"]
    supplements = [issue for issue in issues if issue.kind == "supplement"]
    totals = [issue for issue in run if issue.total is not None]
    return [
        _from_to([f"第{issue.number}期" for issue in run]),
        *([_from_to([wording.total(issue) for issue in totals])] if totals else []),
        *([f"增刊{_from_to([f'第{issue.number}期' for issue in supplements])}"] if supplements else []),
    ]


def _from_to(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}—{names[-1]}" if names else ""


def _register(entries: Iterable[tuple[str, str]]) -> list[Data]:
    """Names with the labels of their items, in the order of pinyin, grouped by the first letter."""
    targets: dict[str, list[str]] = defaultdict(list)
    for name, label in entries:
        if label not in targets[name]:
            targets[name].append(label)
    ordered = sorted(targets, key=lambda name: (_letter(name), syllables(name), name))
    return [
        {"letter": letter, "entries": [{"name": name, "targets": targets[name]} for name in names]}
        for letter, names in groupby(ordered, key=_letter)
    ]


def _letter(name: str) -> str:
    """The letter under which a name stands; digits and signs stand before all letters."""
    first = syllables(name)[0][0].upper()
    return first if "A" <= first <= "Z" else "#"


def keywords(issue: Issue) -> list[str]:
    """The keywords of an issue's items."""
    return [word.name for item in issue.items for word in item.keywords]


def _face(faces: Faces, role: Role) -> Data:
    """A role's families for Typst: Latin letters and digits of 仿宋, 楷体 text in the Latin face."""
    chain: list[object] = [face.family for face in faces.chains[role]]
    latin = faces.serving("numbers")
    if latin and role in _WITH_LATIN:
        chain.insert(0, {"name": latin.family, "covers": "latin-in-cjk"})
    face = faces.serving(role)
    outlined = face is not None and role in _OUTLINED and is_light(face)
    return {
        "chain": chain,
        "weight": face.weight if face else 400,
        "outline": _OUTLINE if outlined else 0,
    }


def _masthead(design: PrintDesign, series: Series, issue: Issue, pictures: Mapping[str, str]) -> Data:
    total = f"（{wording.total(issue)}）" if issue.total is not None else ""
    kind = wording.KINDS["special"] if issue.kind == "special" else ""
    said = kind and kind not in issue.title
    return {
        "marking": issue.marking,
        "name": list(design.name) or [series.name],
        "picture": pictures[design.name_picture] if design.name_picture else "",
        "number": _number(design.number, issue),
        "total": total if design.total == "after" else "",
        "total_below": total if design.total == "below" else "",
        "title": "　".join(filter(None, (kind if said else "", issue.title))),
        "office": f"{series.office}{design.office_word}",
        "date": _date(design, issue.date),
    }


def _number(form: str, issue: Issue) -> str:
    """`第5期` as the house writes it; a supplement says so where the number begins."""
    if issue.kind == "supplement":
        begin = form.find("第") if "第" in form else form.index("N")
        form = f"{form[:begin]}{wording.KINDS['supplement']}{form[begin:]}"
    return form.replace("Y", str(issue.year)).replace("N", str(issue.number))


def _date(design: PrintDesign, day: date) -> str:
    written = wording.day_in_han(day) if design.date == "han" else wording.day(day)
    return f"{written}　{wording.weekday(day)}" if design.weekday else written


def _by_section(sections: Sequence[Section], items: Sequence[Item]) -> Iterator[tuple[Section, list[Item]]]:
    known = {section.key: section for section in sections}
    for key, group in groupby(items, key=lambda item: item.section):
        yield known.get(key, Section(key, key)), list(group)


def _label(item: Item) -> str:
    """The label of an item's head, no other's in the document."""
    return f"item-{item.path.replace('/', '-')}"


def _item(design: PrintDesign, item: Item, number: int, section: Section, body: Body, drawn: _Drawn) -> Data:
    """One item; a withdrawn one keeps its place and nothing else."""
    head = {
        "target": _label(item),
        "contents_mark": _mark(design.mark, number),
        "withdrawn": item.status == "withdrawn",
    }
    if item.status == "withdrawn":
        return {**head, "title": wording.WITHDRAWN, "credited": ""}
    author = "" if item.credits else item.author
    reprint = wording.credit_line((), item.reprint, author) if item.reprint else ""
    return {
        **head,
        "title": item.title,
        "mark": _mark(design.item_mark, number),
        "credited": wording.credit(item.credits, item.reprint),
        "stop": wording.run_in(item.title).removeprefix(item.title),
        "run_in": section.heads == "run-in",
        "note": drawn(body.note_html, f"note-{item.number}"),
        "body": drawn(body.html, f"item-{item.number}"),
        "credit": _credit(design, item),
        "reprint": f"——{reprint}" if reprint else "",
        "corrections": _corrections(item.corrections),
    }


def _corrections(corrections: Iterable[Correction]) -> list[str]:
    return [f"更正（{wording.day(one.date)}）：{one.text}" for one in corrections]


def _mark(form: str, number: int) -> str:
    return form.replace("N", str(number))


def _credit(design: PrintDesign, item: Item) -> str:
    if not item.credits:
        return ""
    units = wording.credit_line(item.credits, None, item.author).removesuffix(_CREDIT_WORD)
    return f"（{units}{design.credit_word}）"


def _colophon(issue: Issue) -> Data:
    """Who the issue goes to, who made it, and how many copies: only what is given."""
    sent = (
        ("报：", issue.report_to),
        ("送：", issue.send_to),
        ("发：", issue.issue_to),
        ("本期增发：", issue.extra_to),
    )
    staff = (("责任编辑：", "、".join(issue.editors)), ("签发：", issue.signed_by))
    return {
        "rows": [{"label": label, "names": _names(names)} for label, names in sent if names],
        "staff": [f"{label}{names}" for label, names in staff if names],
        "copies": f"（共印{issue.copies}份）" if issue.copies else "",
    }


def _names(names: Sequence[str]) -> str:
    """The names in one sentence; 、 parts them unless one of them has a 、 of its own."""
    separator = "，" if any("、" in name for name in names) else "、"
    return f"{separator.join(names)}。"
