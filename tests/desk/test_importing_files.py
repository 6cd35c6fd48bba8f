"""The importer's edge: folders, what is kept, what is refused."""

import pytest

from generator.desk.importing import import_files
from generator.problems import as_json, as_text
from tests.desk.importing_helpers import FOLDER, SECTIONS, UNITS, codes, text_of
from tests.sites import Site


def run(site, *files, issue=None, dry_run=False):
    return import_files(files, site, sections=SECTIONS, units=UNITS, issue=issue, dry_run=dry_run)


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def full():
    return FOLDER / "02-full-masthead.txt"


def test_an_issue_is_written_with_its_original(tmp_path, full):
    told = run(tmp_path, full)
    assert not told.failed
    assert sorted(tree(tmp_path)) == [
        "content/2016/23/01.md", "content/2016/23/02.md", "content/2016/23/03.md",
        "content/2016/23/issue.yaml", "content/2016/23/originals/02-full-masthead.txt",
    ]  # fmt: skip
    assert sorted(told.written) == sorted(tree(tmp_path))
    assert told.plan[0] == "已写入 content/2016/23/originals/02-full-masthead.txt"
    assert tree(tmp_path)["content/2016/23/originals/02-full-masthead.txt"] == full.read_bytes()


def test_a_dry_run_writes_nothing_and_tells_the_same(tmp_path, full):
    told = run(tmp_path, full, dry_run=True)
    assert tree(tmp_path) == {}
    assert told.written == ()
    assert told.plan[0].startswith("将写入 ")
    assert told.problems == run(tmp_path, full).problems


def test_again_changes_nothing(tmp_path, full):
    run(tmp_path, full)
    before = tree(tmp_path)
    told = run(tmp_path, full)
    assert tree(tmp_path) == before
    assert told.written == told.kept == ()
    assert all(line.startswith("未变动 ") for line in told.plan)


def test_what_the_editor_changed_is_kept_and_named(tmp_path, full):
    run(tmp_path, full)
    changed = tmp_path / "content/2016/23/02.md"
    changed.write_text("改过的", encoding="utf-8")
    (tmp_path / "content/2016/23/03.md").unlink()
    told = run(tmp_path, full)
    assert changed.read_text(encoding="utf-8") == "改过的"
    assert told.kept == ("content/2016/23/02.md",)
    assert told.written == ("content/2016/23/03.md",)
    assert [p.file for p in told.problems if p.code == "I12"] == ["content/2016/23/02.md"]
    assert not told.failed


def test_an_item_that_was_renamed_is_kept(tmp_path, full):
    run(tmp_path, full)
    folder = tmp_path / "content/2016/23"
    (folder / "01.md").rename(folder / "01-险工险段.md")
    told = run(tmp_path, full)
    assert not (folder / "01.md").exists()
    assert told.kept == ("content/2016/23/01-险工险段.md",)


def test_another_original_of_the_same_name_stands_beside_the_first(tmp_path):
    for text in ("甲县短讯。甲县办了一件事。", "乙县短讯。乙县办了一件事。"):
        file = tmp_path / "来稿.txt"
        file.write_text(text, encoding="utf-8")
        run(tmp_path / "site", file, issue="2016/05")
    originals = sorted((tmp_path / "site/content/2016/05/originals").iterdir())
    assert len(originals) == 2
    assert {p.read_text(encoding="utf-8")[0] for p in originals} == {"甲", "乙"}


def test_several_files_are_several_issues(tmp_path, full):
    told = run(tmp_path, full, FOLDER / "05-numbered-supplement.txt")
    assert not told.failed
    assert (tmp_path / "content/2016/23/issue.yaml").is_file()
    assert (tmp_path / "content/2016/z03/issue.yaml").is_file()


def test_several_files_make_one_issue_where_it_is_named(tmp_path):
    files = []
    for name, text in (
        ("甲", "第5期\n◆甲事。甲办成了。（县人社局）"),
        ("乙", "2016年5月10日\n◆乙事。乙办成了。"),
    ):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    told = run(tmp_path, *files, issue="2016/05")
    folder = tmp_path / "content/2016/05"
    assert (folder / "issue.yaml").read_text(encoding="utf-8") == "number: 5\ndate: 2016-05-10\n"
    assert "title: 乙事" in (folder / "02.md").read_text(encoding="utf-8")
    second = [p for p in told.problems if p.file.endswith("乙.txt")]
    assert any("02.md" in p.message for p in second)
    assert not any("期号" in p.message for p in told.problems)


