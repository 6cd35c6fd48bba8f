"""Several connections: all work is done once, and the first failure ends it."""

import threading

import pytest

from generator.publish.sharing import share
from generator.publish.targets.local import LocalTarget


class Several(LocalTarget):
    """Counts its connections, and refuses beyond `most`."""

    most = 3

    def __init__(self, root, opened: list[int]) -> None:
        super().__init__(root)
        self._opened = opened

    def another(self) -> "Several":
        if len(self._opened) >= self.most:
            raise ConnectionRefusedError
        self._opened.append(1)
        return Several(self._root, self._opened)


@pytest.mark.parametrize("most", [0, 3, 9])
def test_every_task_is_done_once(www, most):
    opened: list[int] = []
    target = Several(www, opened)
    target.most = Several.most = most
    done: list[int] = []

    def do(_, task: int) -> int:
        return task

    share(target, range(500), do, done.append)
    assert sorted(done) == list(range(500))
    assert len(opened) == min(most, 4)


def test_few_tasks_are_worth_no_connection(www):
    opened: list[int] = []
    share(Several(www, opened), range(30), lambda _, task: task, lambda _: None)
    assert opened == []


def test_the_first_failure_ends_all(www):
    done: list[int] = []

    def do(_, task: int) -> int:
        if task == 200:
            raise ConnectionResetError("cut")
        return task

    with pytest.raises(ConnectionResetError, match="cut"):
        share(LocalTarget(www), range(100_000), do, done.append)
    assert len(done) < 100_000
    assert threading.active_count() < 4
