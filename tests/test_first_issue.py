"""The first issue as a clerk makes it: init, new, check, fill in, publish; the terminal asks."""

from pathlib import Path

from tests.sites import Site, jianbao
from tests.terminal import at_terminal

DAY = "2026-03-10"
SITE = "名称：芦川简报\n编发单位：芦川县效能办\n栏目：[督查, 部门经验, 外地经验]\n"
UNITS = "- 县效能办\n- {名称: 县人社局, 类别: 社会部门}\n"


def write_text(file: Path, text: str) -> None:
    """Put a text where the file is still to be filled in, as Notepad saves it."""
    content = file.read_text(encoding="utf-8").replace("\n【待填】\n", f"\n{text}\n")
    file.write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())


def test_from_an_empty_folder_to_an_issue_in_print(tmp_path):
    assert jianbao("init", "我的简报", cwd=tmp_path).returncode == 0
    site = Site(tmp_path / "我的简报")
    site.write("site.yaml", SITE)
    site.write("units.yaml", UNITS)
    assert site.jianbao("build").returncode == 0

    issue = at_terminal(site.folder, "new", "issue", answers=f"{DAY}\n5\n128\n")
    assert "下一步：jianbao new item 2026/05" in issue.shown
    first = at_terminal(site.folder, "new", "item", "2026/05", answers="“回头看”: 整改不走过场\n1\nxnb\n")
    assert "01-回头看整改不走过场.md" in first.shown
    at_terminal(site.folder, "new", "item", "2026/05", answers="网上办\n2\n人社\n")

    unfilled = site.jianbao("check")
    assert unfilled.returncode == 1
    assert "还差：改好 01、02。" in unfilled.stdout
    folder = site.folder / "content/2026/05"
    write_text(folder / "01-回头看整改不走过场.md", "近日，县效能办开展“回头看”，发现问题15个。")
    write_text(folder / "02-网上办.md", "县人社局把21个事项搬到网上。")
    filled = site.jianbao("check")
    assert filled.returncode == 0, filled.stderr
    assert "共 2 篇" in filled.stdout
    assert "齐了" in filled.stdout
    assert site.jianbao("proof", "2026/05").returncode == 0

    # Here the issue is signed: jianbao sign 2026/05 --by 张三
    site.edit("content/2026/05/issue.yaml", "status: draft", "status: published")
    built = site.jianbao("build", "--verify")
    assert built.returncode == 0, built.stderr
    assert "1 期 2 篇" in built.stdout
    assert "“回头看”: 整改不走过场" in site.html("2026/05/01.html")
    assert (site.output / "2026/05/2026-05.pdf").read_bytes().startswith(b"%PDF")

    following = site.jianbao("new", "issue", "--date", "2026-03-24")
    assert "第 6 期，总第 129 期" in following.stdout
