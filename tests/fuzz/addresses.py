"""The addresses of the finder, and what may be asked of each."""

from __future__ import annotations

IDS = ("hostile", "tz-culture-centre", "beijing-library", "none")
NUMBERS = ("1", "2", "3", "0", "-1", "99", "9" * 18, "9" * 19, "9" * 40, "9" * 5000, "٣", "1.0")

_NARROWING = ("kind", "town", "service", "q", "open")
_NEAR = ("lat", "lon", "at", *_NARROWING, "arriving", "limit", "lang")
_LIST = ("lat", "lon", "at", "place", *_NARROWING, "arriving", "elder", "all", "lang")
_COVERAGE = ("by", "week", "at", "lang")
_FEED = ("lang",)

# Every address of a resident and what it takes; the more often, the more can go wrong there.
PUBLIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    *[("/", _LIST)] * 6,
    *[("/api/near", _NEAR)] * 6,
    *[("/api/facilities.geojson", ("at", *_NARROWING, "lang"))] * 3,
    *[("/embed", ("lat", "lon", "place", *_NARROWING, "limit", "theme", "lang"))] * 3,
    *[("/embed/about", ("place", *_NARROWING, "limit", "theme", "lang"))] * 2,
    *[("/coverage", (*_COVERAGE, "day", "hour"))] * 2,
    ("/coverage.svg", (*_COVERAGE, "dark")),
    *[("/api/coverage.geojson", _COVERAGE)] * 2,
    *[("/facilities/{id}", ("at", "lat", "lon", "elder", "lang"))] * 3,
    *[("/api/facilities/{id}", ("at", "lang"))] * 2,
    *[("/facilities/{id}/report", ("sent", "lang"))] * 2,
    *(
        (f"/facilities/{{id}}{end}", ("lang", "elder", "v"))
        for end in (".ics", ".svg", "/door", ".txt")
    ),
    ("/holidays", ("from", "lang", "elder")),
    *(
        (path, _FEED)
        for path in (
            *("/api", "/api/openapi.json", "/api/forecast.json", "/api/places.geojson", "/data"),
            *("/facilities.csv", "/facilities.xlsx", "/facilities.kml", "/facilities.osm.geojson"),
            *("/feed.atom", "/closures.ics", "/feed/calendar.json", "/feed/closures.json"),
            *("/feed/facilities.json", "/feed/hours.json", "/feed/manifest.json", "/feed/{id}"),
        )
    ),
    *(
        (path, ("v", "lang", "elder"))
        for path in (
            *("/healthz", "/readyz", "/metrics", "/sw.js", "/manifest.webmanifest", "/offline"),
            *("/offline/facility", "/robots.txt", "/sitemap.xml", "/sitemap-{number}.xml"),
            *("/map-0.js", "/static/icon.svg", "/static/{id}"),
        )
    ),
)
STAFF: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/staff/", ("lang",)),
    ("/staff/todo", ("lang",)),
    ("/staff/acts", ("before", "only")),
    ("/staff/versions", ("before",)),
    ("/staff/reports", ("before", "state")),
    ("/staff/sign-in", ("next", "lost", "left")),
    ("/staff/facilities", ("q",)),
    ("/staff/facilities/{id}", ("done",)),
    ("/staff/uploads/{number}", ()),
    ("/staff/uploads/{number}/file", ()),
    ("/staff/uploads/{number}/annotated", ()),
    ("/staff/versions/compare", ("a", "b")),
    ("/staff/versions/{number}", ("done",)),
    ("/staff/versions/{number}/file", ("form", "header")),
    ("/staff/versions/{number}/rollback", ()),
)
VALUES: dict[str, tuple[str, ...]] = {
    "lat": ("39.9", "39.91168", "90", "-90", "91", "1e2", "nan", "inf", "０", "39,9", "+39.9"),
    "lon": ("116.7", "116.68126", "180", "-180.0", "1e400", "-0", " 116.7 "),
    "at": (
        *("2026-11-24T20:00", "2026-12-31T23:59:59+08:00", "2000-01-01", "2199-12-31T23:59"),
        *("2026-W48-2", "2026-11-24T20:00Z", "2026-11-24T20:00 08:00", "20261124T2000", "now"),
    ),
    "open": ("1", "0", "yes", "2"),
    "arriving": ("1", "no"),
    "kind": ("library", "图书馆,museum", "none", ",,"),
    "q": ("tsg", "图书馆", "library 24", "tushuguan", "北京"),
    "service": ("借阅", "无障碍,借阅", "自习"),
    "town": ("宋庄镇", "北苑街道,梨园镇"),
    "place": ("宋庄镇", "通州北苑"),
    "limit": ("1", "5", "50", "1000", "0", "1001", "٣"),
    "theme": ("light", "dark", "", "<zq9>"),
    "by": ("foot", "bicycle", "walk", "car"),
    "week": ("ordinary", "holiday", "next"),
    "day": ("2026-11-25", "2199-12-31", "9999-99-99"),
    "hour": ("0", "7", "23", "24", "-1"),
    "dark": ("1", "0"),
    "lang": ("en", "zh", "fr"),
    "elder": ("1", "0"),
    "all": ("1",),
    "from": ("2026-10-01", "2026-02-10", "2199-12-31", "2000-01-01"),
    "sent": ("1",),
    "lost": ("1",),
    "left": ("1",),
    "v": ("0",),
    "a": NUMBERS,
    "b": NUMBERS,
    "before": NUMBERS,
    "form": ("raw", "xlsx", "utf-8", "gb18030", "utf-16"),
    "header": ("en", "zh"),
    "state": ("new", "done", "dismissed"),
    "next": ("/staff/todo", "//other.example", "/staff/..//", "/staff/\\other.example"),
    "done": ("1", "x"),
    "only": ("list",),
}
