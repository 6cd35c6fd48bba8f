"""A reader who loads pages all through many publishes sees each page whole, and no dead link."""

import pytest

from generator.publish.publish import Local
from generator.publish.targets.local import LocalTarget
from tests.publish.parts import NoLinks, Reader, back, publish_under_its_eyes, send, served


@pytest.mark.parametrize("kind", ["releases", "in place"])
def test_a_reader_never_sees_anything_but_whole_pages(kind, both, www):
    target = LocalTarget(www) if kind == "releases" else NoLinks(www)
    new = Local(both.new.output, both.new.files, frozenset())
    send(target, both.old)
    root = www / "current" if kind == "releases" else www
    with served(root) as port, Reader(port, both.old, new) as reader:
        publish_under_its_eyes(target, both.old, new, reader)
        if kind == "releases":
            send(target, new)
            back(target, new)
    assert reader.wrong == []
    assert reader.loaded > 120
    assert reader.seen == {0, 1}
