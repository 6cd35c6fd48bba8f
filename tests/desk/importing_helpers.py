"""What the importer's tests share: a site's names, the texts of 芦川县, and what a build reads of it."""

import re
from pathlib import Path

from generator.desk.importing import Bulletin, Known, parse, render
from generator.read.folder import FolderFile
from generator.read.issues import read_issue

FOLDER = Path(__file__).parent / "bulletins"
SECTIONS = ("督查", "部门经验", "外地经验")
UNITS = (
    *(
        "县效能办",
        "县人社局",
        "县财政局",
        "县税务局",
        "县农业农村局",
        "县市场监管局",
        "县住建局",
        "县供电公司",
    ),
    *("柳浦镇", "石桥街道"),
)
KNOWN = Known(SECTIONS, UNITS)


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def bulletin(name, known=KNOWN, stem=None):
    return parse(text_of(name), known, stem or Path(name).stem)


def read_back(made: Bulletin):
    """The issue as `build` reads it, and the plain text of its items by their numbers."""
    files = {name: FolderFile("0" * 64, content) for name, content in render(made)}
    source, bodies = read_issue("2016/05", "", files)
    return source, {number: body.text for number, body in bodies.items.items()}


def squeezed(text: str) -> str:
    """A text without spaces."""
    return re.sub(r"\s", "", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text: what ends in 。！？, without spaces."""
    return [squeezed(s) for line in text.splitlines() for s in re.findall(r"[^。！？]+[。！？]", line)]


def all_text(made: Bulletin) -> str:
    """What the items hold, in order, run-in titles with their full stop, without spaces."""
    parts = []
    for item in made.items:
        parts += [note.value for note in item.notes]
        parts += [f"{item.title.value}。"] if item.title else []
        parts += [paragraph.value for paragraph in item.paragraphs]
    return squeezed("".join(parts))


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]
