"""Nothing that the command says is English: help, wrong usage, prompts, what the system says."""

import errno
import os
import re

import click
import pytest

from generator import files
from generator.cli import cli, main
from tests.sites import jianbao

NAMES = frozenset(
    re.findall(
        r"\w+",
        """jianbao site units issue item yaml output status published Markdown PDF JSON Schema Word
        ISSUE YEAR DIR FILE SITE KIND SHELL Ctrl Tab help version text json github""",
    )
)
"""Latin words that are names: of files, formats, placeholders."""


def commands(group: click.Group, path: tuple[str, ...] = ()):
    """All commands with the words that lead to them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


EVERY = list(commands(cli))


def own_words() -> frozenset[str]:
    """The names of commands, options and choices."""
    words = set(NAMES)
    for path, command in EVERY:
        words |= {*path, command.name or ""}
        for param in command.params:
            words |= {
                word for opt in (*param.opts, *param.secondary_opts) for word in re.findall(r"\w+", opt)
            }
            words |= set(getattr(param.type, "choices", ()))
            words |= set(re.findall(r"\w+", param.human_readable_name))
    return frozenset(words)


def english(text: str, given: tuple[str, ...] = ()) -> list[str]:
    """The Latin words of a text that are no names, and that nobody has typed."""
    known = {word.casefold() for word in own_words()}
    known |= {word.casefold() for one in given for word in re.findall(r"[A-Za-z]+", one)}
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word.casefold() not in known]


def told(capsys, *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


@pytest.mark.parametrize("path, command", EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_the_help_of_every_command_is_chinese(capsys, path, command):
    code, said = told(capsys, *path, "--help")
    assert code == 0
    assert english(said) == []
    assert re.search("[\u4e00-\u9fff]", command.help)
    unsaid = [param.opts for param in command.params if isinstance(param, click.Option) and not param.help]
    assert unsaid == []


def mistakes(command: click.Command):
    """Command lines that are wrong in every way that this command knows."""
    yield ("--no-such-option",)
    yield ("-Z",)
    demanded = tuple("x" for param in command.params if isinstance(param, click.Argument) and param.required)
    if demanded:
        yield ()
    if isinstance(command, click.Group):
        yield ()
        yield ("such",)
        return
    if not any(param.nargs == -1 for param in command.params):
        yield tuple("abcdef")
    for param in command.params:
        if not isinstance(param, click.Option) or param.name == "help":
            continue
        option = max(param.opts, key=len)
        if param.is_flag:
            yield (*demanded, f"{option}=3")
            continue
        yield (*demanded, option)
        if isinstance(param.type, (click.Choice, click.DateTime, click.types.IntParamType)):
            yield (*demanded, option, "such")
        if isinstance(param.type, click.IntRange):
            yield (*demanded, option, "-5")
    choices = [param for param in command.params if isinstance(param, click.Argument)]
    if any(isinstance(param.type, click.Choice) for param in choices):
        yield ("such",)


WRONG = [(path, wrong) for path, command in [((), cli), *EVERY] for wrong in mistakes(command)]


@pytest.mark.parametrize("path, wrong", WRONG, ids=[" ".join((*path, *wrong)) for path, wrong in WRONG])
def test_every_mistake_is_explained_in_chinese(capsys, path, wrong):
    code, said = told(capsys, *path, *wrong)
    assert code == 2
    assert english(said, wrong) == []
    assert re.search("[\u4e00-\u9fff]", said)


def test_without_a_command_there_is_help(capsys):
    code, said = told(capsys)
    assert code == 2
    assert said.startswith("用法: jianbao")


@pytest.mark.parametrize(
    "arguments, wanted",
    [
        (["build", "--jobs"], "选项 --jobs 后面缺少值。"),
        (["build", "--clean=3"], "选项 --clean 后面不能有值。"),
        (["proof", "a", "b", "c"], "多出的参数：b c。"),
        (["new", "isue"], "没有这个命令：isue。是不是“issue”？"),
        (["schema"], "缺少参数 KIND。可用：item、issue、site、units、words。"),
        (["new", "issue", "--date", "5月"], "“5月”不是日期的写法"),
    ],
)
def test_a_mistake_is_named(capsys, arguments, wanted):
    assert wanted in told(capsys, *arguments)[1]


# --- What the system says --------------------------------------------------------------------------------


SYSTEM = ("ENOENT", "EEXIST", "EISDIR", "ENOSPC", "EROFS", "EACCES", "EPERM", "EADDRINUSE", "ENAMETOOLONG")


@pytest.mark.parametrize("code", SYSTEM)
def test_what_the_system_says_is_said_in_chinese(code):
    number = getattr(errno, code)
    said = files.why(OSError(number, os.strerror(number), "文稿.md"))
    assert said.startswith("文稿.md ")
    assert english(said, ("md", "D")) == []
    assert said.endswith(("。", "？"))


def test_a_console_that_lacks_a_character_shows_another(site):
    site.edit("content/2026/06/01.md", "推行首问负责", "推行首问ß负责")
    done = site.jianbao_bytes("check", env={**os.environ, "PYTHONIOENCODING": "gbk:strict"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "推行首问?负责" in done.stdout.decode("gbk")


def test_json_is_utf_8_whatever_the_console_speaks(site):
    site.edit("content/2026/05/02.md", "县人社局", "县人社居")
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = site.jianbao("check", "--format", "json", env=environment)
    assert "县人社居" in done.stdout
    assert "标题" in jianbao("schema", "item", env=environment).stdout
