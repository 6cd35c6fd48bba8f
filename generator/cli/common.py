"""What several commands share: their arguments, the day, how results are counted."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click


def _completed(what: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completes a word by one of the lists of `generator.desk.completing`."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from generator.desk import completing  # noqa: PLC0415

        found: tuple[str, ...] = getattr(completing, what)(Path(ctx.params.get("site") or "."))
        return [word for word in found if word.startswith(incomplete)]

    return complete


COMPLETED = {name: _completed(name) for name in ("issues", "years", "sections", "units", "series", "targets")}
"""What completes an argument, by the names in `generator.desk.completing`."""

ISSUE = click.argument("issue", shell_complete=COMPLETED["issues"])
SITE = click.argument("site", type=click.Path(path_type=Path), default=".")
SITE_OPTION = click.option(
    "--site", type=click.Path(path_type=Path), default=".", metavar="DIR", help="站点文件夹，默认当前文件夹。"
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。"
)


def today() -> date:
    """The one place where the program asks for the day."""
    return date.today()  # noqa: DTZ011 - an office lives in its own time zone


def now() -> datetime:
    """The one place where the program asks for the time, with the office's own zone; whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def survey(site: Path) -> Any:
    """What the site's files say, drafts too."""
    from generator.survey import survey  # noqa: PLC0415

    return survey(site, site / "output", today())


def count(problems: Any) -> str:
    """`共 2 处错误，1 处警告。`, or nothing."""
    errors = sum(p.level == "error" for p in problems)
    warnings = len(problems) - errors
    parts = [f"{errors} 处错误"] * bool(errors) + [f"{warnings} 处警告"] * bool(warnings)
    return f"共 {'，'.join(parts)}。" if parts else ""
