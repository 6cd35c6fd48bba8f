"""A QR code (GB/T 18284, ISO/IEC 18004) of a page's address, for those who hold the page on paper."""

import re

from markupsafe import Markup

_MARGIN = 4
"""Modules that stay white on each side (ISO/IEC 18004 §5.3.8)."""

_MASK = 0
"""One mask for all: choosing the best of eight takes five milliseconds, and any can be read."""

_RUN = re.compile(rb"\x01+")


def drawing(text: str) -> Markup:
    """An SVG of the code, in lines one unit wide that a style sheet colours.

    Raises:
        segno.DataOverflowError: the text has more than 2,000 characters or so.
    """
    import segno  # noqa: PLC0415 - takes a while, and most sites have no address to show

    rows = segno.make_qr(text, error="m", mask=_MASK, boost_error=False).matrix
    lines = "".join(
        f"M{run.start() + _MARGIN} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows, _MARGIN)
        for run in _RUN.finditer(row)
    )
    size = len(rows) + 2 * _MARGIN
    return Markup(  # noqa: S704 - numbers only
        f'<svg viewBox="0 0 {size} {size}" aria-hidden="true"><path d="{lines}"/></svg>'
    )
