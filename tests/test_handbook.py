"""The handbook: every command in it is run, in order, in one folder; every page of it is whole.

A block `console` is a dialogue: what follows `$ ` is run, each other line must be said (`…` stands for
anything). A block with a file's name behind its language is written there. A command fails where, and only
where, the lines below it tell of an error.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import generator
from generator.cli import _MODULES
from generator.make.handbook import chapters
from generator.theme import APPENDICES
from tests.sites import Site

BOOK = Path(__file__).parent.parent / "docs/handbook"
FILES = sorted(BOOK.glob("*.md"))
SERVER = r"\\10.1.2.3\www\jianbao"
"""The share that the handbook publishes to: here a folder."""

BLOCK = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A file to write, or a command to run and what it is to say."""

    where: str
    file: str = ""
    text: str = ""
    command: str = ""
    said: tuple[str, ...] = ()


def steps() -> Iterator[Step]:
    for path in FILES:
        for language, file, text in BLOCK.findall(path.read_text(encoding="utf-8")):
            if file:
                yield Step(path.name, file=file, text=text)
            elif language == "console":
                yield from dialogue(path.name, text)


def dialogue(where: str, text: str) -> Iterator[Step]:
    command, said = "", []
    for line in [*text.splitlines(), "$ "]:
        if not line.startswith("$ "):
            said.append(line)
            continue
        if command:
            yield Step(where, command=command, said=tuple(said))
        command, said = line[2:], []


class Reader:
    """Somebody who does what the handbook says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.share = folder / "share"
        self.share.mkdir()

    def do(self, step: Step) -> None:
        if step.file:
            Site(self.folder).write(step.file, step.text.replace(SERVER, str(self.share)))
        elif step.command.startswith("cd "):
            self.folder = self.folder / step.command[3:]
        else:
            program, *arguments = shlex.split(step.command)
            assert program == "jianbao"
            told, code = served(self.folder) if arguments == ["serve"] else ran(self.folder, arguments)
            assert "Traceback" not in told
            assert code == any(": 错误 " in line for line in step.said), f"{step}\n{told}"
            for line in step.said:
                assert says(told, line), f"{step.where}: {step.command}\n{line}\n---\n{told}"


def says(told: str, line: str) -> bool:
    return re.search(".*".join(map(re.escape, line.split("…"))), told) is not None


def ran(folder: Path, arguments: list[str]) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr, done.returncode


def served(folder: Path) -> tuple[str, int]:
    """The first words of a preview, which is ended then."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "serve", "--port", "0"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout
    try:
        return process.stdout.readline(), 0
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def read_through(tmp_path_factory) -> Reader:
    """The state after all chapters."""
    reader = Reader(tmp_path_factory.mktemp("handbook"))
    for step in steps():
        reader.do(step)
    return reader


def test_every_command_says_what_the_handbook_says(read_through):
    assert (read_through.folder / "output/index.html").exists()
    assert {path.name for path in read_through.folder.glob("*.pdf")} == {
        "2026-03-清样.pdf", "送审.pdf", "2026-合订本.pdf",
    }  # fmt: skip


def test_every_command_of_the_program_stands_in_the_list():
    text = (BOOK / "12-commands.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `jianbao (\w+)", text, re.MULTILINE)
    assert set(_MODULES) <= set(listed)
    assert set(listed) - set(_MODULES) == set()


def test_files_named_in_a_chapter_have_the_form_that_this_test_understands():
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert text.count("```") == 2 * len(BLOCK.findall(text)), path
        for target in re.findall(r"\]\(([^)]+\.md)\)", re.sub(BLOCK, "", text)):
            assert (BOOK / target).exists() or "推行首问" in target, f"{path}: {target}"


def test_what_the_program_is_said_to_say_it_says():
    told = re.findall(r"^\| `([^`]+)` \|", (BOOK / "10-trouble.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(told) > 8
    program = "".join(p.read_text(encoding="utf-8") for p in Path(generator.__file__).parent.rglob("*.py"))
    parts = [part for message in told for part in re.split("…|，看来是 ", message) if len(part) > 3]
    assert [part for part in parts if part not in program] == []


# --- As pages ----------------------------------------------------------------------------------------


def names(site: Site) -> set[str]:
    return {address for address in site.tree() if address.startswith("handbook/")}


def test_the_site_has_the_handbook_where_it_wishes(site):
    site.build()
    assert names(site) == set()
    assert "编辑手册" not in site.html("index.html")
    site.write("site.yaml", site.read("site.yaml") + "手册: 是\n")
    assert not site.build().failed
    assert len(names(site)) == len(FILES) + len(APPENDICES) + 1
    assert '<a href="handbook/index.html">编辑手册</a>' in site.html("index.html")
    assert '<a href="../../handbook/index.html">编辑手册</a>' in site.html("2026/05/index.html")


def test_a_preview_always_has_it(site):
    site.build(drafts=True)
    assert "handbook/first-issue.html" in names(site)
    assert "01-首问负责.md" in site.html("handbook/items.html")


def test_links_between_chapters_lead_to_pages(site):
    site.build(drafts=True)
    page = site.html("handbook/first-issue.html")
    assert '<a href="checking.html">校对与检查</a>' in page
    assert '<a href="problems.html">问题代码</a>' in site.html("handbook/checking.html")
    assert ".md)" not in page


def test_a_site_may_have_chapters_of_its_own(site):
    site.write("templates/handbook/06-preview.md", "# 我们的预览\n\n找王工。\n")
    site.write("templates/handbook/99-own.md", "# 本单位的规矩\n\n先看[预览](06-preview.md)。\n")
    site.build(drafts=True)
    assert "找王工" in site.html("handbook/preview.html")
    assert '<a href="preview.html">' in site.html("handbook/own.html")
    site.edit("templates/handbook/06-preview.md", "王工", "张工")
    assert set(site.build(drafts=True).written) == {"handbook/preview.html", "manifest.json", "SHA256SUMS"}


def test_blocks_of_code_are_shown_as_they_are():
    text = "# 例\n\n前面\n\n```console\n$ jianbao <b>&\n回答…\n```\n\n```yaml site.yaml\na: '*b*'\n```\n"
    (chapter,) = chapters([("01-x.md", text)])
    assert chapter.title == "例"
    assert chapter.address == "handbook/x.html"
    assert "<pre><code><kbd>jianbao &lt;b&gt;&amp;</kbd>\n回答…</code></pre>" in chapter.html
    assert "<figcaption>site.yaml</figcaption><pre><code>a: '*b*'</code></pre>" in chapter.html
    assert "<p>前面</p>" in chapter.html
