"""Copies of a site that lie elsewhere: at a target of publishing, or behind the address of a web server."""

import http.client
from collections.abc import Mapping
from io import BufferedIOBase, BytesIO
from urllib.parse import quote, urlsplit

from generator.publish import tree
from generator.publish.copy import LISTS, UNKNOWN, expected
from generator.publish.errors import ServerError
from generator.publish.targets.target import Target

TIMEOUT = 30
"""Seconds in which a web server has to answer."""


class TargetCopy:
    """What readers get of a target: a folder of it, as `generator.publish.standing.shown` names it."""

    def __init__(self, target: Target, folder: str) -> None:
        self._target, self._folder = target, folder

    def sizes(self) -> Mapping[str, int]:
        """The files of the folder but for hidden ones; a link is none, wherever it leads."""
        return tree.sizes(self._target, self._folder)

    def open(self, name: str) -> BufferedIOBase:
        """A file of the folder, brought here whole."""
        return BytesIO(self._target.read(f"{self._folder}/{name}".lstrip("/")))


class AddressCopy:
    """What a web server gives to readers. It lists no folder: what the lists don't name is not seen."""

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            https = parts.scheme.lower() == "https"
            kind = http.client.HTTPSConnection if https else http.client.HTTPConnection
            self._connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        except ValueError as error:
            raise ServerError(f"网址写得不对：{address}") from error
        folder = parts.path.rpartition("/")[0] if parts.path.endswith(".html") else parts.path
        self._folder, self._server = folder.rstrip("/"), f"{parts.scheme}://{parts.netloc}"

    def sizes(self) -> Mapping[str, int]:
        """What the lists name."""
        lists = {name: UNKNOWN for name in LISTS if self._has(name)}
        if not lists:
            return {}
        named, _ = expected(self, lists)
        return {**dict.fromkeys(named, UNKNOWN), **lists}

    def open(self, name: str) -> BufferedIOBase:
        """A file, brought here whole; one for which readers are sent elsewhere is not there."""
        status, content = self._answer(name)
        if status == http.client.OK:
            return BytesIO(content)
        if status >= http.client.BAD_REQUEST and status not in _GONE:
            raise OSError(f"{self._server} 对 {name} 的回答是 {status}")
        raise FileNotFoundError(name)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _has(self, name: str) -> bool:
        try:
            self.open(name)
        except FileNotFoundError:
            return False
        return True

    def _answer(self, name: str) -> tuple[int, bytes]:
        """Status and content of the answer to a request, over a connection that is kept.

        Raises:
            ConnectionError: there is none.
        """
        try:
            self._connection.request("GET", quote(f"{self._folder}/{name}", safe="/%"))
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            why = error.strerror if isinstance(error, OSError) else ""
            raise ConnectionError(f"{self._server} 没有回答（{why or error}）") from error


_GONE = frozenset((http.client.NOT_FOUND, http.client.GONE))
