"""Completion in real shells; of PowerShell, which is not here, the protocol only."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import _MODULES
from tests.sites import Site, jianbao

BIN = Path(sys.executable).parent
SHELLS = ("bash", "zsh", "fish", "powershell")


@pytest.fixture
def home(tmp_path) -> dict[str, str]:
    """The environment of a user who has put the scripts into a folder."""
    for shell in SHELLS:
        (tmp_path / shell).write_text(jianbao("completion", shell).stdout, encoding="utf-8")
    path = f"{BIN}:/usr/local/bin:/usr/bin:/bin"
    keys = {"HOME": str(tmp_path), "PATH": path, "LANG": "C.UTF-8", "TERM": "dumb", "SCRIPTS": str(tmp_path)}
    return {**os.environ, **keys}


def run(site: Site, home: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        command, cwd=site.folder, env=home, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


CASES = [
    (["proof", ""], ["2026/06", "2026/05"]),
    (["proof", "2026/05"], ["2026/05"]),
    (["new", "item", "2026/0"], ["2026/06", "2026/05"]),
    (["volume", ""], ["2026"]),
    (["new", "item", "2026/06", "--section", ""], ["督查", "部门经验", "外地经验"]),
    (["new", "item", "2026/06", "--unit", "县"], ["县效能办", "县人社局", "县工信局"]),
    (["new", "issue", "--kind", "增"], ["增刊"]),
    (["schema", "i"], ["item", "issue"]),
    (["bui"], ["build"]),
]


@pytest.mark.needs("bash")
@pytest.mark.parametrize("words, found", CASES)
def test_bash_completes(site, home, words, found):
    line = " ".join(f"'{word}'" for word in ["jianbao", *words])
    script = (
        f'. "$SCRIPTS/bash"; COMP_WORDS=({line}); COMP_CWORD={len(words)};'
        ' _jianbao_completion jianbao; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert run(site, home, "bash", "--norc", "-c", script).split() == found


@pytest.mark.needs("fish")
@pytest.mark.parametrize("words, found", CASES)
def test_fish_completes(site, home, words, found):
    script = f". $SCRIPTS/fish; complete -C 'jianbao {' '.join(words)}'"
    said = run(site, home, "fish", "--no-config", "-c", script).splitlines()
    assert sorted(line.partition("\t")[0] for line in said) == sorted(found)


@pytest.mark.needs("zsh")
def test_zsh_completes(site, home):
    """Typed and completed at a terminal, as zsh knows of no other way."""
    child, master = pty.fork()
    if child == 0:
        os.chdir(site.folder)
        os.execvpe("zsh", ["zsh", "-f", "-i"], home)
    try:
        until(master, "% ", "PS1='% '; autoload -U compinit; compinit -u; . $SCRIPTS/zsh; echo re''ady\n")
        until(master, "ready")
        until(master, "proof 2026/05", "jianbao proof 2026/05\b\t")
        os.write(master, b"\x15")
        until(master, "build", "jianbao bui\t")
    finally:
        os.close(master)
        os.waitpid(child, 0)


def until(master: int, wanted: str, typed: str = "") -> None:
    """Type something and read until the shell shows what is wanted."""
    os.write(master, typed.encode())
    shown, end = "", time.monotonic() + 20
    while wanted not in shown:
        if not select.select([master], [], [], max(0.0, end - time.monotonic()))[0]:
            raise AssertionError(shown)
        shown += os.read(master, 65536).decode(errors="replace")


# --- PowerShell ------------------------------------------------------------------------------------------


def powershell(site: Site, line: str, word: str) -> list[str]:
    """What the program answers to the script in `powershell`, which is not here; it drops empty lines."""
    asked = {"_JIANBAO_COMPLETE": "powershell_complete", "COMP_WORDS": line, "COMP_CWORD": word}
    environment = {**os.environ, **{name: value for name, value in asked.items() if value}}
    done = site.jianbao(env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize("words, found", CASES)
def test_the_program_answers_powershell(site, words, found):
    said = powershell(site, " ".join(["jianbao", *words]), words[-1])
    assert [line.partition("\t")[0] for line in said] == found


def test_powershell_is_told_what_a_command_does(site):
    assert "build\t生成网站和 PDF。有错误时什么也不写。" in powershell(site, "jianbao b", "b")


def test_powershell_completes_files_itself(site):
    assert powershell(site, "jianbao build ", "") == []


# --- All of them -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_says_where_it_belongs(shell):
    first, _, rest = jianbao("completion", shell).stdout.partition("\n")
    assert first.startswith("# ")
    assert "_JIANBAO_COMPLETE" in rest


def test_a_broken_site_completes_nothing_and_says_nothing(site):
    site.write("site.yaml", "sections: [督查\n")
    site.write("units.yaml", b"\xff\xfe")
    assert powershell(site, "jianbao new item 2026/06 --section ", "") == []
    assert powershell(site, "jianbao new item 2026/06 --unit ", "") == []


def test_commands_are_offered_in_their_order(site):
    said = powershell(site, "jianbao ", "")
    assert [line.partition("\t")[0] for line in said] == list(_MODULES)
