"""The command line in Chinese: Click's own words, and how results are told."""

import re
import sys
import time
import unicodedata
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from generator.chinese import did_you_mean
from generator.model import Problem
from generator.problems import as_json, as_text, printable
from generator.progress import Progress

_HELP = (
    ("Show this message and exit.", "显示这段说明。"),
    ("Show the version and exit.", "显示版本。"),
    ("[default: ", "[默认："),
    ("[required]", "[必填]"),
    ("; required]", "；必填]"),
)
_KINDS = (" TEXT", " 文字"), (" INTEGER RANGE", " N"), (" INTEGER", " N"), (" PATH", " 文件")
"""Words that Click itself adds to the help, and to the names of options."""


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
            _write_rows(formatter, [(_worded(_KINDS, name), _worded(_HELP, text)) for name, text in records])


def _worded(words: Sequence[tuple[str, str]], text: str) -> str:
    for english, chinese in words:
        text = text.replace(english, chinese)
    return text


def _write_rows(formatter: click.HelpFormatter, rows: Sequence[tuple[str, str]]) -> None:
    """Names and what they are, in two columns; Click would count a Chinese character as one column wide."""
    widest = max(width(name) for name, _ in rows)
    for name, text in rows:
        formatter.write(f"  {name}{' ' * (widest - width(name))}  {text}\n")


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
            _write_rows(formatter, rows)


Group.group_class = Group


def wrong_usage(error: click.UsageError) -> str:
    """What was wrong with a command line, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}。{_perhaps(error.possibilities)}"
    if isinstance(error, click.BadParameter):
        name = _name(error.param)
        if isinstance(error, click.MissingParameter):
            return f"缺少{name.strip()}。{_choices(error.param)}"
        return f"{name}的值不对：{_put(_VALUES, error.message)}"
    said = _put(_USAGE, error.message)
    group = error.ctx.command if error.ctx else None
    wrong = re.search("没有这个命令：(.+)。", said)
    if wrong and error.ctx and isinstance(group, click.Group):
        return said + did_you_mean(wrong[1], group.list_commands(error.ctx))
    return said


def _name(param: click.Parameter | None) -> str:
    """`选项 --jobs`, `参数 DIR`."""
    if param is None:
        return "参数"
    if isinstance(param, click.Option):
        return f"选项 {max(param.opts, key=len)} "
    return f"参数 {param.human_readable_name} "


def _choices(param: click.Parameter | None) -> str:
    kind = param.type if param else None
    return f"可用：{'、'.join(kind.choices)}。" if isinstance(kind, click.Choice) else ""


def _put(rules: Sequence[tuple[str, str]], message: str) -> str:
    """Click's words in Chinese; a list that it quotes loses its quotes."""
    for english, chinese in rules:
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(chinese).replace("', '", "、").replace("'", "")
    return message


_VALUES = (
    (r"(.+) is not in the range (.+)\.", r"\1 不在范围 \2 内。"),
    (r"'(.*)' is not one of (.+)\.", r"“\1”不在可选值 \2 中。"),
    (r"'(.*)' is not '(.+)'\.", r"“\1”不对，应为 \2。"),
    (r"'(.*)' is not a valid (?:integer|float)(?: range)?\.", r"“\1”不是数字。"),
    (r"'(.*)' is not a valid .+", r"“\1”不合要求。"),
    (r"'(.*)' does not match the formats? .+", r"“\1”不是日期的写法，如 2016-05-10。"),
    (r"\w+ '(.*)' does not exist\.", r"没有 \1。"),
    (r"\w+ '(.*)' is a file\.", r"\1 是文件，要的是文件夹。"),
    (r"\w+ '(.*)' is a directory\.", r"\1 是文件夹，要的是文件。"),
    (r"\w+ '(.*)' is not readable\.", r"\1 没有读取的权限。"),
    (r"\w+ '(.*)' is not writable\.", r"\1 没有写入的权限。"),
)
_USAGE = (
    (r"No such command '(.*)'\..*", r"没有这个命令：\1。"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多出的参数：\1。"),
    (r"Missing command\.", "缺少命令。"),
    (r"Option '?([^']*)'? requires .*", r"选项 \1 后面缺少值。"),
    (r"Option '?([^']*)'? does not take a value.*", r"选项 \1 后面不能有值。"),
    (r"Argument '?([^']*)'? takes .*", r"参数 \1 的个数不对。"),
    (r"Invalid start character for option \((.*)\)", r"选项 \1 的写法不对。"),
)
"""What Click says of wrong values and command lines; tests/test_console.py looks for what is missing."""


def _perhaps(names: Sequence[str] | None) -> str:
    return f"是不是 {'、'.join(sorted(names))}？" if names else ""


def say(text: str = "") -> None:
    """A line for the user, or several; names and titles in it can't steer the terminal."""
    click.echo(_harmless(text))


def say_json(text: str) -> None:
    """A text for other programs: UTF-8 whatever the console's own encoding is (RFC 8259 §8.1)."""
    click.echo(text.encode())


def complain(text: str) -> None:
    """A line about something that went wrong, on standard error; a server's words in it are harmless, too."""
    click.echo(_harmless(text), err=True)


def _harmless(text: str) -> str:
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


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
        say_json(as_json(problems))
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