def test_two_files_for_one_issue_are_refused(tmp_path, full):
    other = tmp_path / "another.txt"
    other.write_text(text_of(full.name), encoding="utf-8")
    told = run(tmp_path / "site", full, other)
    assert told.failed
    assert codes(told.problems) == ["I15"]
    assert not (tmp_path / "site").exists()


def test_the_folder_where_the_text_tells_neither_year_nor_number(tmp_path):
    file = tmp_path / "五月来稿.txt"
    file.write_text("◆甲事。甲办成了。", encoding="utf-8")
    told = run(tmp_path, file)
    assert (tmp_path / "content/0000/wuyuelaigao/01.md").is_file()
    assert codes(told.problems).count("I16") == 2


def test_the_year_of_the_text_is_a_guess(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("第3期\n◆甲事。自2015年以来，甲办成了。", encoding="utf-8")
    told = run(tmp_path, file)
    assert (tmp_path / "content/2015/03/01.md").is_file()
    assert [(p.line, p.column) for p in told.problems if p.code == "I16"] == [(2, 6)]


def test_a_folder_that_is_not_the_texts_is_told(tmp_path, full):
    told = run(tmp_path, full, issue="2017/24")
    assert codes(told.problems).count("I16") == 2
    assert (tmp_path / "content/2017/24/issue.yaml").is_file()


@pytest.mark.parametrize(
    "issue", ["05", "2016", "2016/05/06/07", "../2016/05", "2016/..", "16/05", "2016/五", "a/b"]
)
def test_what_is_no_issue_is_refused(tmp_path, full, issue):
    told = run(tmp_path, full, issue=issue)
    assert codes(told.problems) == ["I01"]
    assert tree(tmp_path) == {}


def test_one_bad_file_stops_all(tmp_path, full):
    word = tmp_path / "来稿.docx"
    word.write_bytes(b"PK\x03\x04")
    empty = tmp_path / "空.txt"
    empty.write_bytes(b" \r\n")
    told = run(tmp_path / "site", full, word, empty, tmp_path / "没有.txt", tmp_path)
    assert told.failed
    assert codes(told.problems) == ["I01"] * 4
    assert not (tmp_path / "site").exists()
    assert all(p.hint and p.line == 1 for p in told.problems)


def test_the_report_can_be_printed(tmp_path, full):
    told = run(tmp_path, full)
    assert '"code": "I10"' in as_json(told.problems)
    assert "content/2016/23/originals/02-full-masthead.txt:3:1: 警告 I10: " in as_text(told.problems[1])


def test_gb18030_is_kept_as_it_came_and_told(tmp_path, full):
    file = tmp_path / "ansi.txt"
    file.write_bytes(text_of(full.name).encode("gb18030"))
    told = run(tmp_path, file)
    assert codes(told.problems).count("I02") == 1
    assert (tmp_path / "content/2016/23/originals/ansi.txt").read_bytes() == file.read_bytes()


def test_a_build_names_what_is_to_be_filled_in(tmp_path):
    site = Site.small(tmp_path)
    told = run(tmp_path, FOLDER / "01-contents-only.txt", issue="2016/05")
    assert not told.failed
    found = {(code, file) for code, file, _, _ in site.problems() if file.startswith("content/2016/05/")}
    assert ("Y09", "content/2016/05/issue.yaml") in found
    assert not any("originals" in file for _, file in found)


def test_an_issue_that_gave_everything_builds_at_once(tmp_path, full):
    site = Site(tmp_path)
    site.write("site.yaml", "name: 芦川督查\noffice: 芦川县效能办\nsections: [督查通报, 部门经验, 督查]\n")
    site.write("units.yaml", "".join(f"- {unit}\n" for unit in UNITS))
    assert not run(tmp_path, full).failed
    built = site.build(drafts=True)
    assert not built.failed
    assert "险工险段16处，其中渗漏9处、塌坡7处。" in site.html("2016/23/01.html")
    assert "汛期将至" in site.html("2016/23/index.html")
    assert not any("originals" in name for name in site.tree())
