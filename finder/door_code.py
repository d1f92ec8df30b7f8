"""The QR code that hangs at a facility's door."""

from __future__ import annotations

import io

import segno


def door_code_svg(address: str) -> bytes:
    """Return a QR code of `address` as an SVG file, black on white with the quiet zone it needs.

    A quarter of it may be scratched or covered and it can still be read (level Q).
    """
    file = io.BytesIO()
    code = segno.make_qr(address, error="q")
    code.save(
        file, kind="svg", border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return file.getvalue()
