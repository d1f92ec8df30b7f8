"""The map's shells of a site, in each language."""

from __future__ import annotations

from finder.map_shell import Shell, kept_shell
from finder.settings import Settings
from finder.translations import LANGUAGES, catalogue


def shells(chosen: Settings) -> dict[str, Shell]:
    """Return the kept shells by language; those that are not kept are made and kept."""
    return {name: _shell(chosen, name) for name in LANGUAGES}


def _shell(chosen: Settings, language: str) -> Shell:
    def make() -> Shell:
        # folium and what it brings take as much time and memory as all else together.
        from finder.folium_map import shell

        return shell(chosen.tiles, catalogue(language))

    return kept_shell(chosen.data_folder, chosen.tiles, language, make)
