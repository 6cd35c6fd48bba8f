"""The command check."""

from pathlib import Path

import click

from generator.cli.common import SITE, count, survey
from generator.console import Command, say, tell
from generator.problems import has_errors


@click.command(cls=Command)
@SITE
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出形式。"
)
def check(site: Path, form: str) -> int:
    """检查全部文稿，不生成。"""
    found = survey(site)
    tell(found.problems, form)
    if form == "text":
        from generator.cli.overview import show_issues  # noqa: PLC0415

        show_issues(site, found)
        say(count(found.problems) or f"检查过 {len(found.issues)} 期 {found.items} 篇，没有问题。")
    return 1 if has_errors(found.problems) else 0
