"""Files that staff take away."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

from flask import Response, send_file

from finder.xlsxfile import MIMETYPE

_MIMETYPES = {".csv": "text/csv", ".xlsx": MIMETYPE}


def download(data: bytes, name: str, mimetype: str | None = None) -> Response:
    """Return a file to be saved.

    Args:
        mimetype: of a file whose name is not our own; else the name's ending says it.
    """
    kind = mimetype or _MIMETYPES[PurePath(name).suffix]
    return send_file(BytesIO(data), kind, as_attachment=True, download_name=name)
