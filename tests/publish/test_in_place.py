"""Where no links can be made: order, foreign files, and what a broken run leaves."""

import pytest

from generator.publish.errors import Refused
from generator.publish.in_place import placing_order, removal_order
from generator.publish.publish import plan
from tests.publish.parts import Breaking, Count, files, send


def test_without_links_the_files_stand_in_the_folder_itself(flat, www, both):
    done = send(flat, both.old)
    assert done.release == ""
    assert files(www) == files(both.old.output)

    done = send(flat, both.new)
    assert files(www) == files(both.new.output)
    assert done.staged.files == sum(both.old.files.get(p) != f for p, f in both.new.files.items())
    assert not (www / "2026/05/02.html").exists()


def test_no_releases_are_made_where_none_are_wanted(there, www, both):
    send(there, both.old, keep=0)
    assert files(www) == files(both.old.output)


def test_folders_that_became_empty_go_too(flat, www, both):
    send(flat, both.new)
    send(flat, both.old)
    assert not (www / "2026/07").exists()
    assert files(www) == files(both.old.output)


def test_what_is_not_ours_stays_and_is_mentioned(flat, www, both):
    send(flat, both.old)
    (www / "web.config").write_text("<configuration/>")
    (www / "2026/05/note.txt").write_text("my own")
    assert plan(flat, both.new).standing.foreign == ("2026/05/note.txt", "web.config")
    send(flat, both.new)
    assert (www / "web.config").read_text() == "<configuration/>"
    assert (www / "2026/05/note.txt").read_text() == "my own"


def test_a_foreign_file_at_an_address_of_the_site_is_not_overwritten(flat, www, both):
    send(flat, both.old)
    (www / "2026/07").mkdir()
    (www / "2026/07/index.html").write_text("my own")
    with pytest.raises(Refused, match=r"2026/07/index\.html"):
        send(flat, both.new)
    assert (www / "2026/07/index.html").read_text() == "my own"


@pytest.mark.parametrize("name", ["index.html", ".htaccess", "manifest.json"])
def test_a_folder_with_something_else_in_it_is_refused(flat, www, both, name):
    (www / name).write_text("my own")
    with pytest.raises(Refused, match="不是本程序"):
        send(flat, both.old)
    assert [path.name for path in www.iterdir()] == [name]


def test_a_folder_that_is_not_there_is_refused(flat, www, both):
    www.rmdir()
    with pytest.raises(Refused, match="网络盘"):
        send(flat, both.old)
    assert not www.exists()


def test_what_is_linked_to_comes_before_what_links_to_it():
    old = (
        "index.html",
        "2026/05/01.html",
        "search/catalogue.js",
        "search/index.html",
        "search/text/2026/05.js",
    )
    new = (*old, "2026/06/01.html", "2026/06/index.html", "assets/site.1.css", "manifest.json")
    assert placing_order(new, old) == [
        "assets/site.1.css",
        "2026/06/01.html",
        "2026/06/index.html",
        "search/text/2026/05.js",
        "search/catalogue.js",
        "2026/05/01.html",
        "search/index.html",
        "index.html",
    ]
    assert removal_order(["2026/06/a.png", "2026/06/01.html", "2026/06/index.html", "2026/index.html"]) == [
        "2026/index.html",
        "2026/06/index.html",
        "2026/06/01.html",
        "2026/06/a.png",
    ]


def test_a_run_that_broke_while_placing_is_finished_and_then_another_version_comes(flat, www, both):
    send(flat, both.old)
    left = 1
    while not plan(flat, both.new).standing.unfinished:
        with pytest.raises(ConnectionError):
            send(Breaking(flat, Count(left)), both.new)
        left += 3
    planned = plan(flat, both.old)
    assert planned.difference.sent  # back from what will be the new version
    send(flat, both.old)
    assert files(www) == files(both.old.output)
    assert plan(flat, both.old).is_none


def test_a_file_cut_short_is_put_right(flat, www, both):
    send(flat, both.old)
    (www / "index.html").write_text("half")
    (www / "404.html").unlink()
    assert send(flat, both.old).staged.files == 2
    assert files(www) == files(both.old.output)
