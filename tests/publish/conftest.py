"""The two versions are built once."""

import tempfile
from pathlib import Path

import pytest

from generator.publish.targets.local import LocalTarget
from tests.conftest import REQUIRE_ALL
from tests.publish.parts import NoLinks, Versions, versions
from tests.publish.servers import SSHD, sshd


@pytest.fixture(scope="session")
def both(tmp_path_factory) -> Versions:
    return versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def www(tmp_path):
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


@pytest.fixture
def there(www) -> LocalTarget:
    """A folder that can have releases."""
    return LocalTarget(www)


@pytest.fixture
def flat(www) -> NoLinks:
    """A folder that can't."""
    return NoLinks(www)


@pytest.fixture(scope="module")
def memory():
    """A folder in memory, where there is one: some tests publish hundreds of times."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="jianbao-", dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """OpenSSH's server, that lets in who has the key in its `home`."""
    if SSHD is None:
        (pytest.fail if REQUIRE_ALL else pytest.skip)("the program sshd (openssh-server) is not installed")
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running
