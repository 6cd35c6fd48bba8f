"""What all tests share: programs that a test needs, sites to build, the golden switch."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sites import Site

REQUIRE_ALL = os.environ.get("JIANBAO_REQUIRE_ALL") == "1"
PROGRAMS = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
"""Where programs lie; servers are in a folder that only root has on the path."""

# What decides about a change does not hang on luck; everybody else's runs look for new examples.
settings.register_profile("decisive", derandomize=True)
if REQUIRE_ALL:
    settings.load_profile("decisive")


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write the golden trees anew")


def pytest_runtest_setup(item):
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if shutil.which(program, path=PROGRAMS) is None:
                message = f"the program {program} (a Debian package) is not installed"
                if REQUIRE_ALL:
                    pytest.fail(message)
                pytest.skip(message)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small site of three sections, four units and two issues, to be changed at will."""
    return Site.small(tmp_path / "site")


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).parent.parent
