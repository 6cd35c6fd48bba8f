"""What stands at an address of the preview, and whether a browser has it as it is now."""

import asyncio
import mimetypes
import re
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator import urls
from generator.desk.preview.building import Preview, found_in, trouble
from generator.desk.preview.pages import Pages
from generator.desk.preview.sheets import Sheet, Sheets
from generator.report import Report

_T = TypeVar("_T")

_READ = 4
"""Issues whose pages were asked for last: their files are looked at first."""

_PATH = r"(?P<path>(?:[a-z0-9-]+/)?(?P<year>\d{4})/(?P<name>[\w-]+))"
_OF_ISSUE = re.compile(rf"{_PATH}/(?:index|\d+)\.html", re.ASCII)
_PDF = re.compile(rf"{_PATH}/(?P=year)-(?P=name)\.pdf(?P<framed>\.html)?", re.ASCII)
_FOR_EVER = re.compile(r"assets/.*|.*/[0-9a-f]{16}(?:-\w+)?\.\w+", re.ASCII)
"""Addresses that hold a digest of what stands there."""

_HTML = "text/html; charset=utf-8"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": _HTML,
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
"""Types that the machine's own table may lack or have wrong."""


class Answer(NamedTuple):
    """What a browser gets; what is the same `for_ever` it may keep."""

    status: int
    content: bytes
    kind: str = _HTML
    for_ever: bool = False


class Answers:
    """For the thread that serves; builds and PDFs are made in the other one, one at a time."""

    def __init__(self, preview: Preview, sheets: Sheets, builder: Executor) -> None:
        self._preview = preview
        self._sheets = sheets
        self._builder = builder
        self._pages = Pages()
        self._built = asyncio.Event()
        self._read: dict[str, None] = {}
        self._shown: dict[str, object] = {}

    async def look(self) -> Report | None:
        """Look for changes, and build where there are some.

        Raises:
            StoppedError: the preview ends.
        """
        report = await self._work(lambda: self._preview.look(tuple(self._read)))
        if report is not None:
            self._built.set()
        return report

    async def look_at_pdfs(self, shown: Iterable[str]) -> None:
        """Make anew the PDFs among the pages that somebody has open."""
        for path in sorted({found["path"] for address in shown if (found := _PDF.fullmatch(address))}):
            await self._sheet(path)

    def is_stale(self, address: str) -> bool:
        """Whether a page is another by now than what was shown last."""
        return self._shown.get(address) != self._version(address)

    def is_folder(self, address: str) -> bool:
        """Whether the address lacks a slash at its end."""
        return (self._preview.folder / address).is_dir()

    async def answer(self, address: str) -> Answer:
        """What stands at an address, which begins without a slash and stays inside the folder."""
        await self._built.wait()
        self._shown[address] = self._version(address)
        content = _content(self._preview.folder, address)
        if content is not None and not address.endswith(".html"):
            return Answer(200, content, _kind(address), bool(_FOR_EVER.fullmatch(address)))
        if found := _PDF.fullmatch(address):
            return self._framed(found["path"]) if found["framed"] else await self._pdf(found["path"])
        pdf = self._note(address) if content is not None else ""
        page = content or _content(self._preview.folder, urls.NOT_FOUND) or self._pages.bare("还没有网页")
        return Answer(200 if content else 404, self._pages.over(page, self._preview.findings, pdf))

    def _note(self, address: str) -> str:
        """Remember that an issue is read; gives where its PDF is shown."""
        found = _OF_ISSUE.fullmatch(address)
        if found is None:
            return ""
        others = [path for path in self._read if path != found["path"]]
        self._read = dict.fromkeys((*others, found["path"])[-_READ:])
        return f"/{urls.issue_pdf(found['path'])}.html"

    def _version(self, address: str) -> object:
        """Another version, another page."""
        if found := _PDF.fullmatch(address):
            return self._sheets.known(found["path"])
        try:
            now = (self._preview.folder / address).stat()
        except OSError:
            return self._preview.findings
        return now.st_mtime_ns, now.st_size, self._preview.findings

    # --- PDFs ---

    def _framed(self, path: str) -> Answer:
        pdf = urls.issue_pdf(path)
        return Answer(200, self._pages.over(self._pages.framed(pdf.rpartition("/")[2], f"/{pdf}"), ()))

    async def _pdf(self, path: str) -> Answer:
        sheet = await self._sheet(path)
        self._shown[f"{urls.issue_pdf(path)}.html"] = sheet.key
        if sheet.pdf:
            return Answer(200, sheet.pdf, "application/pdf")
        findings = tuple(found_in(self._preview.site, problem) for problem in sheet.problems)
        return Answer(409 if findings else 404, self._pages.over(self._pages.bare("没有 PDF"), findings))

    async def _sheet(self, path: str) -> Sheet:
        try:
            return await self._work(lambda: self._sheets.sheet(path, self._preview.looks))
        except Exception as error:  # noqa: BLE001 - whatever happens, the server goes on
            return Sheet("", b"", (trouble(self._preview.site, error),))

    async def _work(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._builder, work)


def _content(folder: Path, address: str) -> bytes | None:
    try:
        return (folder / address).read_bytes()
    except (OSError, ValueError):
        return None


def _kind(address: str) -> str:
    return _TYPES.get(Path(address).suffix) or mimetypes.guess_type(address)[0] or "application/octet-stream"
