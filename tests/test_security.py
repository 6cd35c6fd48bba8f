"""What docs/security.md says of hostile content, and what no room's own tests show."""

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from generator.problems import printable
from generator.progress import Progress
from generator.publish.copy import FolderCopy, verify
from generator.publish.extracting import UnreadableError, extract
from generator.publish.gate import inspect
from tests.sites import TODAY, Site, issue, item

DOC = Path(__file__).parent.parent / "docs/security.md"
TESTS = Path(__file__).parent
CODE = '#read("/etc/passwd") #import "@preview/cetz:0.3.1" $x^2$ \\u{48} <lab> @ref *b* `c` // end'


def test_every_test_that_the_document_names_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOC.read_text(encoding="utf-8"))
    assert named
    for file, name in named:
        text = (TESTS.parent / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), (file, name)


# --- Print ----------------------------------------------------------------------------------------


def pdf_text(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_typst_code_in_any_field_is_set_as_it_is_written(site: Site):
    quoted = f"'{CODE}'"
    site.edit("units.yaml", "- 县效能办", f"- {{name: {quoted}, key: x}}")
    site.edit("site.yaml", "督查", f"{{name: {quoted}, key: y}}")
    site.write("content/2026/05/issue.yaml", issue(title=quoted, marking=quoted, signed_by=quoted))
    text = item(quoted, quoted, quoted, body=CODE.replace("*b* `c`", "b c"), author=quoted, note=quoted)
    site.write("content/2026/05/01.md", text)
    assert not site.build(pdf=True).failed
    shown = re.sub(r"\s", "", pdf_text(site.output / "2026/05/2026-05.pdf"))
    wanted = re.sub(r"\s", "", '#read("/etc/passwd")#import"@preview/cetz:0.3.1"$x^2$\\u{48}<lab>@ref')
    assert shown.count(wanted) >= 5
    assert "root:" not in shown


def test_a_template_that_wants_a_package_is_refused_and_nothing_is_fetched(site: Site):
    site.write("templates/print/issue.typ", '#import "@preview/cetz:0.3.1": canvas\n')
    report = site.build(pdf=True)
    assert {(problem.code, problem.file) for problem in report.problems} >= {
        ("X02", "content/2026/05/issue.yaml")
    }
    assert "引用了网上的包 @preview/cetz:0.3.1" in report.problems[0].message
    assert not site.output.exists()


def test_a_template_reads_nothing_beside_its_own_folder(site: Site):
    site.write("secret.txt", "秘密")
    for path in ("/etc/passwd", "../../secret.txt", f"{site.folder}/secret.txt"):
        site.write("templates/print/issue.typ", f'#read("{path}")\n')
        assert {problem.code for problem in site.build(pdf=True).problems} == {"X02"}


# --- Files ----------------------------------------------------------------------------------------

OUTSIDE = [
    "../../../secret.txt",
    "/etc/passwd",
    "..%2f..%2f..%2fsecret.txt",
    "..\\..\\..\\secret.txt",
    "C:/secret.txt",
]


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("form", ["[附件]({})", "![图]({})", "[附件](<{}>)", "[附件][1]\n\n[1]: {}"])
def test_nothing_outside_of_an_issue_s_folder_is_attached(site: Site, target, form):
    site.write("secret.txt", "SECRET")
    site.write("content/2026/05/03.md", item("附件", body=f"见{form.format(target)}。"))
    told = {problem.code for problem in site.build().problems if problem.level == "error"}
    assert told == {"L03"}
    assert not site.output.exists()


@pytest.mark.parametrize("target", OUTSIDE)
def test_nothing_outside_of_an_issue_s_folder_is_its_scan(site: Site, target):
    site.write("secret.pdf", "SECRET")
    site.write("content/2026/05/issue.yaml", issue(scan=f"'{target.replace('.txt', '.pdf')}'"))
    assert {problem.code for problem in site.build().problems} & {"L02", "L03", "Y04"}


@pytest.mark.parametrize("name", ["a.jpg", "a.pdf", "03.md", "issue.yaml"])
def test_links_in_the_content_stop_the_build(site: Site, tmp_path, name):
    (tmp_path / "elsewhere").write_text("SECRET")
    file = site.folder / "content/2026/05" / name
    file.unlink(missing_ok=True)
    file.symlink_to(tmp_path / "elsewhere")
    assert "F05" in {problem.code for problem in site.build().problems}
    assert not site.output.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_links_and_pipes_in_the_output_are_told_and_not_opened(site: Site):
    site.build()
    (site.output / "endless.html").symlink_to("/dev/zero")
    os.mkfifo(site.output / "pipe.html")
    told = {(p.code, p.file) for p in inspect(site.folder, site.output, TODAY, Progress()).problems}
    assert told == {("Z03", "output/endless.html"), ("Z03", "output/pipe.html")}
    differences = verify(FolderCopy(site.output), lambda *_: None).differences
    assert differences == (("endless.html", "added"), ("pipe.html", "added"))


def test_a_document_that_unpacks_without_end_is_not_unpacked():
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 100_000_001)
    assert len(made.getvalue()) < 200_000
    with pytest.raises(UnreadableError):
        extract("a.docx", made.getvalue())


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["红\x1b[31m字", "\x9b31m", "a\x07b", "左\u202e右", "行\u2028行"])
def test_a_title_can_not_steer_the_terminal(site: Site, title):
    site.write("content/2026/05/01.md", item(f'"{title}"', "没有的", "没有的"))
    for command in ("check", "build", "publish", "log"):
        run = site.jianbao(command)
        assert run.returncode == (1 if command != "log" else 0)
        assert steered(run) == []


STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028]")


def steered(run) -> list[str]:
    """What of a command's words would reach the terminal as more than words."""
    assert "Traceback" not in run.stderr
    return STEERING.findall(run.stdout + run.stderr)


@pytest.fixture
def hostile_server(site: Site, tmp_path: Path) -> Path:
    """What a site was published to, where somebody has been since; the site has an item less."""
    www = tmp_path / "www"
    www.mkdir()
    site.write("site.yaml", f"{site.read('site.yaml')}publish: {{here: {{url: {www}, releases: 0}}}}\n")
    site.build()
    assert site.jianbao("publish", "--yes").returncode == 0
    (www / "红\x1b[31m\n已发布").write_text("x")
    for kept in (site.folder / "content").rglob("seal.yaml"):
        kept.unlink()
    return www


def test_titles_and_names_from_a_server_can_not_steer_the_terminal(site: Site, hostile_server: Path):
    script = hostile_server / "search/text/2026/05.js"
    script.write_bytes(script.read_bytes().replace("创新模式".encode(), rb"\u001b\u009b"))  # of the same size
    site.remove("content/2026/05/02.md")
    site.build()
    run = site.jianbao("publish", "--dry-run")
    assert run.returncode == 0
    assert "删去　2026/05/02　��优服务" in run.stdout
    assert "不动　红�[31m�已发布，不是本程序写的" in run.stdout
    assert steered(run) == []
    assert steered(site.jianbao("verify", "--target", "here")) == []


def test_the_record_can_not_steer_the_terminal(site: Site):
    site.jianbao("sign", "2026/05", "--by", "李\x1b[31m小满", "--role", "签发")
    for name in ("signatures.yaml", "seal.yaml"):
        site.write(
            f"content/2026/06/{name}",
            '- {role: "\\e[31m", by: "a\\x9bb", time: "\\r\\n2026", target: "\\e]0;x\\a"}\n',
        )
    for command in ("log", "check"):
        assert steered(site.jianbao(command)) == []


def test_a_name_with_a_wide_space_is_told_as_it_is():
    assert printable("　李　小满\u00a0\x1b\u2028") == "　李　小满\u00a0\ufffd\ufffd"


def test_a_feed_is_xml_whatever_stands_in_titles(site: Site):
    hostile = "]]><script>alert(1)</script>&amp;<!--"
    site.write("content/2026/05/01.md", item(f"'{hostile}'", body=hostile))
    site.build()
    root = ET.parse(site.output / "feed.xml").getroot()
    titles = [title.text for title in root.iter("{http://www.w3.org/2005/Atom}title")]
    assert hostile in titles
    assert not list(root.iter("script"))


def test_a_bomb_of_aliases_is_refused_at_once(site: Site):
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    site.write("content/2026/05/issue.yaml", "\n".join(lines))
    assert "Y06" in {problem.code for problem in site.survey().problems}
