"""Brings the English catalogue in line with the sentences of the code and the templates.

New sentences come in without a translation, vanished ones go out, translations stay. The file's
bytes depend on the sentences alone: no dates, no line numbers, ordered by file and message.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from finder.facility import Facility
from finder.holidays import official_calendar

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "finder" / "translations" / "en" / "LC_MESSAGES" / "messages.po"

# Which files hold sentences, how they are read, and how strictly.
_SOURCES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("finder/**/*.py", "python", {}),
    ("templates/**/*.html", "jinja2.ext:babel_extract", {"silent": "false"}),
)
_KEYWORDS = {"sentence": None, "_": None, "gettext": None}

_HEADER = """\
# English sentences of the finder. `make catalogue` adds new ones and drops vanished ones.
msgid ""
msgstr ""
"Project-Id-Version: public-facility-finder\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted(root: Path = ROOT) -> dict[str, tuple[str, ...]]:
    """Return every message with the files it is in, ordered by the first of them, then by text."""
    files: dict[str, set[str]] = {}
    for name, message in _occurrences(root):
        files.setdefault(message, set()).add(name)
    places = {message: tuple(sorted(names)) for message, names in files.items()}
    return dict(sorted(places.items(), key=lambda item: (item[1][0], item[0])))


def updated(po: bytes, root: Path = ROOT) -> bytes:
    """Return the catalogue `po` with the messages of today and the translations it has."""
    known = translations(po)
    catalogue = Catalog(locale="en")
    for message, names in extracted(root).items():
        catalogue.add(message, known.get(message, ""), locations=[(name, 0) for name in names])
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    return _HEADER.encode() + body.getvalue().strip(b"\n") + b"\n"


def translations(po: bytes) -> dict[str, str]:
    """Return the translation of every message of a catalogue, blank where there is none."""
    catalogue = read_po(io.BytesIO(po), locale="en", abort_invalid=True)
    return {str(message.id): str(message.string or "") for message in catalogue if message.id}


def _occurrences(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the file and the text of every message: also of festivals and of the CSV's columns."""
    for pattern, method, options in _SOURCES:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            for _line, message, _comments, _context in extract_from_file(
                method, path, keywords=_KEYWORDS, options=options
            ):
                yield name, message if isinstance(message, str) else message[0]
    for day in official_calendar().days.values():
        if day.festival:
            yield "finder/holidays.py", day.festival
    for column in fields(Facility):
        for part in ("chinese", "meaning"):
            yield "finder/facility.py", column.metadata[part]


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    held = CATALOGUE.read_bytes() if CATALOGUE.is_file() else b""
    CATALOGUE.write_bytes(updated(held))
    missing = sum(not text for text in translations(CATALOGUE.read_bytes()).values())
    print(f"{CATALOGUE.relative_to(ROOT)}: {missing} without a translation")
