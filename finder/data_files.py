"""The files in which other programs take the list away, each under an address that stays.

A file is made of one published list, and of the date where it speaks of coming days; it is made
bit by bit, so that a long list is sent while others are answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from finder import atom, feed, osm_file
from finder.errors import NotFoundError, Problem, Sentence, sentence
from finder.kml import kml_parts
from finder.listing import Listing
from finder.origin import Origin
from finder.past import MOST_ROWS
from finder.spreadsheets import csv_parts, public_sheet
from finder.xlsxfile import MIMETYPE as XLSX
from finder.xlsxfile import xlsx_bytes

# What a workbook is made of in about a second; its maker cannot stop half-way.
MOST_XLSX = 2_000
# The events of so many take as long.
MOST_EVENTS = 1_000
# Plain times of so many are 30 MB.
MOST_HOURS = 20_000
# Of so many at least the last three versions are compared.
MOST_NEWS = MOST_ROWS // 4


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file.

    Args:
        path: its address.
        mimetype: with the character set where it is text.
        parts: yields its bytes.
        title, about: what it is, and what it is good for.
        most: of how many facilities it is made at most; None for any number.
        is_daily: whether it is another one on another date.
        is_saved: whether a browser saves it and does not show it.
    """

    path: str
    mimetype: str
    parts: Callable[[Origin], Iterable[bytes]]
    title: Sentence
    about: Sentence
    most: int | None = None
    is_daily: bool = False
    is_saved: bool = False

    @property
    def form(self) -> str:
        """The ending of its name in capitals."""
        return self.path.rpartition(".")[2].upper()


def _csv(origin: Origin) -> Iterable[bytes]:
    return csv_parts(origin.listing.facilities, chinese=origin.language == "zh")


def _xlsx(origin: Origin) -> Iterable[bytes]:
    yield xlsx_bytes(public_sheet(origin.listing.facilities), chinese=origin.language == "zh")


def _closures(origin: Origin) -> Iterable[bytes]:
    # With the first calendar that somebody asks for: it is a library of eighty modules.
    from finder.closures_calendar import closures_calendar

    return closures_calendar(origin)


LISTS = (
    DataFile(
        "/facilities.csv",
        "text/csv; charset=utf-8; header=present",
        _csv,
        sentence("表格（CSV）"),
        sentence("整份名单，每处一行。Excel 和 WPS 能直接打开，中文不会乱。"),
        is_saved=True,
    ),
    DataFile(
        "/facilities.xlsx",
        XLSX,
        _xlsx,
        sentence("Excel 表格"),
        sentence("同一份名单；每一格都是文字，时间和编号不会被改写。"),
        most=MOST_XLSX,
        is_saved=True,
    ),
    DataFile(
        "/facilities.kml",
        "application/vnd.google-earth.kml+xml",
        kml_parts,
        sentence("地图（KML）"),
        sentence("给 Google Earth、奥维、QGIS 等地图软件；只有已知位置的设施。"),
        is_saved=True,
    ),
)
SUBSCRIPTIONS = (
    DataFile(
        "/closures.ics",
        "text/calendar; charset=utf-8",
        _closures,
        sentence("闭馆和节假日（日历）"),
        sentence(
            "各馆今后一年的临时闭馆和特殊时间，以及已经公布的节假日怎么开；公布到哪一天，"
            "日历里有一条说明。订阅后手机日历自动更新。"
        ),
        most=MOST_EVENTS,
        is_daily=True,
    ),
    DataFile(
        atom.PATH,
        "application/atom+xml; charset=utf-8",
        atom.atom_parts,
        sentence("变化订阅（Atom）"),
        sentence("每发布一版，列出新的闭馆、改了的时间、新增和不再列出的设施。"),
        most=MOST_NEWS,
    ),
)
FEED = (
    DataFile(
        "/feed/manifest.json",
        "application/json",
        feed.manifest_parts,
        sentence("数据目录"),
        sentence("给程序：版本、发布时间、有效期和下面四个文件的地址。"),
        is_daily=True,
    ),
    DataFile(
        "/feed/facilities.json",
        "application/json",
        feed.facilities_parts,
        sentence("设施"),
        sentence("每处设施的名称、类型、位置（WGS-84）和来源；不知道的是 null。"),
        is_daily=True,
    ),
    DataFile(
        "/feed/hours.json",
        "application/json",
        feed.hours_parts,
        sentence("开放时间"),
        sentence("公布的原文、读出的规则，和今后 14 天逐日的时间。"),
        most=MOST_HOURS,
        is_daily=True,
    ),
    DataFile(
        "/feed/calendar.json",
        "application/json",
        feed.calendar_parts,
        sentence("节假日"),
        sentence("国务院公布的放假和调休，以及公布到哪一天。"),
        is_daily=True,
    ),
    DataFile(
        "/feed/closures.json",
        "application/json",
        feed.closures_parts,
        sentence("闭馆和例外"),
        sentence(
            "今后一年里和平常不同的日期，含时间未确认的节假日；放假安排还没有公布的日期"
            "（known_until 以后）不知道，不在其中。"
        ),
        is_daily=True,
    ),
    DataFile(
        osm_file.PATH,
        "application/geo+json",
        osm_file.osm_parts,
        sentence("给 OpenStreetMap（GeoJSON）"),
        sentence(
            "用 OSM 的标签写好，可在 JOSM 里打开；位置不确切的没有列入，写不准的时间留空。"
            "PH 是国务院公布的放假日，有的软件只认得其中几天。"
        ),
        is_daily=True,
        is_saved=True,
    ),
)
FILES = (*LISTS, *SUBSCRIPTIONS, *FEED)


def refuse_too_long(file: DataFile, listing: Listing) -> None:
    """Refuse a file that a list is too long for.

    Raises:
        NotFoundError: it is.
    """
    count = len(listing.facilities)
    if file.most is None or count <= file.most:
        return
    message = sentence(
        "名单有 %(count)d 处，超过 %(most)d 处，不提供 %(path)s。",
        count=count,
        most=file.most,
        path=file.path,
    )
    raise NotFoundError(Problem(message, sentence("请用 /facilities.csv。"), value=file.path))
