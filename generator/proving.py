"""Links proved: each that a page has inside the site leads to a file of the plan, and to a place on it.

Only what may have come to be wrong is looked at: pages that were made, and those that are kept where an
address went away or the page that they lead to was made anew.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from generator import urls
from generator.jobs import Done, Job
from generator.make.links import Page, links
from generator.model import IssueSource, Place, Problem
from generator.problems import problem
from generator.tracing import of_page

Read = Callable[[str], bytes]
"""The content of an address as it is going to be."""


class Dead(NamedTuple):
    """A link that leads nowhere: the page, the link as written and the address that it stands for."""

    page: str
    written: str
    target: str


def dead_links(
    made: Mapping[str, Done], kept: Mapping[str, Done], before: AbstractSet[str], read: Read
) -> dict[str, tuple[Dead, ...]]:
    """The dead links of each job, by its key; `before` are the addresses of the last build."""
    fresh = {address for done in made.values() for address in done.addresses}
    addresses = fresh.union((urls.MANIFEST, urls.SUMS), *(done.addresses for done in kept.values()))
    gone = before - addresses
    proof = _Proof(addresses, read)
    found = {key: proof.of(done) for key, done in made.items() if not proof.is_plain(done)}
    for key, done in kept.items():
        if (gone or "#" in done.targets) and _touched(done, gone, fresh):
            found[key] = proof.of(done)
    return {key: dead for key, dead in found.items() if dead}


def _touched(done: Done, gone: AbstractSet[str], fresh: AbstractSet[str]) -> bool:
    """Whether a page that is kept leads to an address that is gone, or to a place on a page made anew."""
    for target in done.targets.split("\n"):
        address, sign, _ = target.partition("#")
        if address in gone or (sign and address in fresh):
            return True
    return False


class _Proof:
    """Looks links up among the addresses of a site; reads a page where only its text can tell."""

    def __init__(self, addresses: AbstractSet[str], read: Read) -> None:
        self._addresses = addresses
        self._read = read
        self._pages: dict[str, Page] = {}

    def is_plain(self, done: Done) -> bool:
        """Whether all links of a job lead to files, none to a place on one."""
        return not done.targets or self._addresses >= set(done.targets.split("\n"))

    def of(self, done: Done) -> tuple[Dead, ...]:
        """The links of a job's pages that lead nowhere."""
        if all(map(self._exists, done.targets.split("\n"))):
            return ()
        return tuple(
            Dead(page, written, target)
            for page in done.addresses
            if page.endswith((".html", ".css"))
            for written, target in self._page(page).links
            if not self._exists(target)
        )

    def _exists(self, target: str) -> bool:
        address, sign, place = target.partition("#")
        if address not in self._addresses:
            return False
        return not sign or not address.endswith(".html") or place in self._page(address).places

    def _page(self, address: str) -> Page:
        if address not in self._pages:
            self._pages[address] = links(address, self._read(address))
        return self._pages[address]


def problems(
    dead: Mapping[str, Sequence[Dead]], jobs: Mapping[str, Job], sources: Sequence[IssueSource]
) -> Iterator[Problem]:
    """The dead links as problems of the file that the page is made of."""
    for key, found in dead.items():
        for one in found:
            file, place = of_page(one.page, one.target, sources) or (
                _template(jobs[key], one.page),
                Place(1, 1),
            )
            address, sign, _ = one.target.partition("#")
            lacks = f"{address} 上没有这个位置" if sign else f"网站里没有 {address}"
            message = f"网页 {one.page} 里的链接“{one.written}”没有去处：{lacks}。"
            yield problem(
                file, place.line, place.column, "L08", message, "检查 templates 文件夹里自己的模板。"
            )


def _template(job: Job, page: str) -> str:
    """The template of a page: makers are called by what they make."""
    if page.endswith(".css"):
        stem, _, rest = page.rpartition("/")[2].partition(".")
        return f"templates/assets/{stem}.{rest.rpartition('.')[2]}"
    name = "404" if page == "404.html" else job.make.__name__.removesuffix("_page").removesuffix("_pages")
    return f"templates/html/{name}.html"
