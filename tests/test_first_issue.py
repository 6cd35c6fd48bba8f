"""The first issue as an office makes it: init, new, check, fill in, sign, publish; the terminal asks."""

from pathlib import Path

from tests.sites import Site, jianbao
from tests.terminal import at_terminal

DAY = "2026-03-10"
SITE = """\
名称：芦川简报
编发单位：芦川县效能办
栏目：[督查, 部门经验, 外地经验]
签发：必须
审签环节：[初审, 复审, 签发]
发布：{intranet: {地址: ../内网}}
"""
UNITS = "- 县效能办\n- {名称: 县人社局, 类别: 社会部门}\n"
SECOND = "content/2026/05/02-网上办.md"
SIGNERS = (("李四", "初审"), ("王五", "复审"), ("张三", "签发"))


def test_from_an_empty_folder_to_a_signed_issue_in_print(tmp_path):
    site = new_site(tmp_path)
    write_issue(site)
    sign_and_build(site)
    change_after_signing(site)
    sign_and_build(site)
    published = site.jianbao("publish", "--yes")
    assert published.returncode == 0, published.stderr
    assert (tmp_path / "内网/current/2026/05/01.html").exists()
    change_after_publishing(site)

    log = site.jianbao("log", "--issue", "2026/05").stdout
    assert [log.count(f"{name}（已失效：{role}后改过 02-网上办.md）") for name, role in SIGNERS] == [2] * 3
    following = site.jianbao("new", "issue", "--date", "2026-03-24")
    assert "第 6 期，总第 129 期" in following.stdout


def new_site(folder: Path) -> Site:
    assert jianbao("init", "我的简报", cwd=folder).returncode == 0
    site = Site(folder / "我的简报")
    site.write("site.yaml", SITE)
    site.write("units.yaml", UNITS)
    (folder / "内网").mkdir()
    assert site.jianbao("build").returncode == 0
    return site


def write_issue(site: Site) -> None:
    issue = at_terminal(site.folder, "new", "issue", answers=f"{DAY}\n5\n128\n")
    assert "下一步：jianbao new item 2026/05" in issue.shown
    first = at_terminal(site.folder, "new", "item", "2026/05", answers="“回头看”: 整改不走过场\n1\nxnb\n")
    assert "01-回头看整改不走过场.md" in first.shown
    at_terminal(site.folder, "new", "item", "2026/05", answers="网上办\n2\n人社\n")

    unfilled = site.jianbao("check")
    assert unfilled.returncode == 1
    assert "还差：改好 01、02；缺初审；缺复审；缺签发。" in unfilled.stdout
    assert site.jianbao("sign", "2026/05", "--by", "张三").returncode == 1
    fill_in(
        site.folder / "content/2026/05/01-回头看整改不走过场.md", "近日，县效能办开展“回头看”，发现问题15个。"
    )
    fill_in(site.folder / SECOND, "县人社局把21个事项搬到网上。")
    filled = site.jianbao("check")
    assert filled.returncode == 0, filled.stderr
    assert "共 2 篇" in filled.stdout
    assert "还差：缺初审；缺复审；缺签发。" in filled.stdout
    assert site.jianbao("proof", "2026/05").returncode == 0

    site.edit("content/2026/05/issue.yaml", "status: draft", "status: published")
    is_left_out(site, "缺初审；缺复审；缺签发")


def fill_in(file: Path, text: str) -> None:
    """Put a text where the file is still to be filled in, as Notepad saves it."""
    content = file.read_text(encoding="utf-8").replace("\n【待填】\n", f"\n{text}\n")
    file.write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())


def is_left_out(site: Site, lacking: str) -> None:
    """The issue is not built, and the build says why."""
    built = site.jianbao("build", "--no-pdf")
    assert built.returncode == 0
    said = f"content/2026/05/issue.yaml:4:9: 警告 H02: 没有签发（{lacking}），这一期不编入网站。"
    assert said in built.stderr
    assert not (site.output / "2026/05").exists()


def sign_and_build(site: Site) -> None:
    for name, role in SIGNERS:
        signed = site.jianbao("sign", "2026/05", "--by", name, "--role", role)
        assert (signed.returncode, signed.stderr) == (0, "")
        assert signed.stdout.startswith(f"{name}已签（{role}）：2026/05，2 篇，3 个文件。\n")
    assert signed.stdout.endswith("\n签发齐全。\n")
    built = site.jianbao("build", "--verify")
    assert built.returncode == 0, built.stderr
    assert "警告" not in built.stderr
    assert "1 期 2 篇" in built.stdout
    assert "“回头看”: 整改不走过场" in site.html("2026/05/01.html")
    assert (site.output / "2026/05/2026-05.pdf").read_bytes().startswith(b"%PDF")


def change(site: Site, old: str, new: str) -> str:
    """Change the second text as Notepad does; gives what the issue lacks now."""
    file = site.folder / SECOND
    content = file.read_bytes()
    assert old.encode() in content
    file.write_bytes(content.replace(old.encode(), new.encode()))
    return "；".join(f"{role}后改过 02-网上办.md" for _, role in SIGNERS)


def change_after_signing(site: Site) -> None:
    lacking = change(site, "21个", "22个")
    assert f"还差：{lacking}。" in site.jianbao("check").stdout
    assert (site.output / "2026/05").exists()
    refused = site.jianbao("publish", "--yes")
    assert refused.returncode == 1
    assert lacking in refused.stderr
    assert not list((site.folder.parent / "内网").iterdir())
    is_left_out(site, lacking)


def change_after_publishing(site: Site) -> None:
    """An issue that readers have is never left out in silence: it stands, and nothing is built."""
    lacking = change(
        site, "---\r\n\r\n", "corrections: [{date: 2026-03-12, text: 应为23个。}]\r\n---\r\n\r\n"
    )
    before = site.tree()
    built = site.jianbao("build")
    assert built.returncode == 1
    assert f"错误 H03: 已经发布的一期签发失效（{lacking}）。" in built.stderr
    assert site.tree() == before
    assert site.jianbao("publish", "--yes").returncode == 1
