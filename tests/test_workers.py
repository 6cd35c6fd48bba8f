"""Work beside this process; the pool is tried by the builds of other tests."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, sys
from generator.workers import Workers

def call():
    open("calls", "a").write(f"{os.getpid()}\\n")
    if os.getpid() != here and "fails" in sys.argv:
        raise OSError
    return [1, "二"]

here = os.getpid()
with Workers(1 if "alone" in sys.argv else 2) as workers:
    waiting = workers.beside(call)
    if "unasked" not in sys.argv:
        assert waiting() is waiting()
        print(waiting(), here)
print("end")
"""


@pytest.fixture
def ran(tmp_path):
    """Gives what the script printed and the processes that made the call."""

    def run(*how):
        command = [sys.executable, "-c", SCRIPT, *how]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.stderr == ""
        return done.stdout.split("\n")[:-1], (tmp_path / "calls").read_text().split()

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
@pytest.mark.parametrize(("how", "calls"), [("", 1), ("alone", 1), ("fails", 2)])
def test_a_call_is_made_beside_this_process_and_here_where_that_fails(ran, how, calls):
    (answer, end), processes = ran(how)
    here = answer.split()[-1]
    assert answer == f"[1, '二'] {here}"
    assert len(processes) == calls
    assert (processes[-1] == here) == (how != "")
    assert end == "end"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_an_answer_nobody_asked_for_is_waited_for_and_dropped(ran):
    said, processes = ran("unasked")
    assert said == ["end"]
    assert len(processes) == 1
    assert not Path(f"/proc/{processes[0]}").exists()
