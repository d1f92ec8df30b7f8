"""A facility: one row of the CSV, one row of the table, one object of the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cache, cached_property
from typing import Any

from finder.chords import Spot, spot
from finder.errors import Sentence, sentence
from finder.geo import Datum, Point, to_wgs84
from finder.hours import Rules, read_hours


class Kind(Enum):
    """What a facility is. The value is the key of the CSV and the API, `label` its name."""

    LIBRARY = "library"
    CULTURE_CENTRE = "culture_centre"
    READING_SPACE = "reading_space"
    SMART_SPACE_24H = "smart_space_24h"
    CANAL_STATION = "canal_station"
    MINI_LIBRARY = "mini_library"
    TOWN_CULTURE_CENTRE = "town_culture_centre"
    MUSEUM = "museum"
    ARTS_VENUE = "arts_venue"
    HERITAGE = "heritage"

    @property
    def label(self) -> Sentence:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.LIBRARY: sentence("图书馆"),
    Kind.CULTURE_CENTRE: sentence("文化馆"),
    Kind.READING_SPACE: sentence("阅读空间"),
    Kind.SMART_SPACE_24H: sentence("24小时智能文化空间"),
    Kind.CANAL_STATION: sentence("运河文化驿站"),
    Kind.MINI_LIBRARY: sentence("微型图书馆"),
    Kind.TOWN_CULTURE_CENTRE: sentence("镇街文化中心"),
    Kind.MUSEUM: sentence("博物馆"),
    Kind.ARTS_VENUE: sentence("艺术场馆"),
    Kind.HERITAGE: sentence("文物古迹"),
}


def _column(chinese: str, meaning: str, example: str, required: bool = False) -> Any:
    metadata = {"chinese": chinese, "meaning": meaning, "example": example, "required": required}
    return field(metadata=metadata) if required else field(default="", metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Facility:
    """One facility; its fields are the columns, each as staff wrote it.

    `finder.csvfile` makes facilities and has checked them by then, so the properties below that
    read a text do not raise.
    """

    id: str = _column("编号", "永不改变的英文短名，小写字母、数字和连字符", "tz-library", True)
    name: str = _column("名称", "中文名称", "通州区图书馆", True)
    name_en: str = _column("英文名称", "英文名称", "Tongzhou District Library")
    kind: str = _column("类型", "类型的键或中文名", "library 或 图书馆", True)
    town: str = _column("镇街", "所属街道、镇或乡", "通运街道")
    address: str = _column("地址", "门牌地址", "北京市通州区通胡大街76号")
    lat: str = _column("纬度", "十进制度数；与经度同时留空表示位置待补", "39.91168")
    lon: str = _column("经度", "十进制度数", "116.68126")
    datum: str = _column("坐标系", "wgs84（默认）、gcj02（高德、腾讯）或 bd09（百度）", "wgs84")
    accuracy_m: str = _column("位置误差（米）", "坐标可能偏离多少米；留空表示就在门口", "3000")
    opening_hours: str = _column(
        "开放时间",
        "平常的开放时间，中文或 OSM 写法；留空表示未知",
        "周二至周日9:00-17:00，周一闭馆",
    )
    special_hours: str = _column(
        "特殊时间", "写明年月日的例外，优先于开放时间", "2026年12月24日闭馆（设备检修）"
    )
    services: str = _column("服务", "服务项目，用分号隔开", "借阅;自习")
    wheelchair: str = _column("无障碍", "yes、limited、no；留空表示未知", "yes")
    phone: str = _column("电话", "电话号码", "010-56946717")
    website: str = _column("网站", "以 http:// 或 https:// 开头的网址", "http://www.tztsg.com")
    source: str = _column("来源", "资料从哪里来、坐标的版权", "馆方公告 2022-12")
    verified_on: str = _column("核实日期", "最后一次有人确认开放时间的日期", "2023-12-05")
    notice: str = _column("提示", "给读者的提示", "夜间只开放二层、七层")

    @cached_property
    def position(self) -> Point | None:
        """Where it is, in WGS-84; None while nobody has filled it in."""
        if not self.lat or not self.lon:
            return None
        given = Point(float(self.lat), float(self.lon))
        return to_wgs84(given, Datum(self.datum or Datum.WGS84))

    @cached_property
    def spot(self) -> Spot | None:
        """Its position in space; None while nobody has filled it in."""
        return spot(self.position) if self.position else None

    @cached_property
    def rules(self) -> Rules:
        """Its opening hours; no rules at all where the columns are blank."""
        return read_hours(self.opening_hours, self.special_hours)

    @property
    def has_hours(self) -> bool:
        """Whether anybody has given any hours, ordinary or special."""
        return bool(self.opening_hours or self.special_hours)

    @cached_property
    def kind_key(self) -> Kind:
        return kind_named(self.kind)

    @property
    def error_m(self) -> int | None:
        """How far off the position may be; None if it is at the door."""
        return int(self.accuracy_m) if self.accuracy_m else None

    @property
    def service_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.services.split(";") if name.strip())

    @property
    def verified_date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.verified_on) if self.verified_on else None


COLUMNS = tuple(column.name for column in fields(Facility))


def kind_named(name: str) -> Kind:
    """Return the kind with this key or Chinese name.

    Raises:
        ValueError: there is none.
    """
    if found := _kinds().get(name):
        return found
    raise ValueError(name)


@cache
def _kinds() -> dict[str, Kind]:
    return {name: kind for kind in Kind for name in (str(kind.label), kind.value)}


def header_names() -> dict[str, str]:
    """Return every header that a file may have, English or Chinese, with its column's name."""
    names = {column.name: column.name for column in fields(Facility)}
    return names | {str(column.metadata["chinese"]): column.name for column in fields(Facility)}
