"""The process beside this one; that builds use it, and to what end, is shown by the tests of builds."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")

BEGIN = """
import os, signal, sys, time
from functools import partial
from pathlib import Path
from generator.assistant import Assistant
from generator.workers import Workers

HERE = os.getpid()

def where(text=""):
    return ("here" if os.getpid() == HERE else "there"), len(text)

def only_here():
    if os.getpid() != HERE:
        raise OSError
    return "here"

def die():
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "here"
"""


@pytest.fixture
def printed(tmp_path):
    """Gives the lines that a script prints, run in a process that has no threads."""

    def run(script):
        file = tmp_path / "script.py"
        file.write_text(BEGIN + script, encoding="utf-8")
        command = [sys.executable, "-W", "error", file]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=60)
        assert done.stderr == ""
        return done.stdout.split("\n")[:-1]

    return run


def test_calls_are_made_there_one_after_another(printed):
    script = """
assistant = Assistant(where)
second, third = assistant.ask(partial(where, "a")), assistant.ask(partial(where, "bc"))
print(third(), third(), assistant.first(), second())
assistant.end()
"""
    assert printed(script) == ["('there', 2) ('there', 2) ('there', 0) ('there', 1)"]


def test_large_calls_and_answers_do_not_wait_for_each_other(printed):
    script = """
large = "字" * 1_000_000
assistant = Assistant(lambda: large)
answers = [assistant.ask(partial(str.upper, large)) for _ in range(3)]
print([len(answer()) for answer in (*answers, assistant.first)])
assistant.end()
"""
    assert printed(script) == ["[1000000, 1000000, 1000000, 1000000]"]


@pytest.mark.parametrize("failing", ["only_here", "die"])
def test_what_fails_there_is_done_here(printed, failing):
    script = f"""
assistant = Assistant(where)
failing, after = assistant.ask({failing}), assistant.ask(where)
print(assistant.first(), failing(), after(), assistant.ask(where)())
assistant.end()
"""
    assert printed(script) == ["('there', 0) here ('here', 0) ('here', 0)"]


def test_its_end_does_not_wait_for_what_it_does(printed):
    script = """
assistant = Assistant(partial(time.sleep, 1000))
assistant.end()
print(Path(f"/proc/{assistant._process}").exists())
"""
    assert printed(script) == ["False"]


def test_it_ends_when_its_parent_was_killed_and_others_hold_the_line(printed):
    script = """
read, write = os.pipe()
middle = os.fork()
if not middle:
    os.close(read)
    assistant = Assistant(where)
    assistant.first()
    if not os.fork():
        os.close(write)
        time.sleep(4)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)
os.close(write)
os.waitpid(middle, 0)
began = time.monotonic()
os.read(read, 1)
print(time.monotonic() - began < 3)
"""
    assert printed(script) == ["True"]


@pytest.mark.parametrize(
    ("cores", "cost", "told"),
    [(2, 50, "there there None"), (2, 5, "there None None"), (1, 50, "here None None")],
)
def test_workers_have_it_do_one_thing_early(printed, cores, cost, told):
    script = f"""
with Workers({cores}) as workers:
    first = workers.beside(where)
    workers.prepare("generator.plan")
    early = [workers.early(where, {cost}) for _ in range(2)]
    print(*(wait and wait()[0] for wait in (first, *early)))
"""
    assert printed(script) == [told]
