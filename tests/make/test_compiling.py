import pytest
from jinja2 import TemplateSyntaxError, UndefinedError

from generator.make import templates
from generator.make.compiling import load_theme, store_theme
from generator.make.templates import render

TEXTS = {
    "base.html": "<{% block main %}{% endblock %}>",
    "page.html": "{% extends 'base.html' %}{% block main %}{{ text }}{% include 'part.html' %}{% endblock %}",
    "part.html": "{% if more %}\n{{ unknown }}{% endif %}。",
    "wrong.html": "{% if %}",
}


@pytest.fixture
def theme(tmp_path):
    return load_theme(tmp_path, store_theme(tmp_path, TEXTS).digest)


def test_compiled_templates_fill_in_what_their_texts_do(theme):
    assert [name for name, _ in theme.compiled] == ["base.html", "page.html", "part.html"]
    plain = templates.theme(TEXTS)
    values = {"text": "<甲>", "more": False}
    assert (
        render(theme, "page.html", **values)
        == render(plain, "page.html", **values)
        == "<&lt;甲&gt;。>".encode()
    )


def test_mistakes_are_told_as_they_are_without(theme):
    with pytest.raises(TemplateSyntaxError) as found:
        render(theme, "wrong.html")
    assert (found.value.name, found.value.lineno) == ("wrong.html", 1)
    with pytest.raises(UndefinedError, match="'unknown' is undefined"):
        render(theme, "page.html", text="", more=True)


def test_a_damaged_or_missing_file_is_none(tmp_path):
    stored = store_theme(tmp_path, TEXTS)
    [kept] = (tmp_path / "codes").iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert load_theme(tmp_path, stored.digest).compiled == ()
    kept.unlink()
    assert load_theme(tmp_path, stored.digest).compiled == ()


def test_only_the_last_theme_is_kept_compiled(tmp_path):
    store_theme(tmp_path, TEXTS)
    store_theme(tmp_path, {**TEXTS, "part.html": "！"})
    assert len(list((tmp_path / "codes").iterdir())) == 1
