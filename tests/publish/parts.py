"""Two versions of a site, publishing them, breaking it off, and a reader who looks on."""

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from generator.model import PublishTarget
from generator.publish.errors import UnsupportedError
from generator.publish.lock import Owner
from generator.publish.manifest import listed
from generator.publish.publish import Local, Published, plan, publish, roll_back, this_side
from generator.publish.staging import Told
from generator.publish.targets.local import LocalTarget
from generator.publish.targets.target import Target, one_by_one
from tests.sites import Site, issue, item

TIME = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
OWNER = Owner("李小满@PC-12", TIME, "seat-1")
SILENT = Told(lambda *_: None, lambda _: None)
WITHDRAWN = "2026/06/02"


@dataclass(frozen=True)
class Versions:
    """A site before and after a morning's work: an issue more, an item edited, one withdrawn, one deleted."""

    old: Local
    new: Local


def versions(folder: Path) -> Versions:
    site = Site.small(folder / "site")
    site.build()
    shutil.copytree(site.output, folder / "old")
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    site.edit("content/2026/06/02.md", "section:", "status: 撤稿\nsection:")
    site.remove("content/2026/05/02.md")
    site.write("content/2026/07/issue.yaml", issue(7, 130, "2026-06-07"))
    site.write("content/2026/07/01.md", item("河道清淤提速", "部门经验", "县工信局"))
    site.build()
    shutil.copytree(site.output, folder / "new")
    return Versions(
        this_side(site.folder, folder / "old", frozenset()),
        this_side(site.folder, folder / "new", frozenset({WITHDRAWN})),
    )


def correct(site: Site):
    """Change a published item as it may be changed: with a correction."""
    site.edit("content/2026/05/01.md", "15 个", "16 个")
    site.edit(
        "content/2026/05/01.md", "---\n\n", "corrections: [{date: 2026-05-20, text: 数字有误。}]\n---\n\n"
    )


def send(target: Target, local: Local, keep: int = 5, owner: Owner = OWNER, told: Told = SILENT) -> Published:
    """Plan and publish."""
    wanted = PublishTarget("intranet", "", keep)
    return publish(target, wanted, local, plan(target, local), owner, TIME, told)


def back(target: Target, local: Local) -> str:
    return roll_back(target, local.withdrawn, OWNER, SILENT)


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder, dot files left out."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = ((path.relative_to(folder), path) for path in found)
    return {
        name.as_posix(): path.read_bytes()
        for name, path in names
        if not any(part.startswith(".") for part in name.parts)
    }


class NoLinks(LocalTarget):
    """A share of Windows: files as elsewhere, and no links."""

    def symlink(self, to: str, path: str) -> None:
        raise UnsupportedError(f"{path} -> {to}")

    def hard_link(self, old: str, new: str) -> None:
        raise UnsupportedError(f"{old} = {new}")


# --- Faults --------------------------------------------------------------------------------------

CHANGES = frozenset(("write", "rename", "remove", "make_folder", "remove_folder", "symlink", "hard_link"))


@dataclass
class Count:
    """Changes still allowed; negative once the line is cut."""

    left: int
    lock: Any = field(default_factory=threading.Lock)

    def next(self) -> int:
        with self.lock:
            self.left -= 1
            return self.left


