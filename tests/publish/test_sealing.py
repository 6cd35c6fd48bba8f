"""Sealing: what publishing writes beside an issue, and that it writes no more than there is to say."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from generator.model import Publication
from generator.publish.sealing import seal
from tests.sites import Site, item

SEALS = ("content/2026/05/seal.yaml", "content/2026/06/seal.yaml")
NOW = datetime(2026, 5, 24, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def send(site: Site, target: str = "内网", release: str = "1", time: datetime = NOW) -> tuple[str, ...]:
    site.build()
    return seal(site.folder, site.survey().shown, time, target, release)


def history(site: Site, path: str = "2026/06") -> tuple[Publication, ...]:
    found = site.survey().issues[path].source.seal
    return found.history if found else ()


def test_all_that_was_sent_is_sealed_once(site):
    assert send(site) == SEALS
    text = site.read(SEALS[1])
    assert send(site, release="2", time=NOW + timedelta(days=1)) == ()
    assert site.read(SEALS[1]) == text
    assert text.splitlines()[1:6] == [
        "issue: 2026/06",
        "number: 6",
        "total: 129",
        "kind: regular",
        "date: 2026-05-24",
    ]
    (sent,) = history(site)
    assert (sent.time, sent.target, sent.release) == ("2026-05-24T09:30:00+08:00", "内网", "1")


def test_a_build_after_sealing_has_nothing_to_do(site):
    before = site.build()
    assert before.made > 0
    send(site)
    again = site.build()
    assert (again.made, again.written, again.removed, again.problems) == (0, (), (), ())
    assert not any("seal" in address for address in site.tree())


def test_a_change_is_one_more_publication(site):
    send(site)
    site.edit("content/2026/06/02.md", "---\n\n", "corrections: [{date: 2026-06-01, text: 改}]\n---\n\n")
    site.edit("content/2026/06/01.md", "---\n\n", "status: withdrawn\n---\n\n")
    assert send(site, release="2") == SEALS[1:]
    first, second = history(site)
    assert first.digest != second.digest
    assert (first.withdrawn, second.withdrawn) == ((), ("01",))
    assert second.digest == site.survey().issues["2026/06"].source.digest
    site.edit("content/2026/06/02.md", "text: 改}", "text: 改}, {date: 2026-06-02, text: 又改}")
    send(site, release="3")
    assert [one.withdrawn for one in history(site)] == [(), ("01",), ()]


def test_each_target_is_remembered(site):
    send(site)
    assert send(site, "外网") == SEALS
    assert send(site, "外网") == send(site) == ()
    assert [one.target for one in history(site)] == ["内网", "外网"]
    site.edit("content/2026/06/02.md", "---\n\n", "corrections: [{date: 2026-06-01, text: 改}]\n---\n\n")
    assert send(site, "外网") == send(site) == SEALS[1:]
    assert [one.target for one in history(site)] == ["内网", "外网", "外网", "内网"]


def test_what_was_changed_since_it_was_read_is_not_sealed(site):
    site.build()
    sent = site.survey().shown
    site.edit("content/2026/05/02.md", "15 个", "16 个")
    site.remove("content/2026/06/02.md")
    assert seal(site.folder, sent, NOW, "内网", "1") == ()


def test_drafts_and_unsigned_issues_are_none_of_what_is_shown(site):
    site.edit("content/2026/06/issue.yaml", "published", "draft")
    assert send(site) == SEALS[:1]


@pytest.mark.parametrize(
    "name", ["03-图：一.md", "03 a#b.md", "03-“引”.md", "03-it's.md", "03-[x].md", "03-a, b.md", "03- c- .md"]
)
@pytest.mark.parametrize("target", ["内网：一号", "true", 'a"b\\c', "- x", "{a: b}"])
def test_awkward_names_are_read_as_they_were(site, name, target):
    text = "“21”：应为 #12 {a: b}"
    site.write(
        f"content/2026/06/{name}", item("又一篇", corrections=f"[{{date: 2026-06-01, text: '{text}'}}]")
    )
    send(site, target)
    assert site.build().problems == ()
    assert history(site)[-1].target == target


def test_a_time_bears_its_zone(site):
    send(site, time=datetime(2026, 1, 2, tzinfo=UTC))
    assert history(site)[-1].time.endswith("+00:00")


def test_a_target_without_releases_leaves_a_seal_that_can_be_read(site):
    assert send(site, release="") == SEALS
    assert site.problems() == []
    assert [source.seal.history[0].release for source in site.survey().shown] == ["", ""]
