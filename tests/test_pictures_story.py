"""Pictures from an editor's folder to a reader's screen and to paper."""

import re
import subprocess

import pytest

from tests.pictures import PLACE, chart, moving, opened, photo, svg
from tests.sites import Site, item

FOLDER = "content/2026/06"
TEXT = "近日，县效能办开展检查。\n\n![窗口办事现场](现场.jpg)\n"


def with_picture(site: Site, content: bytes, name: str = "现场.jpg", text: str = TEXT) -> Site:
    site.write(f"{FOLDER}/{name}", content)
    site.write(f"{FOLDER}/01.md", item("推行首问负责", "部门经验", "县工信局", text))
    return site


def published(site: Site) -> dict[str, bytes]:
    pattern = re.compile(r"2026/06/[0-9a-f]{16}.*")
    return {address: content for address, content in site.tree().items() if pattern.fullmatch(address)}


def test_a_photograph_is_shown_in_the_sizes_of_screens(site: Site):
    with_picture(site, photo(2000, 1500))
    assert site.build().problems == ()
    files = published(site)
    stem = min(files).partition("-")[0].partition(".")[0]
    assert sorted(files) == [f"{stem}-1520.webp", f"{stem}-760.webp", f"{stem}.jpg"]
    for page in ("2026/06/01.html", "2026/06/index.html"):
        (figure,) = re.findall(r"<figure>.*?</figure>", site.html(page))
        assert figure == (
            '<figure><picture><source sizes="(max-width: 760px) 100vw, 760px"'
            f' srcset="../../{stem}-760.webp 760w, ../../{stem}-1520.webp 1520w" type="image/webp">'
            f'<img alt="窗口办事现场" height="1140" loading="lazy" src="../../{stem}.jpg" width="1520">'
            "</picture></figure>"
        )
    assert opened(files[f"{stem}.jpg"]).size == (1520, 1140)


def test_nothing_that_is_published_tells_where_the_camera_was(site: Site):
    text = TEXT + "\n[原图](现场.jpg)、[动图](动.gif)，![动图](动.gif)，![扫描](扫描.tif)\n"
    site.write(f"{FOLDER}/动.gif", moving())
    site.write(f"{FOLDER}/扫描.tif", photo(300, 200, "TIFF"))
    with_picture(site, photo(900, 600), text=text)
    assert site.build(pdf=True).problems == ()
    tree = site.tree()
    assert [address for address, content in tree.items() if PLACE in content] == []
    assert b"Exif" not in tree["2026/06/2026-06.pdf"]
    assert "2026/06/2026-06.pdf" in tree


@pytest.mark.needs("pdfimages")
def test_print_has_the_pixels_of_the_original_upright(site: Site):
    with_picture(site, photo(2000, 1500, orientation=6))
    assert site.build(pdf=True).problems == ()
    listed = subprocess.run(
        ["pdfimages", "-list", str(site.output / "2026/06/2026-06.pdf")],
        capture_output=True,
        check=True,
        text=True,
    )
    assert ["1500", "2000"] in [line.split()[3:5] for line in listed.stdout.splitlines()]


def test_a_link_to_a_picture_leads_to_its_full_size(site: Site):
    with_picture(site, photo(2000, 1500), text=TEXT + "\n[全图](现场.jpg)\n")
    assert site.build().problems == ()
    (full,) = [content for address, content in published(site).items() if address.endswith("-full.jpg")]
    assert opened(full).size == (2000, 1500)
    assert PLACE not in full
    assert re.search(
        r'<a [^>]*download="现场.jpg"[^>]* href="../../2026/06/\w+-full.jpg"', site.html("2026/06/01.html")
    )


@pytest.mark.parametrize("written", ["pictures: {originals: yes}", "图片: {原图: 是}", "图片：\n  原图：是"])
def test_originals_are_published_where_the_site_says_so(site: Site, written):
    original = photo(2000, 1500)
    with_picture(site, original)
    site.build()
    assert not any(address.endswith("-full.jpg") for address in published(site))
    site.write("site.yaml", site.read("site.yaml") + written + "\n")
    assert site.build().problems == ()
    (full,) = [address for address in published(site) if address.endswith("-full.jpg")]
    assert published(site)[full] == original
    for page in ("index.html", "2026/06/index.html", "2026/06/01.html"):
        assert f'/{full}"><picture>' in site.html(page).replace('href="2026', 'href="/2026')
    site.edit("site.yaml", written, "")
    site.build()
    assert not any(address.endswith("-full.jpg") for address in published(site))


def test_a_drawing_of_lines_is_published_as_it_is_with_its_size(site: Site):
    content = svg("<text>流程</text>")
    with_picture(site, content, "流程.svg", "![流程](流程.svg)")
    assert site.build().problems == ()
    ((address, file),) = published(site).items()
    assert (address[-4:], file) == (".svg", content)
    assert (
        f'<figure><img alt="流程" height="80" loading="lazy" src="../../{address}" width="120"></figure>'
        in site.html("2026/06/01.html")
    )


@pytest.mark.parametrize(
    "name, content, code",
    [
        ("现场.jpg", b"no picture", "L09"),
        ("现场.jpg", photo(900, 600)[:9000], "L09"),  # its head is whole: found when it is made
        ("现场.png", photo(900, 600, "PNG")[:-2000], "L09"),
        ("现场.docx", b"PK", "L09"),
        ("现场.svg", svg("<script>1</script>"), "L11"),
        ("现场.svg", b"<svg", "L09"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_where_a_text_shows_it(site: Site, name, content, code):
    with_picture(site, content, name, f"第一段。\n\n见图：![现场]({name})\n")
    site.write(f"{FOLDER}/02.md", item("走访企业", "部门经验", "芦川农商行", f"又见![现场]({name})"))
    report = site.build()
    places = [(p.code, p.file, p.line, p.column, p.old) for p in report.problems]
    assert places[0] == (code, f"{FOLDER}/01.md", 9, 10, name)
    assert not site.output.exists()


def test_the_words_of_a_picture_are_demanded(site: Site):
    with_picture(site, chart(), "图.png", "![](图.png)")
    assert [(p.code, p.line) for p in site.build().problems] == [("L05", 7)]


def test_a_changed_picture_changes_its_address_and_leaves_nothing_behind(site: Site):
    with_picture(site, photo(900, 600))
    site.build()
    before = published(site).keys()
    site.write(f"{FOLDER}/现场.jpg", photo(900, 500))
    site.build()
    assert published(site).keys().isdisjoint(before)
    assert len(published(site)) == len(before)


def test_a_build_after_another_makes_no_picture_again(site: Site):
    with_picture(site, photo(900, 600))
    site.build()
    site.edit(f"{FOLDER}/01.md", "开展检查", "\n\n\n开展督查")  # the picture stands on another line
    report = site.build()
    assert not any("webp" in address for address in report.written)
