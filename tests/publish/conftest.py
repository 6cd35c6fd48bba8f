"""The two versions are built once."""

import tempfile
from pathlib import Path

import pytest

from generator.publish.targets.local import LocalTarget
from tests.publish.parts import NoLinks, Versions, versions


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
