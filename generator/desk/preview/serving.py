"""The server of the preview: one folder's files to the browsers of this machine, with live reload."""

import asyncio
import errno
import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from socket import gaierror, socket
from typing import Any, NamedTuple

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import Application

from generator.desk.preview.answers import Answers
from generator.desk.preview.building import Preview, StoppedError
from generator.desk.preview.handlers import Live, Page, Refusal
from generator.desk.preview.sheets import Sheets
from generator.files import why
from generator.report import Report

_PAUSE, _LONG_PAUSE = 0.02, 0.1
"""Seconds between two looks at the site's folder, while somebody is at work and when nobody is."""

_AT_WORK = 30.0
"""Seconds after a change for which somebody is said to be at work."""

_HERE = r"(127\.0\.0\.1|localhost|\[::1\])"
"""Names of this machine. Under any other name a page of the internet may have led a browser here."""


class Tell(NamedTuple):
    """Who is told: `serving` of the address, `built` of each build."""

    serving: Callable[[str], None]
    built: Callable[[Report], None]


class PortTakenError(Exception):
    """Nothing can be served there: the message says why, in Chinese, `other` whether another port may do."""

    def __init__(self, why: str, *, other: bool) -> None:
        super().__init__(why)
        self.other = other


def serve(site: Path, host: str, port: int, today: Callable[[], date], tell: Tell) -> None:
    """Serve the preview until Ctrl-C; port 0 stands for a free one.

    Raises:
        PortTakenError: the port is taken, or the host is none of this machine's.
    """
    try:
        sockets = bind_sockets(port, host)
    except (OSError, UnicodeError) as error:
        raise _taken(error) from error
    _hush()
    preview = Preview(site, today)
    with _terminable(), _builder(preview) as builder:
        address, number = sockets[0].getsockname()[:2]
        tell.serving(f"http://{f'[{host}]' if ':' in host else host}:{number}/")
        names = _HERE if address in {"127.0.0.1", "::1"} else ".*"
        answers = Answers(preview, Sheets(site, preview.folder, today), builder)
        _Server(answers, sockets, names, tell.built).serve()


def _taken(error: OSError | UnicodeError) -> PortTakenError:
    match error:
        case PermissionError():
            return PortTakenError("没有使用这个端口的权限。", other=True)
        case UnicodeError() | gaierror():
            return PortTakenError("本机没有这个地址。", other=False)
        case _:
            return PortTakenError(why(error), other=error.errno == errno.EADDRINUSE)


def _hush() -> None:
    """The libraries' logs speak English, to programmers."""
    for name in ("tornado", "livereload", "asyncio"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


@contextmanager
def _terminable() -> Iterator[None]:
    """A while in which the system's request to end is as good as Ctrl-C."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _builder(preview: Preview) -> Iterator[ThreadPoolExecutor]:
    """The thread that builds, so that pages are served meanwhile."""
    with ThreadPoolExecutor(1) as builder:
        try:
            yield builder
        finally:
            preview.stopping = True
            builder.shutdown(wait=False, cancel_futures=True)


class _Server(Server):  # type: ignore[misc]  # livereload has no types
    """livereload's server, with our own handlers on sockets that are open already."""

    def __init__(
        self, answers: Answers, sockets: list[socket], names: str, built: Callable[[Report], None]
    ) -> None:
        super().__init__(watcher=_Watcher(answers, built))
        self._answers = answers
        self._sockets = sockets
        self._names = names

    def application(self, *_: object, **__: object) -> None:
        """Listen."""
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = False
        LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
        given = {"answers": self._answers}
        application = Application(default_handler_class=Refusal)
        application.add_handlers(
            self._names,
            [(r"/livereload", Live, given), (r"/livereload\.js", LiveReloadJSHandler), (r"/.*", Page, given)],
        )
        HTTPServer(application).add_sockets(self._sockets)

    def _setup_logging(self) -> None:
        pass


class _Watcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """Drives the preview; livereload's own would look each 800 ms and miss old-dated files."""

    def __init__(self, answers: Answers, built: Callable[[Report], None]) -> None:
        super().__init__()
        self._answers = answers
        self._built = built
        self._tasks: dict[str, Any] = {"preview": {}}
        self._changed = time.monotonic()

    def start(self, callback: Callable[[], None]) -> bool:
        """Look for changes every now and then."""
        IOLoop.current().spawn_callback(self._drive, callback)
        return True

    def examine(self) -> tuple[str, None]:
        """Everything is to be loaded again; pages that are as they were don't listen."""
        self.filepath = "*"
        return self.filepath, None

    async def _drive(self, callback: Callable[[], None]) -> None:
        while True:
            with suppress(Exception):  # whatever happens, there will be a next look
                await self._look(callback)
            at_work = time.monotonic() - self._changed < _AT_WORK
            await asyncio.sleep(_PAUSE if at_work else _LONG_PAUSE)

    async def _look(self, callback: Callable[[], None]) -> None:
        try:
            report = await self._answers.look()
        except StoppedError:
            return
        if report is not None:
            self._changed = time.monotonic()
            callback()
            self._built(report)
            await self._answers.look_at_pdfs(waiter.address for waiter in LiveReloadHandler.waiters)
            callback()
