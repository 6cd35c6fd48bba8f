"""An issue as a PDF: its text is laid out as data and set by Typst from the theme's templates.

The compiler sees a folder of its own with the templates, the data and the pictures, and nothing
else of the machine. The PDF claims PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), bears the
issue's date and no other time, and is the same to the byte for the same arguments.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import typst

from generator import wording
from generator.make.fonts import ROLES, Faces, Role, collection, is_light
from generator.make.print_tree import Node, TypesetError, tree
from generator.model import Bodies, Body, Issue, Item, Section, Series, Value

__all__ = ["MAIN", "PrintDesign", "TypesetError", "issue_data", "issue_pdf"]

MAIN = "issue.typ"
"""The template that Typst starts from."""

Drawn: TypeAlias = Callable[[str, str], list[Node]]
"""A text of HTML and the scope of its footnotes, as the blocks to draw."""

_ONE_PICTURE = '#set document(title: "x")\n#image("picture", alt: "x")'
_REASONS = {
    "CMYK": "它用的是印刷色（CMYK），请改存为 RGB",
    "unknown image format": "只认 PNG、JPEG、GIF、WebP 和 SVG 文件",
    "decode": "文件已损坏",
}
_OUTLINE = 0.022  # em: about the weight that a regular face lacks
_OUTLINED: frozenset[Role] = frozenset({"masthead", "head"})
_WITH_LATIN: frozenset[Role] = frozenset({"body", "note"})


class PrintDesign(Value, frozen=True):
    """How a house prints its bulletin; lengths in millimetres.

    The page is that of GB/T 9704-2012 §5.2: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28
    characters, whose size follows from it. The masthead's `name` is the series' unless given, a
    line of it a line in print.
    """

    top: float = 37
    left: float = 28
    width: float = 156
    height: float = 225
    characters: int = 28
    lines: int = 22
    red: str = "#e60012"
    name: str = ""
    contents: str = "本期要目"
    mark: str = "◆"
    item_mark: str = ""
    note_label: str = "编者按："


def issue_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, bytes],
) -> bytes:
    """The PDF of an issue.

    Args:
        theme: the print templates by file name, `issue.typ` among them.
        faces: the font faces by role.
        design: the house's choices.
        series: the bulletin that the issue belongs to.
        sections: all sections of the site.
        issue: the issue, its items in the order of the contents.
        bodies: the texts of the issue, cleaned HTML.
        pictures: the bytes of each picture, by its address.

    Raises:
        TypesetError: a picture is missing or of no known format, or Typst finds a fault.
    """
    files = {address: f"picture-{n}" for n, address in enumerate(sorted(pictures), 1)}
    data = issue_data(faces, design, series, sections, issue, bodies, files)
    shown = {files[address]: content for address, content in pictures.items()}
    midnight = datetime.combine(issue.date, time(), UTC)
    try:
        return _compile(theme, faces, data, shown, midnight)
    except typst.TypstError as error:
        raise _explained(error, faces, pictures) from error


def _compile(
    theme: Mapping[str, str],
    faces: Faces,
    data: Mapping[str, object],
    pictures: Mapping[str, bytes],
    moment: datetime,
) -> bytes:
    """The PDF of the main template, in a folder that holds nothing but the arguments."""
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        root = Path(folder)
        for name, template in theme.items():
            (root / name).write_text(template, encoding="utf-8")
        for name, content in pictures.items():
            (root / name).write_bytes(content)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            str(root / MAIN),
            root=str(root),
            font_paths=collection(faces),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=moment,
        )


def _explained(error: typst.TypstError, faces: Faces, pictures: Mapping[str, bytes]) -> TypesetError:
    """Typst's fault in words: it does not say which picture it could not draw, so each is tried."""
    said = "；".join((error.message, *error.hints))
    for address, content in pictures.items():
        try:
            _compile({MAIN: _ONE_PICTURE}, faces, {}, {"picture": content}, datetime.fromtimestamp(0, UTC))
        except typst.TypstError as fault:
            reason = next((words for sign, words in _REASONS.items() if sign in fault.message), fault.message)
            return TypesetError(f"图片 {address} 无法排印：{reason}", address)
    return TypesetError(f"排版出错：{said}")


# --- What the templates are given -------------------------------------------------------------


def issue_data(
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: Sequence[Section],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, str],
) -> dict[str, object]:
    """All that the templates draw, as plain values for JSON; `pictures` gives each address its file.

    Raises:
        TypesetError: a text shows a picture that is not among `pictures`.
    """
    labels = {item.address: _label(item) for item in issue.items}

    def drawn(html: str, scope: str) -> list[Node]:
        return tree(html, scope, pictures, labels)

    return {
        "title": f"{series.name}{wording.year_and_number(issue)}",
        "office": series.office,
        "keywords": list(dict.fromkeys(word.name for item in issue.items for word in item.keywords)),
        "date": [issue.date.year, issue.date.month, issue.date.day],
        "design": {name: getattr(design, name) for name in design.__struct_fields__},
        "faces": {role: _face(faces, role) for role in ROLES},
        "masthead": _masthead(design, series, issue),
        "note": drawn(bodies.note_html, "issue"),
        "sections": [
            {
                "name": section.name,
                "items": [
                    _item(item, section, bodies.items.get(item.number, Body("")), drawn) for item in items
                ],
            }
            for section, items in _by_section(sections, issue.items)
        ],
        "colophon": _colophon(issue),
    }


def _face(faces: Faces, role: Role) -> dict[str, object]:
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


def _masthead(design: PrintDesign, series: Series, issue: Issue) -> dict[str, object]:
    total = wording.total(issue)
    kind = wording.KINDS["special"] if issue.kind == "special" else ""
    said = kind and kind not in issue.title
    return {
        "marking": issue.marking,
        "name": (design.name or series.name).split("\n"),
        "number": wording.number(issue),
        "total": f"（{total}）" if total else "",
        "title": "　".join(filter(None, (kind if said else "", issue.title))),
        "office": series.office,
        "date": wording.day(issue.date),
    }


def _by_section(sections: Sequence[Section], items: Sequence[Item]) -> Iterator[tuple[Section, list[Item]]]:
    known = {section.key: section for section in sections}
    for key, group in groupby(items, key=lambda item: item.section):
        yield known.get(key, Section(key, key)), list(group)


def _label(item: Item) -> str:
    return f"item-{item.number}"


def _item(item: Item, section: Section, body: Body, drawn: Drawn) -> dict[str, object]:
    """One item; a withdrawn one keeps its place and nothing else."""
    if item.status == "withdrawn":
        return {"withdrawn": True, "title": wording.WITHDRAWN, "credited": "", "target": _label(item)}
    units = wording.credit_line(item.credits, None, item.author) if item.credits else ""
    author = "" if item.credits else item.author
    reprint = wording.credit_line((), item.reprint, author) if item.reprint else ""
    return {
        "withdrawn": False,
        "target": _label(item),
        "title": item.title,
        "credited": wording.credit(item.credits, item.reprint),
        "stop": wording.run_in(item.title).removeprefix(item.title),
        "run_in": section.heads == "run-in",
        "note": drawn(body.note_html, f"note-{item.number}"),
        "body": drawn(body.html, f"item-{item.number}"),
        "credit": f"（{units}）" if units else "",
        "reprint": f"——{reprint}" if reprint else "",
        "corrections": [
            f"更正（{wording.day(correction.date)}）：{correction.text}" for correction in item.corrections
        ],
    }


def _colophon(issue: Issue) -> dict[str, object]:
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
