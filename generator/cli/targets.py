"""What commands share that go to a target of publishing: which one is meant, and the way there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator.console import complain, tell


def wanted_target(read: Any, name: str | None) -> Any:
    """The target that is meant, by what the site's files say; where there is none the command ends."""
    settings = read.settings.settings
    targets = {one.name: one for one in settings.targets} if settings else {}
    if not targets:
        tell([p for p in read.problems if p.level == "error"], "text")
        complain("site.yaml 里没有可用的发布目标。写成：publish: {intranet: {url: /srv/jianbao}}")
        raise click.exceptions.Exit(1)
    if name is None and len(targets) == 1:
        return next(iter(targets.values()))
    if name not in targets:
        names = "、".join(targets)
        complain(f"没有发布目标“{name}”，可用：{names}。" if name else f"请写明哪个发布目标：{names}。")
        raise click.exceptions.Exit(2)
    return targets[name]


@contextmanager
def connected(wanted: Any, site: Path) -> Iterator[Any]:
    """A connection to a target.

    Raises:
        ServerError: it can't be reached.
    """
    from generator.publish.targets.connecting import connect  # noqa: PLC0415

    target = connect(wanted, site)
    try:
        yield target
    finally:
        target.close()
