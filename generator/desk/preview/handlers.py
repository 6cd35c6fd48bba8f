"""What the server does with a request. Whatever is not plainly a file of the preview is refused."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.web import RequestHandler

from generator import urls
from generator.desk.preview.answers import Answers

_ENCODED = ("%2f", "%5c", "%00", "%25")
"""What no link of a page holds: slashes, NUL and percent signs behind a mask."""


def address_of(path: str) -> str | None:
    """The address that the path of a request asks for, or None where it is to be refused.

    An address is made of plain names: nothing in it is a step upwards, a hidden file, a drive or a stream.
    """
    if not path.startswith("/") or any(one in path.lower() for one in _ENCODED):
        return None
    try:
        address = unquote(path[1:], errors="strict")
    except UnicodeDecodeError:
        return None
    if not address or address.endswith("/"):
        address += urls.HOME
    plain = all(part and not part.startswith(".") for part in address.split("/"))
    return address if plain and address.isprintable() and not set(address) & {"\\", ":"} else None


class _Handler(RequestHandler):
    def set_default_headers(self) -> None:
        """Drafts are not for the pages of others, which could load them as a script or in a frame."""
        self.clear_header("Server")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("X-Content-Type-Options", "nosniff")

    def write_error(self, status_code: int, **_: Any) -> None:
        """A word instead of the library's page."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        refused = HTTPStatus.BAD_REQUEST <= status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        self.finish("这个地址不在预览之内。" if refused else "预览没能给出这个页面，请重新载入。")


class Refusal(_Handler):
    """For requests under a name that is not this machine's."""

    def prepare(self) -> None:
        """Refuse."""
        self.send_error(HTTPStatus.FORBIDDEN)


class Page(_Handler):
    """Files and pages."""

    def initialize(self, answers: Answers) -> None:
        """Who knows the answers."""
        self._answers = answers

    async def get(self) -> None:
        """Give what stands at the address."""
        address = address_of(self.request.path)
        if address is None:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self._answers.is_folder(address):
            self.redirect(f"{self.request.path}/")
        else:
            answer = await self._answers.answer(address)
            self.set_status(answer.status)
            self.set_header("Content-Type", answer.kind)
            kept = "max-age=31536000, immutable" if answer.for_ever else "no-store"
            self.set_header("Cache-Control", kept)
            self.finish(answer.content)

    head = get


class Live(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """A page that waits for news: it says which it is, and hears only what concerns it."""

    def initialize(self, answers: Answers) -> None:
        """Who knows whether there are news."""
        self._answers = answers
        self.address = ""

    def check_origin(self, origin: str) -> bool:
        """Whether it is a page of this server."""
        here: str = self.request.headers.get("Host", "")
        return urlsplit(origin).netloc.lower() == here.lower()

    def on_message(self, message: str) -> None:
        """When a page begins to wait there may be news already."""
        super().on_message(message)
        told = json.loads(message)
        if told["command"] == "info":
            self.address = address_of(urlsplit(told["url"]).path) or ""
            self.write_message({"command": "reload", "path": "*", "liveCSS": False})

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Pages that are as they were are left alone."""
        news = isinstance(message, dict) and message.get("command") == "reload"
        return (
            super().write_message(message, binary)
            if not news or self._answers.is_stale(self.address)
            else None
        )
