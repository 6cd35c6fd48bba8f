"""Two publishers: one goes away, a dead one's lock is taken over, and no clock is asked."""

import threading

import pytest

from generator.publish import lock
from generator.publish.lock import LOCK, LockedError, Owner, held, own_seat
from tests.publish.parts import OWNER, TIME, files, send

OTHER = Owner("王知行@PC-7", TIME, "seat-2")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 0.6)
    monkeypatch.setattr(lock, "BEAT", 0.05)


def quiet(_: str) -> None:
    pass


def beat(held_lock: lock.Lock, stop: threading.Event) -> None:
    while not stop.wait(0.06):
        held_lock.renew()


def test_a_lock_that_lives_is_respected_and_says_who_and_since_when(there, www):
    with held(there, OTHER, quiet) as other:
        stop = threading.Event()
        beating = threading.Thread(target=beat, args=(other, stop))
        beating.start()
        said: list[str] = []
        try:
            with (
                pytest.raises(LockedError, match="王知行@PC-7 从 11月26日 08:00 起"),
                held(there, OWNER, said.append),
            ):
                pass
        finally:
            stop.set()
            beating.join()
        assert "王知行@PC-7" in said[0]
        assert [path.name for path in (www / ".jianbao").iterdir()] == ["lock"]
    assert list((www / ".jianbao").iterdir()) == []


def left_behind(there, owner: Owner) -> None:
    with held(there, owner, quiet):
        there.rename(LOCK, ".jianbao/kept")
    there.rename(".jianbao/kept", LOCK)


def test_a_dead_lock_is_taken_over_after_a_while(there, www):
    left_behind(there, OTHER)
    said: list[str] = []
    with held(there, OWNER, said.append) as mine:
        mine.check()
    assert len(said) == 1
    assert list((www / ".jianbao").iterdir()) == []


def test_our_own_dead_lock_is_taken_over_at_once(there, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 1e9)
    left_behind(there, OWNER)
    with held(there, OWNER, quiet):
        pass


def test_a_lock_without_an_owner_is_a_dead_one(there):
    there.make_folder(".jianbao")
    there.make_folder(LOCK)
    there.write(f"{LOCK}/owner.json", b"{")
    with held(there, OWNER, quiet):
        pass


def test_who_slept_notices_that_the_lock_went_to_another(there):
    with held(there, OTHER, quiet) as slept:
        with held(there, OWNER, quiet), pytest.raises(LockedError, match="睡眠"):
            slept.check()
        with pytest.raises(LockedError):
            slept.check()


def test_of_many_at_once_one_gets_it(there, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 60.0)  # a busy machine may keep it silent for long
    inside, most, refused = [0], [0], []

    def run(number: int) -> None:
        try:
            with held(there, Owner(f"p{number}", TIME, f"seat-{number}"), quiet) as mine:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                for _ in range(12):
                    threading.Event().wait(0.1)
                    mine.renew()
                inside[0] -= 1
        except LockedError:
            refused.append(number)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert refused


def test_a_seat_is_that_of_a_folder(tmp_path):
    assert own_seat(tmp_path / "a") == own_seat(tmp_path / "a") != own_seat(tmp_path / "b")


def test_a_publish_leaves_no_lock(there, www, both):
    send(there, both.old)
    assert list((www / ".jianbao").iterdir()) == []
    assert files(www / "current")