class Breaking:
    """A target whose line is cut for good at its nth change, a write half done.

    For the target this is the same as a publisher killed at that moment: nothing more comes, the lock stays.
    """

    def __init__(self, inner: Any, count: Count) -> None:
        self._inner, self._count = inner, count

    def another(self) -> "Breaking":
        return Breaking(self._inner.another(), self._count)

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Sequence[str]:
        return one_by_one(self.hard_link, old, new, paths)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name not in CHANGES and name not in {"list", "look", "read", "read_link"}:
            return found
        return partial(self._do, name, found)

    def _do(self, name: str, inner: Any, *arguments: Any) -> Any:
        left = self._count.next() if name in CHANGES else self._count.left
        if left == 0 and name == "write":
            path, content = arguments
            inner(path, content[: len(content) // 2])
        if left <= 0:
            raise ConnectionResetError("cut")
        return inner(*arguments)


class Cutting(Breaking):
    """The same over a real connection, which is cut in earnest, in the middle of what is asked for.

    Or, where `answered` is false, right after it: the server did it, and its answer is lost.
    """

    def __init__(self, inner: Any, count: Count, cut: Callable[[Any], None], *, answered: bool) -> None:
        super().__init__(inner, count)
        self._cut, self._answered = cut, answered

    def hard_links(self, old: str, new: str, paths: Sequence[str]) -> Any:
        return self._do("hard_links", self._inner.hard_links, old, new, paths)

    def _do(self, name: str, inner: Any, *arguments: Any) -> Any:
        if name in {*CHANGES, "hard_links"} and self._count.next() == 0:
            *first, last = arguments
            if not self._answered:
                inner(*arguments)
            elif name in {"write", "hard_links"}:
                inner(*first, last[: len(last) // 2])
            self._cut(self._inner)
        return inner(*arguments)


def shown(www: Path) -> Path:
    """The folder of what readers get."""
    return www / "current" if (www / "releases").exists() else www


def is_whole(www: Path, *sides: Local) -> bool:
    """Releases: all of one version. In place: each file of one of them, and no link of a page is dead."""
    there = files(shown(www))
    versions = [files(side.output) for side in sides]
    if shown(www) != www:
        return there in versions
    return all(any(content == v.get(path) for v in versions) for path, content in there.items()) and not dead(
        www
    )


# --- Readers -------------------------------------------------------------------------------------


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attributes: Any) -> None:
        self.found += [value for name, value in attributes if name in {"href", "src"} and value]


def links(address: str, page: bytes) -> list[str]:
    """Where a page of the site leads to within it."""
    parser = _Links()
    parser.feed(page.decode())
    targets = (urljoin(f"http://site/{address}", link) for link in parser.found)
    inside = [urlsplit(target) for target in targets if target.startswith("http://site/")]
    return list(dict.fromkeys(parts.path.lstrip("/") for parts in inside))


def dead(root: Path) -> list[str]:
    """The links that lead nowhere, of all pages that a reader can reach."""
    seen, waiting, broken = {"index.html"}, ["index.html"], []
    while waiting:
        address = waiting.pop()
        if not (root / address).is_file():
            broken.append(address)
        elif address.endswith(".html"):
            fresh = [one for one in links(address, (root / address).read_bytes()) if one not in seen]
            seen.update(fresh)
            waiting += fresh
    return broken


class Reader:
    """Somebody who loads pages all the time, follows their links, and must never see a half or a dead one."""

    def __init__(self, port: int, *sides: Local) -> None:
        self.loaded = 0
        self.seen: set[int] = set()
        self.wrong: list[str] = []
        self._port = port
        self._sides = sides
        self._everywhere = set.intersection(*(set(side.files) for side in sides))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read(self) -> None:
        choose = random.Random(1)
        while not self._stop.is_set():
            address, came_from = "index.html", ""
            for _ in range(6):
                page = self._load(address)
                if page is None:
                    if self._is_dead(address, came_from):
                        self.wrong.append(f"{came_from} -> {address} leads nowhere")
                    break
                self._judge(address, page)
                onward = links(address, page) if address.endswith(".html") else []
                if not onward:
                    break
                address, came_from = choose.choice(onward), address

    def _is_dead(self, address: str, came_from: str) -> bool:
        """A page loaded before the exchange may lead to what is gone; the page that is there now may not."""
        if address in self._everywhere or not came_from:
            return True
        for _ in range(3):
            again = self._load(came_from)
            if again is None or address not in links(came_from, again) or self._load(address) is not None:
                return False
        return True

    def _judge(self, address: str, page: bytes) -> None:
        self.loaded += 1
        mine = [n for n, side in enumerate(self._sides) if side.files.get(address) == listed(page)]
        if not mine:
            self.wrong.append(f"{address} is of no version")
        if len(mine) == 1:
            self.seen.update(mine)

    def _load(self, address: str) -> bytes | None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("GET", f"/{address}")
            answer = connection.getresponse()
            content = answer.read()
            time.sleep(0.002)  # leaves the processor to the publisher now and then
            return content if answer.status == 200 else None
        finally:
            connection.close()


def publish_under_its_eyes(target: Target, old: Local, new: Local, reader: Reader) -> None:
    """Publish to and fro until the reader has seen enough of both versions."""
    for number in range(200):
        if number > 1 and reader.loaded > 120 and reader.seen == {0, 1}:
            return
        send(target, new)
        send(target, old)


@contextmanager
def served(root: Path, handler: type[SimpleHTTPRequestHandler] = SimpleHTTPRequestHandler) -> Iterator[int]:
    """A web server over a folder, which need not be there yet; gives its port."""

    class Quiet(handler):  # type: ignore[valid-type, misc] # it is a variable
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
