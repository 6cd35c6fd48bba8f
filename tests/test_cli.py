"""The command as editors run it: words, exit codes, no traceback."""

import json

import pytest

from tests.sites import Site, jianbao

COMMANDS = ("init", "new", "import", "check", "build", "proof", "volume", "serve", "doctor", "schema")


def test_help_speaks_chinese_and_names_every_command():
    result = jianbao("--help")
    assert result.returncode == 0
    assert "用法:" in result.stdout
    assert "Usage" not in result.stdout
    assert all(f"\n  {command} " in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_chinese(command):
    result = jianbao(command, "--help")
    assert result.returncode == 0
    assert "选项:" in result.stdout
    assert "Options" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["buidl"], "没有这个命令：buidl"),
        (["build", "--nopdf"], "是不是 --no-pdf？"),
        (["build", "--jobs", "0"], "0 不在范围 1<=x<=256 内"),
        (["init"], "缺少参数 DIR"),
        (["schema", "article"], "“article”不在可选值"),
        (["build", "a", "b"], "多出的参数"),
    ],
)
def test_wrong_usage_exits_with_2(arguments, said):
    result = jianbao(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_new_site_builds_at_once(tmp_path):
    site = Site(tmp_path / "新站点")
    assert jianbao("init", str(site.folder)).returncode == 0
    result = site.jianbao("build")
    assert result.returncode == 0, result.stderr
    assert "index.html" in site.tree()


def test_init_refuses_a_folder_with_files(site):
    result = jianbao("init", str(site.folder))
    assert result.returncode == 1
    assert "已经有东西" in result.stderr


def test_a_new_issue_carries_on_and_a_new_item_asks_to_be_filled(site):
    site.edit("content/2026/06/issue.yaml", "status", "report_to: [市效能办]\nstatus")
    made = site.jianbao("new", "issue", "--date", "2026-06-30")
    assert made.returncode == 0, made.stderr
    written = site.read("content/2026/07/issue.yaml")
    assert "number: 7" in written
    assert "total: 130" in written
    assert "report_to: [市效能办]" in written
    assert site.jianbao("new", "item", "2026/07", "--section", "督查").returncode == 0
    result = site.jianbao("check", "--format", "json")
    assert result.returncode == 1
    found = json.loads(result.stdout)
    assert {(p["code"], p["file"]) for p in found} == {("Y09", "content/2026/07/01.md")}
    assert {"file", "line", "column", "code", "level", "message", "hint", "old", "new"} == found[0].keys()


def test_a_supplement_has_a_counter_of_its_own(site):
    site.jianbao("new", "issue", "--kind", "增刊", "--date", "2026-06-30")
    written = site.read("content/2026/z01/issue.yaml")
    assert "number: 1" in written
    assert "total" not in written
    assert site.jianbao("build", "--no-pdf").returncode == 0


def test_check_says_what_is_wrong_and_where(site):
    site.edit("content/2026/05/02.md", "source: 县人社局", "source: 县人社居")
    result = site.jianbao("check")
    assert result.returncode == 1
    said = "content/2026/05/02.md:4:9: 错误 U01: 供稿单位“县人社居”不在 units.yaml 中。是不是“县人社局”？"
    assert said in result.stderr


def test_warnings_change_no_exit_code(site):
    site.edit("content/2026/06/issue.yaml", "number: 6", "number: 8")
    result = site.jianbao("build", "--no-pdf", "--format", "json")
    assert result.returncode == 0
    assert [(p["code"], p["level"]) for p in json.loads(result.stdout)] == [
        ("N03", "warning"),
        ("N04", "warning"),
    ]


def test_no_site_is_said_plainly(tmp_path):
    result = jianbao("build", str(tmp_path))
    assert result.returncode == 1
    assert "site.yaml" in result.stderr


def test_control_characters_of_a_file_do_not_reach_the_terminal(site):
    site.write("content/2026/05/\x1b[31m03.md", "x")
    result = site.jianbao("check")
    assert "\x1b" not in result.stderr


def test_schemas_know_both_names_of_every_key():
    schema = json.loads(jianbao("schema", "item").stdout)
    assert schema["properties"].keys() >= {"title", "标题", "section", "栏目"}


def test_an_output_that_cannot_be_written_exits_with_3(site):
    (site.folder / "file").write_text("")
    result = site.jianbao("build", "--no-pdf", "--output", "file/output")
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
