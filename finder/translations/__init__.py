"""The catalogue of sentences outside a request; inside one, Flask-Babel reads the same files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from finder.errors import Gettext, untranslated

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).resolve().parent


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(FOLDER, [language])


def catalogue(language: str) -> Gettext:
    """Return the catalogue of a language; the catalogue's own, `zh`, has no file."""
    if language == "zh":
        return untranslated
    return _translations(language).gettext
