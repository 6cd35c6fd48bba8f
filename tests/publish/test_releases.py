"""Releases: the output byte for byte, shown at once, kept, gone back to."""

import pytest

from generator.publish import journal
from generator.publish.errors import Refused
from generator.publish.lock import Owner
from generator.publish.publish import Local, plan
from generator.publish.releases import surplus
from tests.publish.parts import TIME, WITHDRAWN, Breaking, Count, back, files, send


def kept(www) -> list[str]:
    return sorted(path.name for path in (www / "releases").iterdir())


def test_a_release_is_the_output_byte_for_byte(there, www, both):
    done = send(there, both.old)

    assert (www / "current").readlink().as_posix() == f"releases/{done.release}"
    assert files(www / "current") == files(both.old.output)
    assert done.staged.files == len(both.old.files)
    assert list((www / ".jianbao").iterdir()) == []


def test_only_what_differs_travels_and_the_rest_is_the_same_file(there, www, both):
    first = send(there, both.old).release
    done = send(there, both.new)

    assert files(www / "current") == files(both.new.output)
    assert done.staged.files == sum(both.old.files.get(p) != f for p, f in both.new.files.items())
    assert kept(www) == [done.release]  # the first one held the text of an item that is withdrawn now
    assert first != done.release
    same = next(path for path in both.new.files if path.startswith("assets/"))
    assert (www / "current" / same).stat().st_nlink == 1


def test_unchanged_files_share_their_bytes_with_the_release_before(there, www, both):
    send(there, both.new)
    send(there, both.old)
    same = next(path for path in both.new.files if path.startswith("assets/"))

    assert (www / "current" / same).stat().st_nlink == 2
    assert (www / "current/index.html").stat().st_nlink == 1


def test_publishing_what_is_there_makes_no_release(there, www, both):
    first = send(there, both.old)

    assert plan(there, both.old).is_none
    assert send(there, both.old).release == first.release
    assert kept(www) == [first.release]


def test_a_file_that_somebody_cut_short_on_the_server_is_sent_again(there, www, both):
    send(there, both.old)
    (www / "current/index.html").write_bytes(b"gone")
    done = send(there, both.old)

    assert done.staged.files == 1
    assert files(www / "current") == files(both.old.output)


def test_the_last_ones_are_kept(there, www, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    made = [send(there, side, keep=3).release for side in (both.old, plain) * 3]

    assert kept(www) == made[-3:]
    assert surplus(["1", "2", "3", "4"], "1", 2) == ("2", "3")
    assert surplus(["1", "2"], "2", 0) == ("1",)


def test_back_to_the_release_before_and_on_from_there(there, www, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    first, second = send(there, both.old), send(there, plain)

    assert back(there, plain) == first.release
    assert files(www / "current") == files(both.old.output)
    assert kept(www) == [first.release, second.release]
    with pytest.raises(Refused, match="没有更早的一版"):
        back(there, plain)

    again = send(there, plain)
    assert again.release == second.release
    assert again.staged.files == 0


def test_what_was_gone_back_from_is_no_longer_a_release_before(there, www, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    first, second = send(there, both.old), send(there, plain)
    back(there, plain)
    (www / "current/404.html").write_bytes(b"x")  # so that the next one is another one again
    third = send(there, both.old)

    assert second.release not in kept(www)
    assert kept(www) == [first.release, third.release]


def test_a_release_with_a_withdrawn_item_is_not_gone_back_to(there, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    send(there, both.old)
    send(there, plain)
    with pytest.raises(Refused, match=f"已撤下的 {WITHDRAWN}"):
        back(there, both.new)


def test_releases_with_a_withdrawn_item_are_deleted_and_the_plan_says_so(there, www, both):
    first = send(there, both.old)
    planned = plan(there, both.new)
    assert dict(planned.cleared) == {first.release: WITHDRAWN}
    done = send(there, both.new)
    assert kept(www) == [done.release]
    assert plan(there, both.new).is_none


def test_a_deletion_that_broke_off_is_made_good(there, www, both):
    plain = Local(both.new.output, both.new.files, frozenset())
    send(there, both.old)
    done = send(there, plain)
    with pytest.raises(ConnectionError):
        send(Breaking(there, Count(9)), both.new)
    send(there, both.new)
    assert kept(www) == [done.release]
    assert list((www / ".jianbao").iterdir()) == []


def test_output_that_holds_a_withdrawn_item_is_refused(both, tmp_path):
    from generator.publish.publish import this_side

    with pytest.raises(Refused, match="已撤稿"):
        this_side(tmp_path, both.old.output, frozenset({WITHDRAWN}))


def test_a_fast_clock_of_another_machine_does_not_change_the_order(both):
    from generator.publish.releases import new_id

    assert new_id(TIME, both.old.files, []).startswith("20261126-080000-")
    assert new_id(TIME, both.old.files, ["20261126-235959-00000000"]).startswith("20261127-000000-")


def test_what_was_sent_before_a_break_is_not_sent_again(there, www, both):
    with pytest.raises(ConnectionError):
        send(Breaking(there, Count(70)), both.old)
    assert not (www / "current").exists()
    there_already = len(files(www / journal.STAGING))
    done = send(there, both.old)

    assert 0 < done.staged.resumed <= there_already
    assert done.staged.files + done.staged.resumed == len(both.old.files)
    assert files(www / "current") == files(both.old.output)


def test_after_a_break_another_version_takes_over_what_it_can(there, www, both):
    with pytest.raises(ConnectionError):
        send(Breaking(there, Count(70)), both.old)
    done = send(there, both.new)

    assert done.staged.resumed > 0
    assert files(www / "current") == files(both.new.output)
    folders = {path.relative_to(both.new.output) for path in both.new.output.rglob("*") if path.is_dir()}
    real = (www / "current").resolve()
    assert {path.relative_to(real) for path in real.rglob("*") if path.is_dir()} == folders


def test_what_another_did_between_the_plan_and_the_lock_is_not_overridden(there, both):
    from generator.model import PublishTarget
    from generator.publish.publish import publish
    from tests.publish.parts import OWNER, SILENT

    planned = plan(there, both.new)
    send(there, both.old, owner=Owner("别人@PC-3", TIME, "seat-2"))
    with pytest.raises(Refused, match="被别人改动过"):
        publish(there, PublishTarget("intranet", ""), both.new, planned, OWNER, TIME, SILENT)


def test_hard_links_that_fail_mean_sending_again(www, both):
    from generator.publish.errors import UnsupportedError
    from generator.publish.targets.local import LocalTarget

    class Unlinkable(LocalTarget):
        def hard_link(self, old: str, new: str) -> None:
            raise UnsupportedError(old, new)

    send(Unlinkable(www), both.old)
    done = send(Unlinkable(www), both.new)
    assert done.staged.files == len(both.new.files)
    assert files(www / "current") == files(both.new.output)
