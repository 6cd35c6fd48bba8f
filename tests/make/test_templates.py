import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, UndefinedError
from markupsafe import Markup, escape

from generator.make.templates import Theme, render, theme


def test_a_theme_is_the_same_however_its_texts_are_ordered():
    assert theme({"b.html": "2", "a.html": "1"}) == theme({"a.html": "1", "b.html": "2"})
    assert theme({"a.html": "1"}) == Theme((("a.html", "1"),))


def test_what_is_rendered_is_utf_8():
    assert render(theme({"a.html": "第{{ n }}期"}), "a.html", n=5) == "第5期".encode()


def test_templates_can_extend_include_and_use_phrases_and_addresses():
    texts = {
        "base.html": "<{% block main %}{% endblock %}>",
        "_part.html": "{{ urls.section('ducha') }}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% include '_part.html' %}"
        "{{ wording.WITHDRAWN }}{% endblock %}",
    }
    assert render(theme(texts), "page.html").decode() == "<sections/ducha/index.html（本篇已撤稿）>"


@given(st.text())
def test_every_text_is_escaped_but_markup_is_not(text):
    given_theme = theme({"a.html": '<p title="{{ text }}">{{ text }}{{ made }}</p>'})
    made = render(given_theme, "a.html", text=text, made=Markup("<b>x</b>")).decode()
    assert made == f'<p title="{escape(text)}">{escape(text)}<b>x</b></p>'


def test_a_name_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        render(theme({"a.html": "{{ nothing }}"}), "a.html")


def test_a_template_that_is_missing_is_an_error():
    with pytest.raises(TemplateNotFound):
        render(theme({}), "a.html")


def test_two_themes_do_not_mix():
    one, other = theme({"a.html": "1"}), theme({"a.html": "2"})
    assert [render(each, "a.html") for each in (one, other, one)] == [b"1", b"2", b"1"]
