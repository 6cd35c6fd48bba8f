"""From a bulletin's text to a site and a PDF, as an editor goes: init, import, fill the blanks, build."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.sites import Site, jianbao

JINHU = Path(__file__).parent.parent.parent / "shared/reference/bulletin-jinhu.txt"
OWN = Path(__file__).parent / "desk/bulletins/01-contents-only.txt"
PUNCTUATION = re.compile(r"[\s◆]")


def squeezed(text: str) -> str:
    """A text without what setting changes: spaces, line ends, marks."""
    return PUNCTUATION.sub("", text)


def pdf_text(file: Path) -> str:
    """The text of a PDF in reading order, without page numbers."""
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    lines = run.stdout.decode().replace("\f", "").split("\n")
    return squeezed("".join(line for line in lines if not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)))


def imported(tmp_path: Path, bulletin: Path) -> Site:
    """A new site with one bulletin in it, its blanks filled."""
    site = Site(tmp_path / "site")
    assert jianbao("init", str(site.folder)).returncode == 0
    result = site.jianbao("import", str(bulletin), "--issue", "2016/05")
    assert result.returncode == 0, result.stderr
    assert "I05" in result.stderr
    refused = site.jianbao("build")
    if "【待填】" in site.read("content/2016/05/issue.yaml"):
        assert refused.returncode == 1
        assert "Y09" in refused.stderr
        site.edit("content/2016/05/issue.yaml", "number: 【待填】", "number: 5")
        site.edit("content/2016/05/issue.yaml", "date: 【待填】", "date: 2016-05-10")
    site.write("content/2016/05/issue.yaml", site.read("content/2016/05/issue.yaml") + "status: published\n")
    built = site.jianbao("build")
    assert built.returncode == 0, built.stderr
    return site


@pytest.mark.needs("pdftotext")
@pytest.mark.skipif(not JINHU.exists(), reason="the real bulletin is not beside the repository")
def test_a_real_bulletin_becomes_a_site_and_a_pdf(tmp_path):
    site = imported(tmp_path, JINHU)
    original = JINHU.read_text(encoding="utf-8")
    contents, _, body = original.partition("\n\n◆组织专题监督活动。")
    titles = re.findall(r"◆(.+)（", contents)
    assert len(titles) == 8
    printed = pdf_text(site.output / "2016/05/2016-05.pdf")
    end = printed.index(squeezed(titles[-1])) + 1  # the contents come first
    for sentence in re.findall(
        r"[^。]+。", re.sub(r"（\S+供稿）|——摘自\S+", "", f"组织专题监督活动。{body}")
    ):
        wanted = squeezed(sentence)
        found = printed.find(wanted.removesuffix("。") if "◆" in sentence else wanted, end)  # a block head
        assert found >= 0, sentence
        end = found
    page = site.html("2016/05/index.html")
    assert all(title in page for title in titles)
    assert "摘自" in site.html("2016/05/08.html")


def test_original_texts_are_never_published(tmp_path):
    site = imported(tmp_path, OWN)
    assert (site.folder / "content/2016/05/originals" / OWN.name).exists()
    assert not [address for address in site.tree() if "originals" in address or address.endswith(".txt")]


def test_importing_again_overwrites_nothing(tmp_path):
    site = imported(tmp_path, OWN)
    site.edit("content/2016/05/01.md", "title: ", "title: 改过的")
    again = site.jianbao("import", str(OWN), "--issue", "2016/05")
    assert again.returncode == 0
    assert "title: 改过的" in site.read("content/2016/05/01.md")
    assert "I12" in again.stderr
