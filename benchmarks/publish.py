"""Publishing beside rsync on the same trees: a folder, and OpenSSH on 127.0.0.1.

python benchmarks/publish.py --issues 1000
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from corpus import write_corpus

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.publish.servers import SSHD, Sshd, sshd

OURS = [sys.executable, "-m", "generator"]


class Case(NamedTuple):
    """One publish as measured."""

    name: str
    seconds: float
    said: str


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where to work; its file system is measured, too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jianbao-bench-", dir=given.folder) as folder:
        cases = _measure(Path(folder), given.issues, given.items)
    print(f"{given.issues * given.items:,} items; {date.today()}; {len(os.sched_getaffinity(0))} cores\n")
    print("| | seconds | what was said |\n|---|---|---|")
    for case in cases:
        print(f"| {case.name} | {case.seconds:.1f} | {case.said} |")


def _measure(folder: Path, issues: int, items: int) -> list[Case]:
    site = folder / "site"
    write_corpus(site, issues, items, 20)
    for name in ("www", "www-ssh", "flat", "rsync", "rsync-ssh"):
        (folder / name).mkdir()
    if SSHD is None:
        raise SystemExit("sshd is not installed")
    (folder / "sshd").mkdir()
    with sshd(folder / "sshd") as server:
        url = server.url(folder / "www-ssh")
        targets = f"a: {{url: ../www}}, b: {{url: ../flat, releases: 0}}, c: {{url: '{url}'}}"
        with (site / "site.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\npublish: {{{targets}}}\n")
        cases = []
        for which in ("first", "after one edit"):
            if which != "first":
                _edit(site)
            _run([*OURS, "build", "--no-pdf"], site)
            cases += [Case(f"{which}: {name}", *_timed(run)) for name, run in _ways(folder, site, server)]
        for name, target in (("folder", "a"), ("SFTP", "c")):
            cases.append(Case(f"verify, {name}", *_timed(partial(_verify, site, server, target))))
    return cases


def _ways(folder: Path, site: Path, server: Sshd) -> list[tuple[str, Callable[[], str]]]:
    home = {**os.environ, "HOME": str(server.home)}
    ssh = f"ssh -p {server.port} -i {server.home}/.ssh/id_ed25519 "
    ssh += f"-o UserKnownHostsFile={server.home}/.ssh/known_hosts"
    rsync = ["rsync", "-a", "--delete", "--checksum", "--stats"]

    def publish(target: str) -> str:
        return _run([*OURS, "publish", target, "--yes"], site, home).splitlines()[-1].partition("，用时")[0]

    def copy(*where: str) -> str:
        told = ("Total bytes sent", "Number of regular")
        return "; ".join(line for line in _run([*rsync, *where], site).splitlines() if line.startswith(told))

    user = server.url(Path("/")).partition("://")[2].partition("@")[0]
    return [
        ("jianbao, folder, releases", lambda: publish("a")),
        ("jianbao, folder, in place", lambda: publish("b")),
        ("rsync, folder", lambda: copy("output/", f"{folder}/rsync/")),
        ("jianbao, SFTP, releases", lambda: publish("c")),
        ("rsync over ssh", lambda: copy("-e", ssh, "output/", f"{user}@127.0.0.1:{folder}/rsync-ssh/")),
    ]


def _verify(site: Path, server: Sshd, target: str) -> str:
    home = {**os.environ, "HOME": str(server.home)}
    return _run([*OURS, "verify", "--target", target], site, home).splitlines()[-1]


def _timed(run: Callable[[], str]) -> tuple[float, str]:
    began = time.perf_counter()
    said = run()
    return time.perf_counter() - began, said


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


def _edit(site: Path) -> None:
    """An item of a published issue changes as it may: with a correction."""
    items = sorted((site / "content").glob("*/*/*.md"))
    item = items[len(items) // 2]
    head, body = item.read_text(encoding="utf-8").split("\n---\n", 1)
    correction = f"corrections: [{{date: {date.today()}, text: 补记一句。}}]"
    item.write_text(f"{head}\n{correction}\n---\n{body}补记一句。\n", encoding="utf-8")
    time.sleep(0.1)


if __name__ == "__main__":
    main()
