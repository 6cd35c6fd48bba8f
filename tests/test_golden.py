"""The sample site, byte for byte: `make golden` writes the trees anew after a wanted change."""

import shutil
from pathlib import Path

import pytest

from tests.sites import TODAY, Site

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def sample(repository, tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("sample"))
    for name in ("site.yaml", "units.yaml"):
        shutil.copy(repository / name, site.folder / name)
    shutil.copytree(repository / "content", site.folder / "content")
    assert not site.build(today=TODAY).problems
    return site


def chosen(tree: dict[str, bytes]) -> dict[str, bytes]:
    """One page of each kind; the whole tree stands in its manifest."""
    wanted = (
        "index.html", "2026/index.html", "2026/04/index.html", "2026/04/01.html", "2026/03/02.html",
        "archive/index.html", "sections/waidi/index.html", "units/index.html", "404.html", "manifest.json",
    )  # fmt: skip
    return {address: tree[address] for address in wanted}


def test_the_sample_is_as_golden(sample, request):
    made = chosen(sample.tree())
    if request.config.getoption("--golden"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for address, content in made.items():
            (GOLDEN / address).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / address).write_bytes(content)
    kept = {p.relative_to(GOLDEN).as_posix(): p.read_bytes() for p in GOLDEN.rglob("*") if p.is_file()}
    assert made.keys() == kept.keys()
    changed = [address for address in made if made[address] != kept[address]]
    assert not changed, "look at the change, then run `make golden`"


def test_every_link_of_the_sample_leads_somewhere(sample):
    assert dead_links(sample.tree()) == []


def dead_links(tree: dict[str, bytes]) -> list[str]:
    """Relative links and sources that name no file of the tree, as `page → target`."""
    import posixpath
    import re
    from urllib.parse import unquote

    dead = []
    for address, content in tree.items():
        if not address.endswith(".html"):
            continue
        text = content.decode()
        ids = set(re.findall(r'\sid="([^"]+)"', text))
        for target in re.findall(r'\s(?:href|src)="([^"]*)"', text):
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0]
            if ":" in path:
                continue
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(path)))
            if (path and inside not in tree) or (not path and anchor and anchor not in ids):
                dead.append(f"{address} → {target}")
    return dead
