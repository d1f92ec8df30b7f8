"""Which module may import which, read from the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "finder"

# Lowest first: a module imports only modules before it. `hours` and `translations` are packages.
ORDER = (
    "errors",
    "file_limits",
    "progress",
    "translations",
    "textfile",
    "filekinds",
    "cells",
    "geo",
    "chords",
    "lookups",
    "geocoding",
    "overpass",
    "holidays",
    "holidayfile",
    "hours",
    "facility",
    "osm_kinds",
    "places",
    "framing",
    "settings",
    "paths",
    "counts",
    "log_lines",
    "secret",
    "compression",
    "held",
    "assets",
    "passwords",
    "sheet",
    "csvtext",
    "xlsxfile",
    "header",
    "rowcheck",
    "positions",
    "csvfile",
    "annotation",
    "proposals",
    "store",
    "shared",
    "joining",
    "closure",
    "readers",
    "rate_limits",
    "reporting",
    "filing",
    "on_disk",
    "kept",
    "publishing",
    "by_hand",
    "following",
    "watching",
    "doubt",
    "arrival",
    "spelling",
    "matching",
    "suggestions",
    "naming",
    "search",
    "hilbert",
    "boxes",
    "ranks",
    "walks",
    "narrowing",
    "index",
    "listing",
    "asking",
    "wording",
    "answer",
    "navigation",
    "openings",
    "day_words",
    "calendar_feed",
    "linked_data",
    "door_code",
    "holiday_board",
    "weeks",
    "circle",
    "population",
    "ground",
    "coverage",
    "survey",
    "levels",
    "coverage_words",
    "coverage_tables",
    "heat_map",
    "chart",
    "coverage_job",
    "charts",
    "explanation",
    "interface",
    "questions",
    "geojson",
    "forecast",
    "schema_keys",
    "answer_schemas",
    "openapi",
    "schema_words",
    "day_changes",
    "hours_changes",
    "column_changes",
    "changes",
    "xmltext",
    "exceptional",
    "past",
    "origin",
    "spreadsheets",
    "kml",
    "feed",
    "atom",
    "closures_calendar",
    "public_database",
    "osm_hours",
    "osm_file",
    "data_files",
    "sitemap",
    "strips",
    "flips",
    "answers_ahead",
    "simulation",
    "review",
    "staff_words",
    "todo",
    "staff_changes",
    "staff_simulation",
    "todo_groups",
    "map_shell",
    "folium_map",
    "shells",
    "list_page",
    "embedding",
    "protection",
    "proof",
    "site",
    "readiness",
    "metrics",
    "observed",
    "next_minute",
    "front",
    "delivery",
    "api",
    "api_page",
    "error_pages",
    "sharing",
    "facility_pages",
    "report_pages",
    "holiday_pages",
    "data_pages",
    "embed_pages",
    "coverage_pages",
    "pages",
    "offline",
    "probes",
    "staff",
    "__init__",
    "ahead",
    "refusals",
    "patient_socket",
    "connection",
    "waiting",
    "patience",
    "server",
    "cli",
    "__main__",
)
BELOW_SITE = ORDER[: ORDER.index("site")]

# The only modules that may import a library.
ONLY_IN = {
    "folium": {"folium_map"},
    "numpy": {"hilbert", "boxes", "ranks", "walks", "index", "ground", "coverage", "coverage_job"},
    "branca": {"folium_map"},
    "argon2": {"passwords"},
    "limits": {"rate_limits", "reporting", "staff"},
    "flask_login": {"staff"},
    "flask_wtf": {"staff"},
    "itsdangerous": {"reporting", "staff"},
    "sqlite_utils": {"store"},
    "sqlite3": {"store"},
    "psycopg": {"shared"},
    "openpyxl": {"xlsxfile"},
    "zipfile": {"xlsxfile"},
    "chinese_calendar": {"holidays"},
    "pypinyin": {"spelling"},
    "geopy": {"geo", "geocoding"},
    "gunicorn": {"refusals", "connection", "patience", "server"},
    "flask": {
        "site",
        "delivery",
        "api",
        "api_page",
        "error_pages",
        "sharing",
        "facility_pages",
        "report_pages",
        "holiday_pages",
        "data_pages",
        "embed_pages",
        "coverage_pages",
        "pages",
        "offline",
        "probes",
        "staff",
        "__init__",
    },
    "prometheus_client": {"metrics"},
    "segno": {"door_code"},
    "pygal": {"heat_map"},
    "icalendar": {"calendar_feed", "closures_calendar"},
    "werkzeug": {
        "data_pages",
        "embedding",
        "questions",
        "openapi",
        "list_page",
        "front",
        "error_pages",
        "staff",
    },
    "brotli": {"compression"},
    "rcssmin": {"assets"},
    "rjsmin": {"assets"},
    "flask_babel": {"__init__"},
    "click": {"cli", "settings"},
    "tqdm": {"cli"},
}

CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def dotted_names() -> dict[str, Path]:
    """Return every module of the finder by its name, with its file."""
    return {
        ".".join(("finder", *path.relative_to(ROOT).with_suffix("").parts)): path
        for path in sorted(ROOT.rglob("*.py"))
    }


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(dotted_names()[name].read_text(encoding="utf-8"))


def unit(name: str) -> str:
    """Return the entry of `ORDER` that a module belongs to."""
    return name.split(".")[1]


def imported(name: str) -> Iterator[str]:
    """Yield every module that a module imports anywhere, functions included."""
    modules = dotted_names()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively in line {node.lineno}"
            module = node.module or ""
            for alias in node.names:
                whole = f"{module}.{alias.name}"
                is_module = whole in modules or f"{whole}.__init__" in modules
                yield whole if is_module else module


def inner(name: str) -> Iterator[str]:
    """Yield the modules of the finder that a module imports, by the names of `dotted_names`."""
    modules = dotted_names()
    for other in imported(name):
        if other.split(".")[0] == "finder":
            yield other if other in modules else f"{other}.__init__"


def test_every_module_has_its_place_in_the_order() -> None:
    assert {unit(name) for name in dotted_names()} == set(ORDER)


@pytest.mark.parametrize("name", dotted_names())
def test_an_import_only_points_down(name: str) -> None:
    place = ORDER.index(unit(name))
    for other in inner(name):
        assert other in dotted_names(), f"{name} imports {other}, which is not there"
        if unit(other) != unit(name):
            assert ORDER.index(unit(other)) < place, f"{name} imports {other}"


def test_no_imports_go_round_in_a_circle() -> None:
    graph = {name: {other for other in inner(name) if other != name} for name in dotted_names()}
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_may_be_replaced(library: str) -> None:
    users = {
        unit(name)
        for name in dotted_names()
        if any(other.split(".")[0] == library for other in imported(name))
    }
    assert users
    assert users <= ONLY_IN[library]


@pytest.mark.parametrize("name", [name for name in dotted_names() if unit(name) in BELOW_SITE])
def test_no_clock_is_read_below_the_site(name: str) -> None:
    read = [
        node.attr
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and not (isinstance(node.value, ast.Name) and node.value.id == "dt" and node.attr == "time")
    ]
    assert read == []
    assert not {"time", "time.time"} & set(imported(name))


def test_the_readme_has_every_module_in_its_layer() -> None:
    text = (ROOT.parent / "README.md").read_text("utf-8")
    part = text.partition("| layer, the lowest first |")[2].partition("\n\n")[0]
    assert tuple(re.findall(r"`(\w+)`", part)) == ORDER
