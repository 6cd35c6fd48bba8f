"""publish and rollback as an editor types them."""

import os
import pty
import subprocess
import sys

import pytest

from tests.publish.parts import correct, files
from tests.sites import Site


@pytest.fixture
def target(site: Site, www) -> Site:
    """A site with one target, built."""
    site.write("site.yaml", f"{site.read('site.yaml')}发布: {{intranet: {{地址: {www}, 保留: 3}}}}\n")
    site.build()
    return site


def told(result) -> tuple[int, str]:
    return result.returncode, result.stdout + result.stderr


def test_a_dry_run_tells_and_does_nothing(target, www):
    code, said = told(target.jianbao("publish", "--dry-run"))
    assert code == 0
    assert f"发布到 intranet（{www}）" in said
    assert "新增 2 期 4 篇，共 34 个文件" in said
    assert list(www.iterdir()) == []


def test_publish_change_and_roll_back(target, www):
    assert "网站根目录" in told(target.jianbao("publish", ".", "intranet", "--yes"))[1]
    before = files(www / "current")
    code, said = told(target.jianbao("publish"))
    assert code == 0
    assert said.endswith(f"发布到 intranet（{www}）：\n服务器上的已经是这一版，没有要做的。\n")
    correct(target)
    code, said = told(target.jianbao("publish", "intranet", "--yes"))
    assert code == 1
    assert "网站比文稿、设置或模板旧" in said
    assert files(www / "current") == before
    target.build()
    assert "更改 1 篇" in told(target.jianbao("publish", "intranet", "--yes"))[1]
    assert files(www / "current") == target.tree()
    assert told(target.jianbao("rollback", "intranet"))[0] == 0
    assert files(www / "current") == before
    assert told(target.jianbao("rollback")) == (1, "没有更早的一版可换回。\n")


def test_without_anybody_to_answer_it_asks_for_yes(target, www):
    code, said = told(target.jianbao("publish", stdin=subprocess.DEVNULL))
    assert code == 2
    assert "--yes" in said
    assert list(www.iterdir()) == []


@pytest.mark.parametrize("answer, done", [("是", True), ("y", True), ("", False), ("不", False)])
def test_the_question(target, www, answer, done):
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    result = target.jianbao("publish", stdin=theirs)
    os.close(ours)
    os.close(theirs)
    assert result.returncode == 0
    assert "现在发布吗？（是/否）" in result.stdout
    assert (www / "current").exists() == done
    assert ("没有发布" in result.stdout) != done


def test_which_target(target):
    target.edit("site.yaml", "发布: {", "发布: {b: {url: b}, ")
    assert told(target.jianbao("publish")) == (2, "请写明哪个发布目标：b、intranet。\n")
    assert told(target.jianbao("publish", "c")) == (2, "没有发布目标“c”，可用：b、intranet。\n")
    assert told(target.jianbao("rollback", ".", "c"))[0] == 2
    assert "请先建好它" in told(target.jianbao("publish", "b"))[1]


def test_a_site_without_targets(site):
    assert "没有可用的发布目标" in told(site.jianbao("publish"))[1]


def test_output_that_is_not_as_it_was_built(target, www):
    index = target.output / "index.html"
    index.write_bytes(index.read_bytes().replace(b"a", b"b"))
    assert told(target.jianbao("publish", "--yes")) == (
        1,
        "output 与上次生成的不一样（改过 index.html），没有发布。请先运行 jianbao build。\n",
    )
    target.build()
    (target.output / "mine.html").write_text("x")
    (target.output / "404.html").unlink()
    assert "少了 404.html" in told(target.jianbao("publish", "--yes"))[1]
    assert list(www.iterdir()) == []


def test_a_site_that_was_never_built(target):
    (target.output / "manifest.json").unlink()
    assert "没有生成好的网站" in told(target.jianbao("publish"))[1]


def test_errors_in_the_content_stop_it(target):
    target.edit("content/2026/05/01.md", "县效能办\n", "县效能\n")
    code, said = told(target.jianbao("publish", "--yes"))
    assert code == 1
    assert "U01" in said


def test_a_rollback_is_possible_with_errors_in_the_content(target):
    target.jianbao("publish", "--yes")
    correct(target)
    target.build()
    target.jianbao("publish", "--yes")
    target.edit("content/2026/05/01.md", "县效能办\n", "县效能\n")
    assert target.jianbao("rollback").returncode == 0


def test_a_password_in_site_yaml_is_refused_and_not_repeated(target):
    target.edit("site.yaml", "发布: {", "发布: {ftp: {url: 'ftp://u:geheim@h/www'}, ")
    for command in ("publish", "check"):
        code, said = told(target.jianbao(command, *(["intranet"] if command == "publish" else [])))
        assert code == 1
        assert "K03" in said
        assert "geheim" not in said


def test_a_server_that_is_not_there(target):
    target.edit("site.yaml", "发布: {", "发布: {s: {url: 'sftp://127.0.0.1:1/www'}, ")
    code, said = told(target.jianbao("publish", "s", "--yes"))
    assert code == 3
    assert "连不上服务器 127.0.0.1 的 1 端口" in said


@pytest.mark.parametrize("scheme, extra", [("sftp", "sftp"), ("ftp", "ftp")])
def test_a_missing_extra_is_named(target, scheme, extra):
    target.edit("site.yaml", "发布: {", f"发布: {{s: {{url: '{scheme}://127.0.0.1:1/www'}}, ")
    without = (
        "import sys; sys.modules['fsspec'] = None; from generator.cli import main; main(['publish', 's'])"
    )
    command = [sys.executable, "-c", without]
    result = subprocess.run(command, cwd=target.folder, capture_output=True, text=True, check=False)
    assert told(result) == (3, f"发布到 {scheme}:// 要先安装：pip install jianbao[{extra}]\n")


def test_other_addresses_are_copied_to_and_said_to_be_untested(target):
    target.edit("site.yaml", "发布: {", "发布: {m: {url: 'memory://www'}, ")
    code, said = told(target.jianbao("publish", "m", "--yes"))
    assert (code, "没有经过测试" in said, "已发布：发送 34 个文件" in said) == (0, True, True)


def test_where_it_is_published_makes_no_page_anew(target):
    target.edit("site.yaml", "保留: 3", "保留: 4")
    report = target.build()
    assert (report.failed, report.made) == (False, 0)
