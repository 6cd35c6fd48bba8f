"""The preview: pages, problems, reload."""

import http.client
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from generator.desk.serve import Preview, problem_page
from generator.model import Problem
from generator.report import Report
from tests.sites import Site


@contextmanager
def serving(site: Site):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield lambda path: get(port, path)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def get(port: int, path: str) -> tuple[int, str]:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError("the server did not start")


def until(look, wanted: str) -> str:
    for _ in range(100):
        text = look()
        if wanted in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{wanted} did not appear")


@pytest.fixture
def site_with_draft(site):
    site.edit("content/2026/06/issue.yaml", "published", "draft")
    return site


def test_a_change_a_mistake_and_its_mending_are_seen(site_with_draft):
    site = site_with_draft
    with serving(site) as page:
        first = until(lambda: page("/2026/06/index.html")[1], "草稿")
        assert "livereload.js" in first
        site.edit("content/2026/05/01.md", "15 个", "16 个")
        until(lambda: page("/2026/05/01.html")[1], "16 个")
        site.edit("content/2026/05/01.md", "section: 督查", "section: 督察")
        until(lambda: page("/2026/05/01.html")[1], "content/2026/05/01.md:3:10: 错误 S01")
        site.edit("content/2026/05/01.md", "section: 督察", "section: 督查")
        until(lambda: page("/2026/05/01.html")[1], "16 个")
        for trick in ("/..%2f..%2fsite.yaml", "/%2e%2e/%2e%2e/site.yaml", "/../../site.yaml"):
            status, text = page(trick)
            assert status in {403, 404}
            assert "芦川县效能办" not in text
    assert not site.output.exists()


def test_a_preview_builds_once_for_many_files(site):
    told: list[Report] = []
    preview = Preview(site.folder, told.append)
    assert preview.refresh()
    for name in ("05/01.md", "05/02.md", "06/01.md"):
        site.edit(f"content/2026/{name}", "15 个", "16 个")
    assert preview.refresh()
    assert not preview.refresh()
    assert len(told) == 2


def test_the_page_of_problems_shows_text_as_text():
    page = problem_page((Problem("a.md", 1, 1, "Y03", "<script>alert(1)</script>"),))
    assert "<script>" not in page
    assert re.search(r"a\.md:1:1: 错误 Y03", page)
