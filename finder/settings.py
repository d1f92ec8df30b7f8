"""Where the finder's files are, and what whoever runs it has set."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from finder.errors import Problem, SettingsError, sentence
from finder.framing import ANYBODY, frame_ancestors
from finder.lookups import PROVIDERS, Service

_PACKAGE = Path(__file__).resolve().parent
# In a wheel templates, static files and data lie inside the package, in a checkout beside it.
RESOURCES = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

# A hundred a second: of a whole town behind one address, about a thousand visits a minute.
_RATE = 6000

# Who may read `/metrics`; first what is so by default.
LOOPBACK, EVERYBODY, NOBODY = "loopback", "open", "none"

_OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_NOMINATIM = "https://nominatim.openstreetmap.org"
_GEOCODER = Service(PROVIDERS[0], _NOMINATIM)
_OVERPASS = "https://overpass-api.de/api/interpreter"
_OSM_CREDIT = "© OpenStreetMap contributors"
_TIANDITU_TILES = (
    "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="
)
_TILE_HOST = re.compile(r"[A-Za-z0-9.{}_-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
# A host, and a port that is none but digits: else it is a password whose @ is missing.
_HOST = r"(\[[0-9A-Fa-f:.]+\]|[^@/?#:,\[\]\s]*)(:[0-9]*)?"
_ORIGIN = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")
# So strict that the password stands nowhere but in its place.
_POSTGRESQL = re.compile(
    r"postgres(ql)?://([^@/?#:\s]+(:[^@/?#:\s]*)?@)?"
    rf"{_HOST}(,{_HOST})*(/[^@/?#\s]*)?(\?[^@#\s]*)?"
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
        secret: what cookies and forms are signed with; blank for one kept in the data folder.
        proxies: how many proxies of ours stand before the server and name the reader's address.
        insecure_cookies: whether staff's cookies also travel over plain http.
        geocoder: the service that looks up the addresses of a list.
        overpass: the address of the server that knows what OpenStreetMap has in a box.
        rate: how many questions of one network address a process answers in a minute; 0 for any
            number.
        shared: the address of the store in which several machines publish; blank for one machine.
        url: the address by which readers know the site, without a path; blank for that of each
            request.
        embed: who may show the widget in a frame, as a content security policy says it.
        population_path: where how many people live; None if nobody has said.
        log: how each request is written down: `json`, `text`, or blank for not at all.
        metrics: who may read what is counted: `loopback`, `open` or `none`.
    """

    csv_path: Path
    data_folder: Path
    tiles: Tiles | None = None
    nominatim: str = _NOMINATIM
    holidays_path: Path = RESOURCES / "data" / "holidays.csv"
    secret: str = field(default="", repr=False)
    proxies: int = 0
    insecure_cookies: bool = False
    geocoder: Service = _GEOCODER
    overpass: str = _OVERPASS
    rate: int = _RATE
    shared: str = field(default="", repr=False)
    url: str = ""
    embed: str = ANYBODY
    population_path: Path | None = None
    log: str = ""
    metrics: str = LOOPBACK

    @property
    def database_path(self) -> Path:
        return self.data_folder / "finder.sqlite"

    @property
    def places_path(self) -> Path:
        return RESOURCES / "data" / "places.csv"


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an environment.

    Every name starts with `FINDER_`; docs/deploying.md says what each means.

    Raises:
        SettingsError: one is none of the forms it may have.
    """
    csv_path = environment.get("FINDER_CSV")
    holidays = environment.get("FINDER_HOLIDAYS")
    data = environment.get("FINDER_DATA")
    population = environment.get("FINDER_POPULATION")
    nominatim = _server(environment, "FINDER_NOMINATIM", _NOMINATIM)
    return Settings(
        csv_path=Path(csv_path) if csv_path else RESOURCES / "data" / "facilities.csv",
        data_folder=Path(data) if data else _default_data_folder(),
        tiles=_tiles(environment.get("FINDER_TILES", "").strip()),
        nominatim=nominatim,
        holidays_path=Path(holidays) if holidays else RESOURCES / "data" / "holidays.csv",
        secret=environment.get("FINDER_SECRET", "").strip(),
        proxies=_proxies(environment.get("FINDER_PROXIES", "").strip()),
        insecure_cookies=environment.get("FINDER_INSECURE_COOKIES", "").strip() == "1",
        geocoder=_geocoder(environment, nominatim),
        overpass=_server(environment, "FINDER_OVERPASS", _OVERPASS),
        rate=_rate(environment.get("FINDER_RATE", "").strip()),
        shared=_shared(environment.get("FINDER_SHARED", "").strip()),
        url=_url(environment),
        embed=frame_ancestors(environment.get("FINDER_EMBED", "")),
        population_path=Path(population) if population else None,
        log=_one_of(environment, "FINDER_LOG", ("", "json", "text")),
        metrics=_one_of(environment, "FINDER_METRICS", (LOOPBACK, EVERYBODY, NOBODY)),
    )


def _one_of(environment: Mapping[str, str], name: str, values: tuple[str, ...]) -> str:
    """Return the word that a setting gives; the first of `values` if it is not set."""
    value = environment.get(name, "").strip() or values[0]
    if value in values:
        return value
    message = sentence("%(name)s 的值“%(value)s”看不懂。", name=name, value=value)
    hint = sentence("请写 %(names)s。", names=tuple(filter(None, values)))
    raise SettingsError(Problem(message, hint, column=name, value=value))


def _server(environment: Mapping[str, str], name: str, otherwise: str) -> str:
    """Return the web address that a setting gives."""
    value = environment.get(name, "").strip() or otherwise
    parts = _parted(value)
    if parts and parts.scheme in ("http", "https") and parts.hostname:
        return value
    message = sentence("%(name)s 的值“%(value)s”不是网址。", name=name, value=value)
    hint = sentence("请以 http:// 或 https:// 开头。")
    raise SettingsError(Problem(message, hint, column=name, value=value))


def _url(environment: Mapping[str, str]) -> str:
    name = "FINDER_URL"
    if not environment.get(name, "").strip():
        return ""
    value = _server(environment, name, "").rstrip("/")
    if _ORIGIN.fullmatch(value):
        return value
    message = sentence("%(name)s 的值“%(value)s”不只是网站的地址。", name=name, value=value)
    hint = sentence("请写成 https://finder.example，后面不加路径。")
    raise SettingsError(Problem(message, hint, column=name, value=value))


def _geocoder(environment: Mapping[str, str], nominatim: str) -> Service:
    provider = environment.get("FINDER_GEOCODER", "").strip() or PROVIDERS[0]
    if provider in PROVIDERS:
        server = nominatim if provider == "nominatim" else ""
        return Service(provider, server, environment.get("FINDER_GEOCODER_KEY", "").strip())
    message = sentence("FINDER_GEOCODER 的值“%(value)s”不认识。", value=provider)
    hint = sentence("请写 %(names)s。", names=tuple(PROVIDERS))
    raise SettingsError(Problem(message, hint, column="FINDER_GEOCODER", value=provider))


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
        key = quote(value.removeprefix("tianditu:"), safe="", errors="replace")
        return Tiles("天地图", _TIANDITU_TILES + key, "天地图", shown=True)
    url, _, credit = value.partition("|")
    parts = _parted(url)
    # The host goes into a header of every page.
    is_address = parts and parts.scheme in ("http", "https") and _TILE_HOST.fullmatch(parts.netloc)
    if is_address and {"{z}", "{x}", "{y}"} <= _places(url):
        return Tiles("底图", url, credit, shown=True)
    message = sentence("FINDER_TILES 的值“%(value)s”看不懂。", value=value)
    hint = sentence(
        "请写 none、osm、tianditu:密钥，或含有 {z}、{x}、{y} 的网址，后面可加 |版权说明。"
    )
    raise SettingsError(Problem(message, hint, column="FINDER_TILES", value=value))


def _proxies(value: str) -> int:
    if not value:
        return 0
    if value.isascii() and value.isdecimal() and len(value) == 1:
        return int(value)
    message = sentence("FINDER_PROXIES 的值“%(value)s”看不懂。", value=value)
    hint = sentence("请写程序前面有几层自己的代理服务器，例如 1。")
    raise SettingsError(Problem(message, hint, column="FINDER_PROXIES", value=value))


def _rate(value: str) -> int:
    if value in ("", "none"):
        return 0 if value else _RATE
    if value.isascii() and value.isdecimal() and 0 < int(value[:10]) < 10**9:
        return int(value)
    message = sentence("FINDER_RATE 的值“%(value)s”看不懂。", value=value)
    hint = sentence("请写一个网络地址一分钟最多问几次，例如 %(rate)d，或写 none。", rate=_RATE)
    raise SettingsError(Problem(message, hint, column="FINDER_RATE", value=value))


def _shared(value: str) -> str:
    if value in ("", "none") or (_POSTGRESQL.fullmatch(value) and _parted(value)):
        return value
    # The value is not shown: it may hold a password.
    message = sentence("FINDER_SHARED 的值看不懂。")
    hint = sentence(
        "请写成 postgresql://用户:密码@主机/数据库；密码里的标点要写成 %(code)s 这样的编码。",
        code="%40",
    )
    raise SettingsError(Problem(message, hint, column="FINDER_SHARED"))


def _parted(address: str) -> SplitResult | None:
    """Return the parts of an address; None if it has none. The error would show a password."""
    try:
        parts = urlsplit(address)
        # A port that is none shows only where it is read; several hosts have one each.
        _ = "," in parts.netloc or parts.port
    except ValueError:
        return None
    return parts


def _places(url: str) -> set[str]:
    return {place for place in ("{z}", "{x}", "{y}") if place in url}
