"""The map's shell as pages use it, kept in the data folder from one start to the next.

folium makes it (`finder.folium_map`), and importing folium takes longer than all else at a start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from finder.assets import digest_of
from finder.kept import keep, read_kept
from finder.settings import Tiles

MAP_ID = "map_finder"
_HERE = Path(__file__).resolve().parent
_MAKERS = ("folium", "branca", "jinja2")


@dataclass(frozen=True, slots=True)
class Shell:
    """What a page needs for the map: one script, made by folium, and the files before it.

    Args:
        script: the JavaScript that makes the map in the element with the id `MAP_ID`.
        digest: the first characters of its SHA-256, for an address that changes with it.
        js, css: files below static/, in the order in which they are loaded.
    """

    script: str
    digest: str
    js: tuple[str, ...]
    css: tuple[str, ...]


def shell_of(script: str, js: tuple[str, ...], css: tuple[str, ...]) -> Shell:
    """Return the shell of a script."""
    return Shell(script, digest_of(script.encode()), js, css)


def kept_shell(
    folder: Path, tiles: Tiles | None, language: str, make: Callable[[], Shell]
) -> Shell:
    """Return the shell that is kept in `folder`, or a new one, which is kept from then on.

    One that was made of anything else, that is broken or cannot be kept is no error: it is made
    anew, at every start if need be.
    """
    found = _read(folder, tiles, language)
    if found is None:
        found = make()
        keep(_path(folder, language), _made_of(tiles, language), asdict(found))
    return found


def is_kept(folder: Path, tiles: Tiles | None, language: str) -> bool:
    """Return whether there is a shell in `folder` that need not be made."""
    return _read(folder, tiles, language) is not None


def _path(folder: Path, language: str) -> Path:
    return folder / f"map-{language}.json"


def _read(folder: Path, tiles: Tiles | None, language: str) -> Shell | None:
    return _shell_of_object(read_kept(_path(folder, language), _made_of(tiles, language)))


def _made_of(tiles: Tiles | None, language: str) -> str:
    """Return what changes with everything that a shell is made of."""
    words = _HERE / "translations" / language / "LC_MESSAGES" / "messages.mo"
    return digest_of(
        *(version(name).encode() for name in _MAKERS),
        *((_HERE / name).read_bytes() for name in ("folium_map.py", "map_shell.py")),
        words.read_bytes() if words.is_file() else b"",
        repr(tiles).encode(),
    )


def _shell_of_object(kept: object) -> Shell | None:
    if not isinstance(kept, dict):
        return None
    try:
        found = shell_of(str(kept["script"]), tuple(kept["js"]), tuple(kept["css"]))
        return found if found.digest == kept["digest"] else None
    except (LookupError, TypeError):
        return None
