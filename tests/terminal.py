"""The command at a terminal: a pseudo-terminal, and somebody who answers."""

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

CTRL_C = b"\x03"
PROMPT = "：".encode()
PATIENCE = 20  # seconds without a word: more questions than answers
REACTION = 0.3  # seconds until Ctrl-C; Python loses one that comes between asking and reading


class Session(NamedTuple):
    """What was shown (questions, answers and all), and the exit code."""

    shown: str
    code: int


def at_terminal(folder: Path, *arguments: str, answers: str = "") -> Session:
    """Run `jianbao` with arguments in a folder, typing the next line of the answers at each `：`."""
    child, master = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ["COLUMNS"] = "100"
        os.execv(sys.executable, [sys.executable, "-m", "generator", *arguments])
    lines = iter(answers.splitlines(keepends=True))
    shown = b""
    while True:
        if not select.select([master], [], [], PATIENCE)[0]:
            os.kill(child, signal.SIGKILL)
            break
        try:
            read = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not read:
            break
        shown += read
        if shown.endswith(PROMPT):
            line = next(lines, "").encode()
            time.sleep(REACTION if line.startswith(CTRL_C) else 0)
            os.write(master, line)
    os.close(master)
    _, status = os.waitpid(child, 0)
    return Session(shown.decode(errors="replace").replace("\r\n", "\n"), os.waitstatus_to_exitcode(status))
