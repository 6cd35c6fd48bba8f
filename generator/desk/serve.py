"""The preview: the same build into a folder of its own, served with live reload.

A mistake never takes the preview down: the last good pages stay, and a page of the problems stands before
them until they are mended.
"""

import html
import logging
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.ioloop import PeriodicCallback

from generator.build import build
from generator.model import Problem
from generator.problems import as_text
from generator.read.sources import Stamp, scan
from generator.report import Options, Report
from generator.theme import default_theme
from generator.write.state import FOLDER

_POLL = 100
"""Milliseconds between looks at the folder; a look at 10,000 items takes about 40."""

Tell = Callable[[Report], None]


class Preview:
    """The site as it is now, and what is wrong with it."""

    def __init__(self, site: Path, tell: Tell) -> None:
        self.site = site
        self.folder = site / FOLDER / "preview"
        self.problems: tuple[Problem, ...] = ()
        self._tell = tell
        self._seen: dict[str, Stamp] = {}

    def refresh(self) -> bool:
        """Build if a file has changed since the last time; whether there is something new to see."""
        try:
            seen = dict(scan(self.site).files) | dict(_theme_stamps())
        except OSError:
            return False  # a folder is just being renamed: the next look will find it whole
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            report = build(self.site, self.folder, Options(pdf=False, drafts=True), date.today())  # noqa: DTZ011
        except OSError as error:
            report = Report((Problem("", 1, 1, "F09", f"读写文件时出错：{error}"),))
        self.problems = report.problems if report.failed else ()
        self._tell(report)
        return True


def _theme_stamps() -> list[tuple[str, Stamp]]:
    theme = default_theme()
    return [
        (f"default/{p.name}", Stamp(p.stat().st_mtime_ns, 0, p.stat().st_size, 0)) for p in theme.glob("*/*")
    ]


class _PreviewWatcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """Drives the preview from its own timer; livereload's would look each 800 ms and miss old-dated files."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self._preview = preview
        self._tasks: dict[str, Any] = {"preview": {}}
        self._news = False

    def start(self, callback: Callable[[], None]) -> bool:
        """Look for changes every now and then."""

        def look() -> None:
            self._news = self._preview.refresh()
            if self._news:
                callback()

        PeriodicCallback(look, _POLL).start()
        return True

    def examine(self) -> tuple[str | None, None]:
        """What livereload is to reload: everything or nothing."""
        self.filepath = "*" if self._news else None
        self._news = False
        return self.filepath, None


def serve(site: Path, host: str, port: int, tell: Tell) -> None:
    """Serve the preview until Ctrl-C.

    Raises:
        OSError: the port is taken.
    """
    preview = Preview(site, tell)
    preview.refresh()
    preview.folder.mkdir(parents=True, exist_ok=True)
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
    for name in ("tornado.access", "tornado.general", "livereload"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they speak English, to programmers
    server = Server(watcher=_PreviewWatcher(preview))
    server.SFH = _handler(preview)
    server._setup_logging = lambda: None  # noqa: SLF001 - its log is for programmers
    server.serve(port=port, host=host, root=str(preview.folder))


def _handler(preview: Preview) -> type[Any]:
    class Handler(StaticFileHandler):  # type: ignore[misc]  # livereload has no types
        """Pages of the preview; the page of problems instead while there are any."""

        async def get(self, path: str, include_body: bool = True) -> None:
            if preview.problems and (not path or path.endswith((".html", "/"))):
                self.set_header("Content-Type", "text/html; charset=utf-8")
                self.write(problem_page(preview.problems))
                return
            await super().get(path, include_body)

        def compute_etag(self) -> None:
            """No caching: what is shown is always the newest."""

        def write_error(self, status_code: int, **_: Any) -> None:
            """The site's own page for what is not there."""
            page = preview.folder / "404.html"
            self.finish(page.read_bytes() if status_code == HTTPStatus.NOT_FOUND and page.is_file() else "")

        def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
            self.set_header("Cache-Control", "no-store")

    return Handler


def problem_page(problems: tuple[Problem, ...]) -> str:
    """The page that lists what is wrong."""
    rows = "\n".join(f"<li><code>{html.escape(as_text(problem))}</code></li>" for problem in problems)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>有错误 - 预览</title>'
        "<style>body{max-width:60rem;margin:3rem auto;padding:0 1rem;font:16px/1.8 sans-serif}"
        "h1{color:#b3261e}li{margin:.6em 0}code{font-size:1em;white-space:pre-wrap}</style></head>"
        f"<body><h1>有 {len(problems)} 处要改</h1><p>改好并保存后，这一页会自动消失。</p>"
        f"<ol>{rows}</ol></body></html>"
    )
