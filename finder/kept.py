"""Files of the data folder that only save work: what is lost or broken is made anew."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from finder.errors import StorageError
from finder.filing import placed, prepared

_log = logging.getLogger("finder")


def read_kept(path: Path, made_of: str) -> object:
    """Return what was kept; None if there is nothing, or if it was made of anything else."""
    try:
        kept = json.loads(path.read_bytes())
        return kept["value"] if kept["made_of"] == made_of else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def keep(path: Path, made_of: str, value: object) -> None:
    """Keep a value that JSON can hold; a folder that cannot be written is no error.

    Args:
        made_of: another one whenever the value may be another one.
    """
    text = json.dumps({"made_of": made_of, "value": value}, ensure_ascii=False)
    try:
        placed(prepared(path, text.encode()), path)
    except StorageError as error:
        _log.warning("%s", error.problems[0].message)
