"""What the doctor says of fonts and of characters that none of them has."""

from generator.desk.doctor import examine
from tests.sites import TODAY

FACE = "\U0001f600"


def told(site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in examine(site.folder, TODAY):
        found.setdefault(finding.subject, []).append(finding.text)
    return found


def test_each_role_has_a_face(site):
    found = told(site)
    roles = [subject for subject in found if subject.startswith("字体：")]

    assert len(roles) == 6
    assert "没有字体的字" not in found


def test_a_family_that_is_not_there_is_named(site):
    site.write("site.yaml", f"{site.read('site.yaml')}print: {{fonts: {{正文: 某某仿宋}}}}\n")
    (missing,) = [finding for finding in examine(site.folder, TODAY) if not finding.well]

    assert missing.subject == "字体：仿宋（正文）"
    assert "某某仿宋" in missing.text


def test_each_character_without_a_face_is_named_with_its_item(site):
    site.edit("content/2026/06/02.md", "近日", f"近日{FACE}")
    site.write("site.yaml", f"{site.read('site.yaml')}checks: {{G01: off}}\n")

    assert told(site)["没有字体的字"] == [f"“{FACE}”（U+1F600），content/2026/06/02.md:7:3《走访企业》"]


def test_a_folder_that_is_no_site_is_examined_too(tmp_path):
    assert examine(tmp_path, TODAY)


def test_the_command_exits_with_1_where_something_is_to_be_done(site):
    assert site.jianbao("doctor").returncode == 0
    site.edit("content/2026/06/02.md", "近日", f"近日{FACE}")
    result = site.jianbao("doctor")
    assert result.returncode == 1
    assert "✗ 没有字体的字" in result.stdout


def test_each_target_is_tried_and_left_as_it_was(site, tmp_path):
    for name in ("www", "flat"):
        (tmp_path / name).mkdir()
    targets = "{here: {url: ../www}, flat: {url: ../flat, releases: 0}, gone: {url: ../gone}}"
    site.write("site.yaml", f"{site.read('site.yaml')}publish: {targets}\n")
    found = told(site)
    assert found["发布目标 here"] == [
        "能列出，能写入，能改名覆盖，能建符号链接，能建硬链接，整版切换，可以换回上一版"
    ]
    assert found["发布目标 flat"][0].endswith("逐个更换文件，不能换回上一版")
    assert "没有文件夹" in found["发布目标 gone"][0]
    assert "没有写 base_url" in found["网站的网址"][0]
    assert list((tmp_path / "www").iterdir()) == list((tmp_path / "flat").iterdir()) == []
    assert site.jianbao("doctor").returncode == 1
