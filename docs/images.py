"""The pictures of the READMEs, made from the sample site: `make images`.

Chromium and pdftoppm (Debian: chromium, poppler-utils) draw them; they are written to docs/images as PNG of
few colours, each under 200 KB.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from generator.build import build
from generator.report import Options

REPOSITORY = Path(__file__).parent.parent
IMAGES = REPOSITORY / "docs" / "images"
TODAY = date(2026, 11, 1)
LARGEST = 200_000
COLOURS = 48


class Shot(NamedTuple):
    """A page and how it is looked at; the height is that of the window, in pixels."""

    name: str
    address: str
    width: int = 1200
    height: int = 860
    dark: bool = False


SHOTS = (
    Shot("home", "index.html"),
    Shot("issue", "2026/03/index.html", 760, 860, dark=True),
    Shot("search", f"search/index.html?q={quote('群众 窗口')}", 1200, 860),
)
PAGE = "2026/04/2026-04.pdf"


def main() -> None:
    """Build the sample and draw all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site, output = Path(folder) / "site", Path(folder) / "output"
        site.mkdir()
        for name in ("site.yaml", "units.yaml"):
            shutil.copy(REPOSITORY / name, site / name)
        shutil.copytree(REPOSITORY / "content", site / "content")
        report = build(site, output, Options(), TODAY)
        if report.failed:
            raise SystemExit("the sample can't be built")
        with _browser() as browser:
            for shot in SHOTS:
                _save(shot.name, _drawn(browser, output, shot, Path(folder)))
        _save("pdf", _printed(output / PAGE, Path(folder)))


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def _drawn(browser: Browser, output: Path, shot: Shot, folder: Path) -> Path:
    file = folder / f"{shot.name}.png"
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme="dark" if shot.dark else "light"
    )
    page.goto(f"{output.as_uri()}/{shot.address}")
    page.wait_for_function("!document.querySelector('#results[aria-busy=true]')")
    page.screenshot(path=file)
    page.close()
    return file


def _printed(pdf: Path, folder: Path) -> Path:
    file = folder / "pdf"
    command = ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, str(pdf), str(file)], check=True)
    return file.with_suffix(".png")


def _save(name: str, drawn: Path) -> None:
    """Keep a picture in few colours; a thin line parts it from the ground it will stand on."""
    with Image.open(drawn) as image:
        framed = Image.new("RGB", (image.width + 2, image.height + 2), "#c8c4bc")
        framed.paste(image, (1, 1))
    file = IMAGES / f"{name}.png"
    few = framed.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file.name} has {file.stat().st_size} bytes, more than {LARGEST}")


if __name__ == "__main__":
    main()
