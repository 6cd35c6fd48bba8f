"""The command line in Chinese: Click's own words, and how results are told."""

import re
import sys
import time
import unicodedata
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from generator.model import Problem
from generator.problems import as_json, as_text, printable
from generator.progress import Progress

_BRANDING = {
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
}


class Command(click.Command):
    """A command whose help speaks Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """`用法: jianbao build [选项] …`."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        formatter.write_usage(
            ctx.command_path, pieces.replace("COMMAND [ARGS]...", "命令 …"), prefix="用法: "
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under a Chinese heading."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section("选项"):
            formatter.write_dl([(name, _BRANDING.get(text, text)) for name, text in records])


class Group(click.Group, Command):
    """A group of commands whose help speaks Chinese."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands, under Chinese headings."""
        Command.format_options(self, ctx, formatter)
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(limit=60)))
        with formatter.section("命令"):
            formatter.write_dl(rows)


Group.group_class = Group


def wrong_usage(error: click.UsageError) -> str:
    """What was wrong with a command line, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。{_perhaps(error.possibilities)}"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else "参数"
        missing = isinstance(error, click.MissingParameter)
        return f"缺少参数 {name}。" if missing else f"参数 {name} 的值不对：{_value(error.message)}"
    for english, chinese in _USAGE:
        if english in error.message:
            return chinese + error.message.partition(english)[2].strip(" '.()")
    return error.message


def _value(message: str) -> str:
    """What Click says of a wrong value, in Chinese."""
    for english, chinese in _VALUES:
        message = re.sub(english, chinese, message)
    return message


_VALUES = (
    (r"(.+) is not in the range (.+)\.", r"\1 不在范围 \2 内。"),
    (r"'(.*)' is not one of (.+)\.", r"“\1”不在可选值 \2 中。"),
    (r"'(.*)' is not a valid .+\.", r"“\1”不合要求。"),
    (r"'(.*)' does not match the formats? (.+)\.", r"“\1”不是日期的写法，如 2016-05-10。"),
)
_USAGE = (
    ("No such command", "没有这个命令："),
    ("unexpected extra argument", "多出的参数："),
    ("Missing command", "缺少命令。"),
    ("requires an argument", "选项后面缺少值。"),
    ("does not take a value", "选项后面不能有值。"),
)


def _perhaps(names: Sequence[str] | None) -> str:
    return f"是不是 {'、'.join(sorted(names))}？" if names else ""


def say(text: str = "") -> None:
    """A line for the user."""
    click.echo(text)


def complain(text: str) -> None:
    """A line about something that went wrong, on standard error."""
    click.echo(text, err=True)


def width(text: str) -> int:
    """The columns that a text takes up in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Container[str] = ()) -> None:
    """Rows under their head; the columns named in `numbers` stand at the right."""
    if sys.stdout.isatty():
        _drawn_table(head, rows, numbers)
        return
    widths = [max(map(width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = []
        for name, cell, wide in zip(head, row, widths, strict=True):
            blank = " " * (wide - width(cell))
            cells.append(f"{blank}{cell}" if name in numbers else f"{cell}{blank}")
        say(printable("  ".join(cells).rstrip()))


def _drawn_table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Container[str]) -> None:
    from rich import box  # noqa: PLC0415 - takes 40 ms
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        drawn.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(escape(printable(cell)) for cell in row))
    Console().print(drawn)


def tell(problems: Sequence[Problem], form: str) -> None:
    """The problems: as JSON on standard output, else a line each on standard error."""
    if form == "json":
        say(as_json(problems))
    elif form == "github":
        for p in problems:
            say(f"::{p.level} file={p.file},line={p.line},col={p.column},title={p.code}::{p.message}{p.hint}")
    else:
        for problem in problems:
            colour = "red" if problem.level == "error" else "yellow"
            click.secho(as_text(problem), fg=colour, err=True)


def utf8_streams() -> None:
    """Never fail at printing: a Windows console may not know a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for what takes long, where somebody looks on; nothing where the output goes to a file."""
    bars = _Bars()
    try:
        yield Progress(bars.step if sys.stderr.isatty() else Progress().step, _waiting)
    finally:
        bars.stop()


class _Bars:
    """Bars that appear once the work has taken a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def step(self, what: str, done: int, total: int) -> None:
        if self._bars is None:
            if time.monotonic() - self._began < 1:
                return
            self._bars = _start_bars()
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what, total=total)
        self._bars.update(self._tasks[what], completed=done, total=total)

    def stop(self) -> None:
        if self._bars is not None:
            self._bars.stop()


def _start_bars() -> Any:
    from rich.console import Console  # noqa: PLC0415 - takes 40 ms, and most builds are over by then
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Progress(*columns, console=Console(stderr=True), transient=True)
    bars.start()
    return bars


def _waiting() -> None:
    complain("另一个生成正在进行，等它结束……")
