"""Typst lays out again and again until nothing moves, and warns when it gives up: it never has to."""

import msgspec
import pytest
import typst

from generator.make.proofing import Proof
from generator.make.typeset import proof_pdf
from generator.model import PrintDesign
from tests.make.test_print_styles import pdf
from tests.make.test_reference import awkward
from tests.make.test_volume import nth, volume
from tests.make.typeset_sample import HAN, SECTIONS, SERIES, bodies, bundled, issue, theme


@pytest.fixture
def warned(monkeypatch):
    found: list[str] = []

    def watched(*arguments, **more):
        made, warnings = typst.compile_with_warnings(*arguments, **more)
        found.extend(warning.message for warning in warnings)
        return made

    monkeypatch.setattr(typst, "compile", watched)
    return found


@pytest.mark.parametrize("settings", [{}, {"even": True}, {"columns": 2}, {"contents": ""}])
def test_volumes_come_to_rest(warned, settings):
    volume(nth(1), nth(2, "supplement"), **settings)
    assert warned == []


@pytest.mark.parametrize("length", range(10, 44, 5))
def test_issues_come_to_rest_wherever_the_last_page_ends(warned, length):
    pdf(text=HAN * length, even=True)
    pdf(text=HAN * length, columns=2, even=True, star=True)
    assert warned == []


def test_awkward_pages_come_to_rest(warned):
    awkward()
    assert warned == []


def test_proofs_come_to_rest(warned):
    def proof(before):
        made = Proof("清样", 1, before)
        design = PrintDesign()
        return proof_pdf(theme(), bundled(), design, SERIES, SECTIONS, issue(), bodies(), {}, "", made)[1]

    texts = proof(None)
    proof(
        {
            file: {part: text.replace("的", "") for part, text in parts.items()}
            for file, parts in texts.items()
        }
    )
    assert warned == []
    assert msgspec.json.decode(msgspec.json.encode(texts)) == texts
