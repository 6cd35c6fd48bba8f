"""Nothing in the style or the scripts is newer than Chromium 78, unless it does no harm where it is unknown.

The style is held to a list of what it may use, so that whoever adds a property has to look up its age
(caniuse.com, MDN); scripts are parsed as ES2017 and searched for what the libraries of then lack.
"""

import re
from pathlib import Path

import esprima
import pytest

ASSETS = Path(__file__).parents[2] / "templates" / "assets"
SCRIPTS = sorted(ASSETS.glob("*.js"))


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OLD = words("""
align-items background border border-bottom border-collapse border-color border-left border-radius
border-right border-style border-top border-top-color bottom box-sizing break-after break-inside clip color
content cursor display fill filter flex flex-wrap font font-family font-size font-variant-numeric
font-weight grid-column-gap grid-gap grid-template-columns height justify-content left letter-spacing
line-break line-height list-style margin margin-bottom margin-left margin-right margin-top max-width
min-height min-width mix-blend-mode order orphans outline outline-offset overflow overflow-wrap overflow-x
padding padding-bottom padding-left padding-right padding-top page-break-after page-break-inside position
right size src stroke text-align text-decoration text-decoration-color text-indent text-size-adjust top
transform user-select vertical-align white-space widows width z-index -webkit-appearance
-webkit-print-color-adjust -webkit-text-size-adjust -webkit-user-select
""")
"""Properties that Chromium 78 knows."""

HARMLESS = {
    "appearance": "84; -webkit-appearance stands before it",
    "color-scheme": "81; scroll bars and fields stay light on a dark page",
    "contain-intrinsic-size": "83; goes with content-visibility",
    "content-visibility": "85; all is laid out at once, as ever",
    "hanging-punctuation": "not in Chromium; marks stay in the line",
    "print-color-adjust": "136; -webkit-print-color-adjust stands before it",
    "text-autospace": "140; no room between Han and Latin, as offices print",
    "text-spacing-trim": "123; brackets keep their full width",
    "text-underline-offset": "87; the line stands closer",
    "text-wrap": "114; a heading's lines are of unequal length",
}
"""Newer properties, since when, and what a reader gets without them."""

SELECTORS = words("after before first-child first-of-type focus hover last-child not root target")
HARMLESS_SELECTORS = {
    "focus-visible": "86; the rule is dropped, and it only takes the frame from a clicked link"
}
FUNCTIONS = words("""
brightness calc linear-gradient local minmax rect repeat rotate scale translate translatex var
""")
RULES = words("font-face media page supports")


@pytest.fixture(scope="module")
def style() -> str:
    """The style sheet without comments."""
    text = (ASSETS / "site.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def declarations(style: str) -> list[tuple[str, str]]:
    return re.findall(r"(?<=[{;])\s*([a-z-]+)\s*:\s*([^;{}]*)", style)


def test_each_property_is_old_or_known_to_be_harmless(style):
    used = {name for name, _ in declarations(style) if not name.startswith("--")}
    assert used - OLD - HARMLESS.keys() == set()
    assert HARMLESS.keys() - used == set(), "no longer used: take it off the list"


def test_each_selector_rule_and_function_is_old(style):
    preludes = re.findall(r"([^{};]*)\{", style)
    selectors = {name for text in preludes if "@" not in text for name in re.findall(r":([a-z-]+)", text)}
    assert selectors - SELECTORS - HARMLESS_SELECTORS.keys() == set()
    assert set(re.findall(r"@([a-z-]+)", style)) <= RULES
    values = " ".join(value for _, value in declarations(style))
    assert {name.lower() for name in re.findall(r"([a-zA-Z-]+)\(", values)} <= FUNCTIONS
    inner = re.sub(r"@[^{]*\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", style)
    assert not re.findall(r"\{[^{}]*\{", inner), "no rule inside a rule (112)"


def test_a_rule_for_new_and_old_selectors_is_no_rule_for_either(style):
    """A browser drops the whole rule where it does not know one of its selectors."""
    for prelude in re.findall(r"([^{};]*)\{", style):
        parts = [part for part in prelude.split(",") if part.strip()]
        new = [part for part in parts if any(f":{name}" in part for name in HARMLESS_SELECTORS)]
        assert len(new) in {0, len(parts)}, prelude


def test_values_that_old_browsers_do_not_know_stand_behind_ones_they_do(style):
    """`font-size: calc(var(…))` is known to all of ours; IE and the like take the line before."""
    newer = re.compile(
        r"\b(?:min|max|clamp|color-mix|env|oklch|lab|lch|hwb|attr)\(|\d(?:[dsl]v[hw]|cqw|lh|rlh)\b"
    )
    assert not [value for _, value in declarations(style) if newer.search(value)]
    for name, value in declarations(style):  # gap in a flexbox: 84
        assert name not in {"gap", "row-gap", "column-gap", "inset", "aspect-ratio"}, value


def test_nothing_is_fetched_by_the_style(style):
    assert not re.findall(r"@import|url\(", style)


def test_a_grid_has_something_under_it(style):
    """Without grid, floats or lines of boxes stay readable: it only ever changes where things stand."""
    for rule in re.findall(r"\{([^{}]*display:\s*grid[^{}]*)\}", style):
        assert "position" not in rule


NEWER_IN_SCRIPTS = {
    r"\?\.(?!\d)": "optional chaining, 80",
    r"\?\?": "nullish coalescing, 80",
    r"\.(?:at|replaceAll|findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(": "85 to 110",
    r"\.replaceChildren\(": "86",
    r"\b(?:structuredClone|Intl\.Segmenter|Promise\.any|AggregateError|WeakRef)\b": "85 and later",
    r"\bObject\.(?:hasOwn|groupBy)\b": "93 and later",
    r"\b(?:eval|Function|WebAssembly|importScripts|XMLHttpRequest|fetch)\(": "never: file://, default-src",
    r"\.(?:innerHTML|outerHTML|insertAdjacentHTML)\b": "never: what was not written by us stays text",
    r"https?:": "nothing is fetched from elsewhere",
    r"\bon[a-z]+\s*=\s*['\"]": "no handler in an attribute",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_in_the_language_of_old_browsers(script):
    text = script.read_text(encoding="utf-8")
    esprima.parseScript(text)
    code = re.sub(r"(?m)(?:^|\s)//.*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    found = [(pattern, why) for pattern, why in NEWER_IN_SCRIPTS.items() if re.search(pattern, code)]
    assert found == []
