"""Documents as PDF: their text is laid out as data and set by Typst from the theme's templates.

The compiler sees a folder of its own with the templates, the data and the pictures, and nothing
else of the machine. Unless a house does without, a PDF claims PDF/A-2a (ISO 19005-2) and PDF/UA-1
(ISO 14289-1). It bears the date of what it shows and no other time, and is the same to the byte for
the same arguments.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from generator.make.fonts import Faces, collection
from generator.make.pictures import for_print
from generator.make.print_data import Data, document_data, issue_data, keywords, volume_data
from generator.make.print_tree import TypesetError
from generator.make.proofing import Proof, Texts, proof_data, texts_of, with_files
from generator.model import Bodies, Issue, PrintDesign, Section, Series

__all__ = ["ISSUE", "TypesetError", "files_of", "issue_pdf", "proof_pdf", "typeset", "volume_pdf"]

ISSUE = "issue.typ"
"""The template of an issue."""

VOLUME = "volume.typ"
"""The template of a bound volume."""

PROOF = "proof.typ"
"""The template of a proof."""

MISSING = "〓"
"""Stands for a character that no face has."""

_NO_BREAK = "\ufeff"  # shows nothing, and PDF/A forbids it
_STANDARDS: Mapping[str, Any] = {"a-2a+ua-1": ["a-2a", "ua-1"], "off": []}
_ONE_PICTURE = '#set document(title: "x")\n#image("picture", alt: "x")'
_REASONS = {
    "CMYK": "它用的是印刷色（CMYK），请改存为 RGB",
    "unknown image format": "只认 PNG、JPEG、GIF、WebP 和 SVG 文件",
    "decode": "文件已损坏",
}
_PLACE = re.compile(r"┌─ .*?([^/\\\s]+\.typ:\d+:\d+)")


def issue_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, bytes],
    missing: str = "",
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
        pictures: the bytes of each picture, by its address; that of the masthead by its name in the site.
        missing: characters that no face has; `〓` is drawn in their place.

    Raises:
        TypesetError: a picture is missing or of no known format, or Typst finds a fault.
    """
    shown = issue_data(design, series, sections, issue, bodies, files_of(pictures))
    title = f"{series.name}{shown['title']}"
    document = document_data(faces, design, title, series.office, keywords(issue), issue.date)
    data = {**document, "issues": [shown]}
    return typeset(theme, ISSUE, faces, data, pictures, issue.date, design.standard, missing)


def volume_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    year: int,
    issues: tuple[Issue, ...],
    bodies: Mapping[str, Bodies],
    pictures: Mapping[str, bytes],
    missing: str = "",
) -> bytes:
    """The PDF of a year's bound volume; `bodies` are the texts by the issues' paths, the rest as above.

    The main run stands in the order of its numbers, the supplements after it.

    Raises:
        TypesetError: as above.
    """
    files = files_of(pictures)
    ordered = sorted(issues, key=lambda issue: (issue.kind == "supplement", issue.number, issue.path))
    title = f"{series.name}{year}年合订本"
    words = [word for issue in ordered for word in keywords(issue)]
    day = max(issue.date for issue in ordered)
    data = {
        **document_data(faces, design, title, series.office, words, day),
        "volume": volume_data(design, series, year, ordered, files),
        "issues": [
            issue_data(design, series, sections, issue, bodies[issue.path], files) for issue in ordered
        ],
    }
    return typeset(theme, VOLUME, faces, data, pictures, day, design.standard, missing)


def proof_pdf(
    theme: Mapping[str, str],
    faces: Faces,
    design: PrintDesign,
    series: Series,
    sections: tuple[Section, ...],
    issue: Issue,
    bodies: Bodies,
    pictures: Mapping[str, bytes],
    missing: str,
    proof: Proof,
) -> tuple[bytes, Texts]:
    """The proof of an issue, and its texts, with which the next proof is compared.

    Raises:
        TypesetError: as above.
    """
    shown = with_files(issue, issue_data(design, series, sections, issue, bodies, files_of(pictures)))
    title = f"{series.name}{shown['title']}（{proof.word}）"
    document = document_data(faces, design, title, series.office, keywords(issue), issue.date)
    data = {**document, **proof_data(proof, series, issue, shown)}
    return typeset(theme, PROOF, faces, data, pictures, issue.date, "off", missing), texts_of(shown)


def files_of(pictures: Iterable[str]) -> dict[str, str]:
    """The name in Typst's folder of each picture, by its address."""
    return {address: f"picture-{n}" for n, address in enumerate(sorted(pictures), 1)}


def typeset(
    theme: Mapping[str, str],
    main: str,
    faces: Faces,
    data: Data,
    pictures: Mapping[str, bytes],
    day: date,
    standard: str,
    missing: str = "",
) -> bytes:
    """The PDF that the template `main` makes of `data`; the other arguments are those of `issue_pdf`.

    Raises:
        TypesetError: a picture is of no known format, a template wants a package, or Typst finds a fault.
    """
    _refuse_packages(theme)
    drawn = str.maketrans({**dict.fromkeys(missing, MISSING), _NO_BREAK: ""})
    drawable = json.dumps(data, ensure_ascii=False).translate(drawn)
    files = files_of(pictures)
    shown = {files[address]: for_print(content) for address, content in pictures.items()}
    folder: dict[str, str | bytes] = {**theme, **shown, "data.json": drawable}
    try:
        return _compile(folder, main, faces, datetime.combine(day, time(), UTC), standard)
    except typst.TypstError as error:
        raise _explained(error, faces, pictures, standard) from error


def _refuse_packages(theme: Mapping[str, str]) -> None:
    """Typst would fetch a package from the network, in the midst of a build."""
    for name, text in theme.items():
        if found := _PACKAGE.search(text):
            raise TypesetError(
                f"模板 {name} 引用了网上的包 {found[1]}，本程序不联网；请把用到的部分抄进模板。"
            )


_PACKAGE = re.compile(r'"(@[\w-]+/[^"]+)"')


def _compile(
    files: Mapping[str, str | bytes], main: str, faces: Faces, moment: datetime, standard: str
) -> bytes:
    """The PDF of the main template, in a folder that holds nothing but the files given."""
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        root = Path(folder)
        for name, content in files.items():
            (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return typst.compile(
            str(root / main),
            root=str(root),
            font_paths=collection(faces),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=_STANDARDS[standard],
            timestamp=moment,
        )


def _explained(
    error: typst.TypstError, faces: Faces, pictures: Mapping[str, bytes], standard: str
) -> TypesetError:
    """Typst's fault in words: it does not say which picture it could not draw, so each is tried."""
    for address, content in pictures.items():
        alone: dict[str, str | bytes] = {ISSUE: _ONE_PICTURE, "picture": content}
        try:
            _compile(alone, ISSUE, faces, datetime.fromtimestamp(0, UTC), standard)
        except typst.TypstError as fault:
            reason = next((words for sign, words in _REASONS.items() if sign in fault.message), fault.message)
            return TypesetError(f"图片 {address} 无法排印：{reason}", address)
    said = "；".join((error.message, *error.hints))
    place = _PLACE.search(str(getattr(error, "diagnostic", "")))
    return TypesetError(f"{said}{f'（模板 {place[1]}）' if place else ''}")
