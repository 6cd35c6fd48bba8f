"""Whatever is edited, an incremental build is a clean build; and this test would notice if it were not.

`JIANBAO_STEPS=5000` asks for more steps than the 300 of an ordinary run.
"""

import contextlib
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from generator import jobs, road
from generator.desk import signing
from generator.progress import Progress
from generator.publish.sealing import seal
from generator.read import sources
from generator.write import output, state
from tests.sites import Site, issue, item

NOW = datetime(2026, 5, 24, 9, tzinfo=UTC)
STEPS = 25
EXAMPLES = int(os.environ.get("JIANBAO_STEPS", "300")) // STEPS

ISSUES = ("2025/11", "2026/05", "2026/06")
NAMES = ("01.md", "02.md", "03.md")
UNITS = ("县效能办", "县人社局", "县工信局", "芦川农商行")
SECTIONS = ("督查", "部门经验", "外地经验")
numbers = st.integers(0, 99)
places = st.tuples(st.sampled_from(ISSUES), st.sampled_from(NAMES))


class Editing(RuleBasedStateMachine):
    """An editor, a designer and somebody who meddles with the output; after each a build."""

    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(prefix="jianbao-test-"))
        self.site = Site.small(self.folder / "site")
        self.site.write("content/2025/11/issue.yaml", issue(11, 127, "2025-12-20"))
        self.site.write(
            "content/2025/11/01.md", item("上一年的一篇", "督查", "县效能办", keywords="[效能, 督查]")
        )
        self.built = False

    def teardown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- the editor -----------------------------------------------------------------------------

    def path(self, place: tuple[str, str]) -> Path:
        return self.site.folder / "content" / place[0] / place[1]

    def change(self, place: tuple[str, str], **keys: str) -> None:
        if self.path(place).exists():
            parts = {"title": "开展督查", "section": "督查", "source": "县效能办", **keys}
            self.site.write(f"content/{place[0]}/{place[1]}", item(**parts))

    @rule(place=places, number=numbers)
    def edit_a_body(self, place, number):
        self.change(place, body=f"正文第{number}稿。")

    @rule(place=places, number=numbers)
    def edit_a_title(self, place, number):
        self.change(place, title=f"标题{number}")

    @rule(place=places, section=st.sampled_from(SECTIONS), unit=st.sampled_from(UNITS))
    def move_to_another_section_and_unit(self, place, section, unit):
        self.change(place, section=section, source=unit, keywords=f"[{unit}]")

    @rule(place=places, day=st.integers(1, 30), title=st.sampled_from(["开展督查", "标题1"]))
    def correct_an_item(self, place, day, title):
        self.change(place, title=title, corrections=f"[{{date: 2026-05-{day}, text: 第{day}日更正。}}]")

    @rule(place=places)
    def withdraw_an_item(self, place):
        self.change(place, status="withdrawn")

    @rule(folder=st.sampled_from(ISSUES))
    def sign_an_issue(self, folder):
        with contextlib.suppress(signing.UnsignedError):
            signing.sign(self.site.folder, folder, "程望舒", None, NOW, Progress())

    @rule()
    def publish_and_take_it_back(self):
        """A seal changes no page; it goes again, since most of what the others do is forbidden with it."""
        if self.site.build().failed:
            return
        sealed = seal(self.site.folder, self.site.survey().shown, NOW, "内网", "1")
        report = self.site.build()
        assert (report.failed, report.made, report.written, report.removed) == (False, 0, (), ())
        for name in sealed:
            self.site.remove(name)

    @rule(place=places, number=numbers)
    def add_an_item(self, place, number):
        self.site.write(f"content/{place[0]}/{place[1]}", item(f"新增{number}", keywords="[效能]"))

    @rule(place=places)
    def delete_an_item(self, place):
        self.path(place).unlink(missing_ok=True)

    @rule(one=places, other=places)
    def swap_two_items(self, one, other):
        if self.path(one).exists() and self.path(other).exists() and one != other:
            spare = self.path(one).with_name("spare")
            self.path(one).rename(spare)
            self.path(other).rename(self.path(one))
            spare.rename(self.path(other))

    @rule(place=places, name=st.sampled_from(NAMES))
    def rename_an_item(self, place, name):
        if self.path(place).exists() and not self.path((place[0], name)).exists():
            self.path(place).rename(self.path((place[0], name)))

    @rule(folder=st.sampled_from(ISSUES[1:]))
    def delete_an_issue(self, folder):
        shutil.rmtree(self.site.folder / "content" / folder, ignore_errors=True)

    @rule(number=st.integers(5, 6), day=st.integers(10, 28), status=st.sampled_from(["published", "draft"]))
    def write_an_issue(self, number, day, status):
        text = issue(number, 123 + number, f"2026-05-{day}", status=status)
        self.site.write(f"content/2026/{number:02}/issue.yaml", text)

    @rule(place=places, number=numbers)
    def edit_without_a_trace_in_size_and_time(self, place, number):
        path = self.path(place)
        if path.exists():
            times = path.stat()
            text = path.read_text(encoding="utf-8")
            last = text.rstrip()[-2:]
            path.write_text(
                text.replace(last, f"{number:02}"[-2:] if last.isdigit() else last[::-1]), "utf-8"
            )
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule(place=places, number=numbers)
    def copy_in_an_old_file(self, place, number):
        self.site.write(f"content/{place[0]}/{place[1]}", item(f"旧稿{number}"))
        os.utime(self.path(place), (1_000_000_000, 1_000_000_000))

    # --- the designer ---------------------------------------------------------------------------

    @rule(
        name=st.sampled_from(["芦川简报", "芦川效能简报"]),
        turned=st.booleans(),
        sign_off=st.sampled_from(["optional", "optional", "required"]),
    )
    def change_a_setting(self, name, turned, sign_off):
        order = "[外地经验, 部门经验, 督查]" if turned else "[督查, 部门经验, 外地经验]"
        self.site.write(
            "site.yaml", f"name: {name}\noffice: 芦川县效能办\nsections: {order}\nsign_off: {sign_off}\n"
        )

    @rule(name=st.sampled_from(["芦川农商行", "芦川银行"]))
    def rename_a_unit(self, name):
        self.site.write(
            "units.yaml",
            f"- 县效能办\n- 县人社局\n- 县工信局\n- {{name: {name}, key: bank, aliases: [芦川农商行]}}\n"
            if name != "芦川农商行"
            else "- 县效能办\n- 县人社局\n- 县工信局\n- {name: 芦川农商行, key: bank}\n",
        )

    @rule(number=numbers, template=st.sampled_from(["_cards.html", "404.html"]))
    def override_a_template(self, number, template):
        self.site.write(f"templates/html/{template}", f"<p>模板第{number}版</p>")

    @rule(number=numbers)
    def override_an_asset(self, number):
        self.site.write("templates/assets/site.css", f"p {{ margin: {number}px }}")

    @rule()
    def drop_the_overrides(self):
        shutil.rmtree(self.site.folder / "templates", ignore_errors=True)

    # --- somebody meddles -----------------------------------------------------------------------

    def some_output(self, number: int) -> Path | None:
        files = sorted(path for path in self.site.output.rglob("*.html"))
        return files[number % len(files)] if files else None

    @rule(number=numbers)
    def edit_the_output(self, number):
        path = self.some_output(number)
        if path:
            path.write_bytes(path.read_bytes().replace(b"</body>", b"<!-- --></body>"))

    @rule(number=numbers)
    def edit_the_output_without_a_trace(self, number):
        path = self.some_output(number)
        if path:
            times = path.stat()
            path.write_bytes(path.read_bytes().replace(b"html", b"HTML"))
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule(number=numbers)
    def delete_from_the_output(self, number):
        path = self.some_output(number)
        if path:
            path.unlink()

    @rule(name=st.sampled_from(["2026/orphan.html", "orphan/a.html", "2026/05"]))
    def put_an_orphan_into_the_output(self, name):
        path = self.site.output / name
        if self.built and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("没有人要")

    @rule()
    def lose_the_state(self):
        for path in (self.site.folder / ".jianbao").rglob("state.msgpack"):
            path.unlink()

    # --- and then -------------------------------------------------------------------------------

    @invariant()
    def the_output_is_that_of_a_clean_build(self):
        report = self.site.build()
        if report.failed:
            return
        self.built = True
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        self.site.build(fresh, clean=True)
        assert self.site.tree() == self.site.tree(fresh)
        again = self.site.build()
        assert (again.made, again.written, again.removed) == (0, (), ())


