"""What `init` writes for editors: files to double-click, VS Code, .editorconfig.

No Windows and no wine here: `.cmd` files are looked at as bytes, `.sh` files are run.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from generator.desk.editors import EDITORCONFIG, SCHEMAS, vscode
from generator.desk.launchers import LAUNCHERS, launchers
from generator.problems import as_text, problem
from tests.sites import Site, jianbao

CMD = [name for name in launchers() if name.endswith(".cmd")]
BIN = Path(sys.executable).parent


@pytest.fixture
def fresh(tmp_path) -> Site:
    site = Site(tmp_path / "有空格 的站点")
    assert jianbao("init", str(site.folder)).returncode == 0
    return site


def test_there_is_one_of_each_kind_for_each_command():
    assert sorted(launchers()) == sorted(
        f"{n}{e}" for n in ("预览", "检查", "生成", "发布") for e in (".cmd", ".sh")
    )
    assert [one.arguments.split()[0] for one in LAUNCHERS] == ["serve", "check", "build", "publish"]


# --- .cmd ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CMD)
def test_a_cmd_file_can_be_read_by_any_chinese_windows(name):
    content = launchers()[name]
    before, found, after = content.partition(b"chcp 65001 >nul\r\n")
    assert found
    assert before.isascii()
    assert not content.startswith(b"\xef\xbb\xbf")  # cmd would take the mark for a part of the first command
    assert b"\n" not in content.replace(b"\r\n", b"")
    after.decode("utf-8")


@pytest.mark.parametrize("name", CMD)
def test_a_cmd_file_goes_from_line_to_line(name):
    """No labels (looked for in the wrong place in UTF-8), no brackets (a path's own would close them)."""
    lines = launchers()[name].decode().split("\r\n")
    assert lines[0] == "@echo off"
    assert not [line for line in lines if line.startswith(":") or "goto" in line]
    assert not [line for line in lines if line.startswith(("if", "for")) and re.search(r"[()]\s*$", line)]
    assert all(line.count('"') % 2 == 0 and line.count("%") % 2 in {0, 1} for line in lines)
    said = [line.partition("echo ")[2] for line in lines if "echo " in line and "off" not in line]
    assert not [text for text in said if set(text) & set("&|<>^!")]


@pytest.mark.parametrize("name", CMD)
def test_a_cmd_file_goes_to_its_folder_finds_the_program_and_stays_open(name):
    lines = launchers()[name].decode().split("\r\n")
    wanted = (
        'cd /d "%~dp0"',
        ".venv\\Scripts\\jianbao.exe",
        "where jianbao",
        "py -3 -m generator",
        "call %JIANBAO%",
        "set CODE=%errorlevel%",
    )
    at = [next(number for number, line in enumerate(lines) if words in line) for words in wanted]
    assert at == sorted(at)
    assert lines[-3:] == ["pause", "exit /b %CODE%", ""]
    assert any(line.startswith('if not "%CODE%"=="0" echo ') and line.endswith("%CODE%") for line in lines)


# --- .sh -------------------------------------------------------------------------------------------------


def run(site: Site, name: str, path: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        [site.folder / name], cwd="/", env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def test_a_script_runs_wherever_it_is_started(fresh):
    done = run(fresh, "检查.sh", f"{BIN}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    assert "检查完了，没有错误。" in done.stdout
    assert "按回车键" not in done.stdout  # nobody is there
    built = run(fresh, "生成.sh", f"{BIN}:/usr/bin:/bin")
    assert built.returncode == 0
    assert (fresh.output / "index.html").exists()


def test_a_script_tells_the_exit_code(fresh):
    fresh.write("site.yaml", "name: x\n")
    done = run(fresh, "检查.sh", f"{BIN}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "没有成功，上面说了原因。代码：1" in done.stdout


def test_a_script_without_the_program_says_so(fresh, tmp_path):
    bare = tmp_path / "bin"
    bare.mkdir()
    for program in ("sh", "dirname"):
        (bare / program).symlink_to(f"/bin/{program}" if program == "sh" else "/usr/bin/dirname")
    done = run(fresh, "检查.sh", str(bare))
    assert done.returncode == 3
    assert "没有找到简报程序" in done.stdout


def test_the_own_environment_comes_first(fresh):
    own = fresh.write(".venv/bin/jianbao", "#!/bin/sh\necho 自带的 $1\n")
    own.chmod(0o755)
    assert "自带的 check" in run(fresh, "检查.sh", f"{BIN}:/usr/bin:/bin").stdout


@pytest.mark.needs("script")
def test_a_window_stays_open(fresh):
    command = ["script", "-qec", f"'{fresh.folder}/检查.sh'", "/dev/null"]
    environment = {**os.environ, "PATH": f"{BIN}:/usr/bin:/bin"}
    waiting = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    shown, _ = waiting.communicate("\n", timeout=60)
    assert waiting.returncode == 0
    assert "按回车键关闭" in shown


# --- VS Code ---------------------------------------------------------------------------------------------


def test_the_tasks_point_at_problems():
    tasks = json.loads(vscode()[".vscode/tasks.json"])["tasks"]
    matchers = next(task for task in tasks if task["label"] == "检查")["problemMatcher"]
    told = [
        problem(
            "content/2026/05/03-新 稿.md", 4, 9, "U01", "供稿单位“县人社居”不在 units.yaml 中。", "是不是？"
        ),
        problem("content/2026/06/issue.yaml", 1, 9, "N03", "缺第 7 期。"),
    ]
    found = []
    for line in map(as_text, told):
        for matcher in matchers:
            pattern = matcher["pattern"]
            hit = re.match(pattern["regexp"], line)
            if hit:
                names = ("file", "line", "column", "code")
                found.append((matcher["severity"], *(hit[pattern[name]] for name in names)))
    assert found == [
        ("error", "content/2026/05/03-新 稿.md", "4", "9", "U01"),
        ("warning", "content/2026/06/issue.yaml", "1", "9", "N03"),
    ]


class Collector:
    """What VS Code does with a background task's lines: its list is of the build that is told of last."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.matchers = task["problemMatcher"]
        self.active = all(matcher["background"]["activeOnStart"] for matcher in self.matchers)
        self.found: list[tuple[str, str, str]] = []

    def read(self, lines: Iterable[str]) -> list[tuple[str, str, str]]:
        """The list once the lines have told that a build is over."""
        for line in lines:
            background = self.matchers[0]["background"]
            if re.search(background["beginsPattern"], line):
                self.active, self.found = True, []
            elif re.search(background["endsPattern"], line):
                assert self.active
                self.active = False
                return self.found
            for matcher in self.matchers:
                pattern = matcher["pattern"]
                if hit := re.match(pattern["regexp"], line):
                    self.found.append((matcher["severity"], hit[pattern["file"]], hit[pattern["code"]]))
        raise AssertionError("the build has no end")


def test_the_preview_in_vscode_shows_problems_until_they_are_mended(site):
    tasks = json.loads(vscode()[".vscode/tasks.json"])["tasks"]
    task = next(task for task in tasks if task["label"] == "预览")
    assert task["isBackground"]
    assert task["command"] == "jianbao serve"
    assert {json.dumps(matcher["background"]) for matcher in task["problemMatcher"]} == {
        json.dumps(task["problemMatcher"][0]["background"])
    }
    seen = Collector(task)
    file = "content/2026/05/01.md"
    serving = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "serve", "--port", "0"],
        cwd=site.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    assert serving.stdout
    try:
        assert seen.read(serving.stdout) == []
        site.edit(file, "section: 督查", "section: 督察")
        assert seen.read(serving.stdout) == [("error", file, "S01")]
        site.edit(file, "section: 督察", "section: 督查")
        site.write("content/2026/05/没用到.jpg", b"x")
        assert ("warning", "content/2026/05/没用到.jpg", "L12") in seen.read(serving.stdout)
        site.remove("content/2026/05/没用到.jpg")
        assert seen.read(serving.stdout) == []
    finally:
        serving.terminate()
        serving.communicate(timeout=20)


def test_every_schema_is_there_and_what_is_named_exists(fresh):
    for name, schema in SCHEMAS.items():
        assert json.loads(fresh.read(f".vscode/schemas/{name}.json")) == schema
        assert json.loads(jianbao("schema", name).stdout) == schema
    settings = json.loads(fresh.read(".vscode/settings.json"))
    assert all((fresh.folder / file).exists() for file in settings["yaml.schemas"])


def test_the_schemas_take_what_the_program_takes(site):
    import jsonschema
    import yaml

    site.write("words.yaml", "禁用: [甲, {词: 乙, 说明: 丙}]\n替换: {甲: 乙}\n准确: 葭湾镇\n照录: [a]\n")
    for name, file in (
        ("site", "site.yaml"),
        ("units", "units.yaml"),
        ("issue", "content/2026/05/issue.yaml"),
        ("words", "words.yaml"),
    ):
        value = yaml.load(site.read(file), Loader=yaml.BaseLoader)
        jsonschema.validate(value, SCHEMAS[name])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"期号": "5", "日期": "2026-05-10", "签发": "甲"}, SCHEMAS["issue"])


def test_editorconfig_keeps_line_breaks_of_markdown():
    parts = EDITORCONFIG.decode().split("\n\n")
    assert any("[*.md]\ntrim_trailing_whitespace = false" in part for part in parts)


# --- A site that is there --------------------------------------------------------------------------------


def test_a_site_that_is_there_gets_what_it_lacks(site):
    site.write("检查.cmd", "own")
    site.write(".vscode/schemas/item.json", "{}")
    done = jianbao("init", "--helpers", str(site.folder))
    assert done.returncode == 0, done.stderr
    assert site.read("检查.cmd") == "own"
    assert len(site.read(".vscode/schemas/item.json")) > 100
    assert os.access(site.folder / "检查.sh", os.X_OK)
    again = jianbao("init", "--helpers", str(site.folder))
    assert "没有写入" in again.stdout
    assert site.read("site.yaml").startswith("name: 芦川简报")


def test_there_must_be_a_site(tmp_path):
    assert jianbao("init", "--helpers", str(tmp_path)).returncode == 1
    assert not list(tmp_path.iterdir())
