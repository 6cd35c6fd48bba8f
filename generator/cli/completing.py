"""Completion: the command that prints a shell's script, and PowerShell, which Click lacks."""

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from generator.console import Command, say

VARIABLE = "_JIANBAO_COMPLETE"
"""How a shell's script asks for completions, instead of running a command."""

_NAME = "jianbao"

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $cursor)
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $word
    $env:PYTHONIOENCODING = "cp$([Console]::OutputEncoding.CodePage)"
    & %(prog_name)s | Where-Object { $_ } | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
    }
    Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD, Env:PYTHONIOENCODING -ErrorAction Ignore
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell 5 and 7: the line and the word as the shell knows them, a result a line.

    Of files and folders nothing is said: then PowerShell completes them itself.
    """

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The arguments before the word at the cursor, and that word."""
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        incomplete = os.environ.get("COMP_CWORD", "").strip("'\"")
        return (words[:-1] if incomplete and words[-1:] == [incomplete] else words), incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """The value and what it is, parted by a tab."""
        help_ = item.help or item.value
        return f"{item.value}\t{help_}" if item.type == "plain" else ""

    def complete(self) -> str:
        """All results, a line each."""
        return "\n".join(line for line in super().complete().split("\n") if line)


_SHELLS: dict[str, tuple[type[ShellComplete], str]] = {
    "bash": (BashComplete, '# 加到 ~/.bashrc 的末尾：eval "$(jianbao completion bash)"'),
    "zsh": (ZshComplete, '# 加到 ~/.zshrc 的末尾：eval "$(jianbao completion zsh)"'),
    "fish": (FishComplete, "# 存成 ~/.config/fish/completions/jianbao.fish：jianbao completion fish > …"),
    "powershell": (
        PowerShellComplete,
        "# 加到 $PROFILE 的末尾：jianbao completion powershell | Out-String | Invoke-Expression",
    ),
}
"""Each shell, and where its script belongs."""


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> int:
    """输出命令补全的脚本：按 Tab 补全命令、期、栏目和单位。第一行说明加到哪里。"""
    kind, where = _SHELLS[shell]
    complete = kind(click.Command(_NAME), {}, _NAME, VARIABLE)
    say(where)
    say((complete.source_template % complete.source_vars()).strip())
    return 0


def register() -> None:
    """Make PowerShell known to Click, before it is asked for completions."""
    add_completion_class(PowerShellComplete)