def run(examples: int, *, derandomize: bool = False) -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=derandomize or "CI" in os.environ,  # what decides must decide the same each time
            database=None,
            phases=(Phase.generate,) if derandomize else (Phase.generate, Phase.shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("_part", range(2))
def test_incremental_is_clean(_part):  # two parts, for two processor cores
    run(EXAMPLES // 2)


FAULTS = {
    "stamps of inputs without the changed time": (
        sources, "stamp", lambda r: sources.Stamp(r.st_mtime_ns, 0, r.st_size, r.st_ino),
    ),
    "output never looked at": (state.State, "left_alone", lambda s, _, found: s.outputs.keys() & found),
    "orphans left": (output, "_prune", lambda *_: None),
    "keys without the last argument": (
        road, "key", lambda job, salt, _: jobs.key(job._replace(args=job.args[:-1]), salt),
    ),
    "keys without the frame": (
        road, "key", lambda job, salt, _: jobs.key(job._replace(args=(job.args[0], *job.args[2:])), salt),
    ),
    "theme left out": (
        road, "key", lambda job, salt, _: jobs.key(job._replace(args=job.args[1:]), salt),
    ),
    "removed files unseen": (
        state.State, "changed_inputs", lambda s, now: [n for n, v in now.items() if s.inputs.get(n) != v],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_would_be_noticed(fault, monkeypatch):
    target, name, broken = FAULTS[fault]
    monkeypatch.setattr(target, name, broken)
    with pytest.raises(AssertionError):
        run(30, derandomize=True)
