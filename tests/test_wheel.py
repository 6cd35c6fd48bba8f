"""The wheel holds the default theme and works outside the repository."""

import subprocess
import sys
import zipfile

import pytest

from tests.sites import Site


@pytest.fixture(scope="module")
def installed(repository, tmp_path_factory):
    """The wheel's content in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(repository),
    ]
    built = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("jianbao-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_builds_a_site_outside_the_repository(installed, tmp_path):
    site = Site.small(tmp_path / "site")
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); from generator.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, "build"],
        cwd=site.folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "2026/05/2026-05.pdf" in site.tree()
    assert "芦川简报" in site.html("index.html")


def test_the_wheel_holds_the_theme_and_nothing_of_the_sample(installed):
    names = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert "generator/default_theme/html/base.html" in names
    assert "generator/default_theme/print/issue.typ" in names
    assert "generator/default_theme/handbook/01-first-issue.md" in names
    assert "generator/default_theme/handbook/problems.md" in names
    assert not [name for name in names if name.startswith(("content", "tests", "benchmarks"))]
