"""The table `publish` of site.yaml."""

import pytest

from generator.model import PublishTarget
from generator.publish.credentials import password
from generator.read.site import read_site
from tests.sites import SITE


def read(publish: str):
    return read_site(f"{SITE}publish: {publish}\n".encode())


def targets(publish: str) -> tuple[PublishTarget, ...]:
    found = read(publish)
    assert found.problems == ()
    assert found.settings is not None
    return found.settings.targets


def codes(publish: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.line, p.column) for p in read(publish).problems]


@pytest.mark.parametrize(
    "url",
    [
        "/srv/www",
        "../www",
        "D:\\web",
        "\\\\server\\web",
        "file:///srv/www",
        "sftp://10.1.2.3/srv/www",
        "sftp://u%40dom@host:2222/w",
        "ftp://u@[::1]/w",
        "memory://x",
    ],
)
def test_addresses(url):
    assert targets(f"{{a: {{url: '{url}'}}}}") == (PublishTarget("a", url, 5),)


def test_chinese_names_and_their_order():
    assert targets("{b: {地址: /b, 保留: 0}, a-1: {地址: /a, releases: 12}}") == (
        PublishTarget("b", "/b", 0),
        PublishTarget("a-1", "/a", 12),
    )


@pytest.mark.parametrize(
    "url", ["sftp://u:geheim@h/w", "ftp://:geheim@h/w", "s3://b?password=geheim", "ftps://u:@h/w"]
)
def test_a_password_is_refused_and_told_nowhere(url):
    (found,) = read(f"{{a: {{url: '{url}'}}}}").problems
    assert (found.code, found.line, found.column) == ("K03", 4, 21)
    assert "geheim" not in f"{found.message}{found.hint}{found.old}{found.new}"


@pytest.mark.parametrize(
    "url", ["sftp://h", "sftp://h/", "ftp:///w", "sftp://h:x/w", "sftp://h/w?a=b", "ftp://[1/w"]
)
def test_addresses_that_are_none(url):
    assert codes(f"{{a: {{url: '{url}'}}}}") == [("K02", 4, 21)]


@pytest.mark.parametrize("name", ["内网", "A", "-a", "a_b", "a b"])
def test_names_that_are_none(name):
    assert codes(f"{{'{name}': {{url: /a}}}}")[0][0] == "K02"


def test_other_mistakes():
    assert codes("{a: {releases: 3}}") == [("Y05", 4, 14)]
    assert codes("{a: {url: /a, releases: -1}}") == [("Y04", 4, 34)]
    assert codes("{a: {url: /a, password: x}}") == [("Y03", 4, 24)]


def test_a_password_comes_from_the_targets_own_variable_first():
    environment = {"JIANBAO_PASSWORD": "all", "JIANBAO_PASSWORD_A_1": "own"}
    assert password("a-1", environment) == "own"
    assert password("b", environment) == "all"
