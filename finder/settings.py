"""Where the finder's files are, and what whoever runs it has set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from finder.errors import Problem, SettingsError, sentence

_PACKAGE = Path(__file__).resolve().parent
# In a wheel templates, static files and data lie inside the package, in a checkout beside it.
RESOURCES = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

_OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_NOMINATIM = "https://nominatim.openstreetmap.org"
_OSM_CREDIT = "© OpenStreetMap contributors"
_TIANDITU_TILES = (
    "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="
)


@dataclass(frozen=True, slots=True)
class Tiles:
    """A base map made of tiles.

    Args:
        name: what the layer control calls it.
        url: the address of a tile, with `{z}`, `{x}` and `{y}`.
        credit: who must be named.
        shown: whether it is shown at once; otherwise only when somebody chooses it.
    """

    name: str
    url: str
    credit: str
    shown: bool

    @property
    def host(self) -> str:
        """Scheme and host, as a content security policy names them."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    Args:
        csv_path: the list of facilities.
        data_folder: where the database is kept.
        tiles: the base map beside the schematic; None for none at all.
        nominatim: the address of the server that knows addresses.
        holidays_path: what staff know better, or earlier, than the official calendar.
    """

    csv_path: Path
    data_folder: Path
    tiles: Tiles | None = None
    nominatim: str = _NOMINATIM
    holidays_path: Path = RESOURCES / "data" / "holidays.csv"

    @property
    def database_path(self) -> Path:
        return self.data_folder / "finder.sqlite"

    @property
    def places_path(self) -> Path:
        return RESOURCES / "data" / "places.csv"


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an environment.

    `FINDER_CSV`, `FINDER_HOLIDAYS`, `FINDER_DATA`, `FINDER_TILES` and `FINDER_NOMINATIM`; the
    README says what each means.

    Raises:
        SettingsError: `FINDER_TILES` is none of the forms it may have.
    """
    csv_path = environment.get("FINDER_CSV")
    holidays = environment.get("FINDER_HOLIDAYS")
    data = environment.get("FINDER_DATA")
    return Settings(
        csv_path=Path(csv_path) if csv_path else RESOURCES / "data" / "facilities.csv",
        data_folder=Path(data) if data else _default_data_folder(),
        tiles=_tiles(environment.get("FINDER_TILES", "").strip()),
        nominatim=environment.get("FINDER_NOMINATIM") or _NOMINATIM,
        holidays_path=Path(holidays) if holidays else RESOURCES / "data" / "holidays.csv",
    )


def _default_data_folder() -> Path:
    if RESOURCES != _PACKAGE:
        return RESOURCES / "var"
    from click import get_app_dir

    return Path(get_app_dir("finder"))


def _tiles(value: str) -> Tiles | None:
    if value == "none":
        return None
    if value in ("", "osm"):
        return Tiles("OpenStreetMap", _OSM_TILES, _OSM_CREDIT, shown=bool(value))
    if value.startswith("tianditu:"):
        key = quote(value.removeprefix("tianditu:"), safe="")
        return Tiles("天地图", _TIANDITU_TILES + key, "天地图", shown=True)
    url, _, credit = value.partition("|")
    if urlsplit(url).scheme in ("http", "https") and {"{z}", "{x}", "{y}"} <= _places(url):
        return Tiles("底图", url, credit, shown=True)
    message = sentence("FINDER_TILES 的值“%(value)s”看不懂。", value=value)
    hint = sentence(
        "请写 none、osm、tianditu:密钥，或含有 {z}、{x}、{y} 的网址，后面可加 |版权说明。"
    )
    raise SettingsError(Problem(message, hint, column="FINDER_TILES", value=value))


def _places(url: str) -> set[str]:
    return {place for place in ("{z}", "{x}", "{y}") if place in url}


def check_frontend() -> None:
    """Check that the front-end packages have been installed.

    Raises:
        SettingsError: they have not, so that no page would have a map.
    """
    if not (RESOURCES / "static" / "vendor" / "leaflet.js").is_file():
        message = sentence("缺少前端文件 static/vendor。")
        raise SettingsError(Problem(message, sentence("请先运行 make run，它会安装这些文件。")))
