"""The command check."""

from pathlib import Path

import click

from generator.cli.common import SITE, count, survey
from generator.console import Command, say, tell
from generator.problems import has_errors, printable


@click.command(cls=Command)
@SITE
@click.option("--fix", is_flag=True, help="改正校对出的、不必斟酌的问题（标点、数字写法等）。")
@click.option("--reprints", is_flag=True, help="与 --fix 同用：摘自别处的也改。")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="输出形式。"
)
def check(site: Path, fix: bool, reprints: bool, form: str) -> int:
    """检查全部文稿并校对，不生成。"""
    from generator.desk.proofread import mend, proofread  # noqa: PLC0415

    if reprints and not fix:
        raise click.UsageError("--reprints 要与 --fix 同用。")
    found = survey(site)
    mended = mend(site, found, reprints=reprints) if fix else ()
    if mended:
        found = survey(site)
    problems = proofread(site, found)
    tell(problems, form)
    if form == "text":
        for p in mended:
            old, new = (p.old or "").replace(" ", "空格"), p.new or "删去"
            say(printable(f"{p.file}:{p.line}:{p.column}: 已改 {p.code}: {old} → {new}"))
        if fix:
            say(f"改正了 {len(mended)} 处。")
        from generator.cli.overview import show_issues  # noqa: PLC0415

        show_issues(site, found)
        say(count(problems) or f"检查过 {len(found.issues)} 期 {found.items} 篇，没有问题。")
    return 1 if has_errors(problems) else 0
