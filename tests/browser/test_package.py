"""The archive package of a year, unpacked to a disc and opened without a server."""

import zipfile
from urllib.parse import quote

import pytest

from tests.sites import Site

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("browser")]


def test_a_package_opens_at_its_year_and_is_searched(browser, tmp_path):
    site = Site.small(tmp_path / "site")
    assert site.jianbao("package", "2026", "-o", "a.zip").returncode == 0
    with zipfile.ZipFile(site.folder / "a.zip") as package:
        package.extractall(tmp_path / "光盘")
    page = browser.new_page()
    page.goto((tmp_path / "光盘/index.html").as_uri())
    page.wait_for_url("**/site/2026/index.html")
    assert page.title() == "2026年 - 芦川简报"
    page.goto(f"{(tmp_path / '光盘/site/search/index.html').as_uri()}?q={quote('首问负责')}")
    page.wait_for_selector('#results[aria-busy="false"] a.hit')
    assert page.locator("a.hit").first.get_attribute("href") == "../2026/06/01.html"
    page.close()
