"""A page printed from a browser: the text and no furniture, on paper that looks like an office's."""

import subprocess
from pathlib import Path

import pytest

from tests.make.typeset_sample import words

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("pdftotext")]


def printed(page: Path, folder: Path) -> bytes:
    file = folder / "page.pdf"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    options = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={file}", page.as_uri()]
    subprocess.run([*command, *options], capture_output=True, check=True, timeout=120)
    return file.read_bytes()


@pytest.mark.parametrize("address", ["2026/05/index.html", "2026/05/02.html"])
def test_a_page_prints_its_text_without_what_is_for_the_screen(site, tmp_path, address):
    site.edit("content/2026/05/02.md", "均已交办。", "均已交办[^1]。\n\n[^1]: 截至5月底。")
    site.build()
    text = words(printed(site.output / address, tmp_path))

    assert "创新模式优服务" in text
    assert "截至5月底。" in text
    for furniture in ("跳到正文", "历年简报", "上一", "下一", "↩"):
        assert furniture not in text
