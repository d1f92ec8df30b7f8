"""What OpenStreetMap knows and the list does not: new rows, and positions of rows without one.

A facility is recognised by its name, folded, without brackets and without the city's and the
district's. Where only a part of the name is the same, or something lies beside a facility of
another name, it may be the same one: then the row is proposed with a remark, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from finder.csvfile import contents
from finder.errors import Sentence, sentence
from finder.facility import COLUMNS, Facility, Kind
from finder.geo import Datum, Point, distance_m
from finder.matching import folded
from finder.osm_kinds import kind_of
from finder.overpass import Element
from finder.proposals import REMARK, Row, position_cells, proposal_bytes, with_source

CREDIT = "© OpenStreetMap contributors (ODbL)"

# Two points of one name this near are one facility, drawn twice.
_SAME_M = 300
# What lies nearer than this to a facility may be it, whatever it is called.
_BESIDE_M = 60
# A shorter name is contained in too many others.
_LEAST_LETTERS = 4

# One without its end is not sought for ever.
_BRACKETS = re.compile(r"[(（\[【].{0,80}?[)）\]】]")
_DISTRICT = re.compile(r"^(北京市|北京|中国)?(通州区)?")
_FORMULA = re.compile(r"^[=+\-@]")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know of one element or row."""

    name: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to change in the list.

    Args:
        changes: cells of rows that are there, by id.
        added: new rows.
        known: how many elements the list has already.
        skipped: how many are no public culture facility, as far as their tags and names say.
    """

    changes: Mapping[str, Row]
    added: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    known: int
    skipped: int


def suggestions(facilities: Iterable[Facility], elements: Iterable[Element]) -> Suggestions:
    """Return what the list could take over, each with its remark."""
    every = tuple(facilities)
    changes: dict[str, Row] = {}
    remarks: list[Remark] = []
    added: list[tuple[Element, Row]] = []
    known = skipped = 0
    for element in elements:
        kind, name = kind_of(element), _name(element)
        if kind is None or not name:
            skipped += 1
            continue
        same = [one for one in every if plain_name(one.name) == plain_name(name)]
        twin = next((one for one, _ in added if _is_twin(one, element)), None)
        if any(_is_there(one, element) for one in same) or twin:
            known += 1
        elif len(same) == 1 and _can_fill(same[0], element) and same[0].id not in changes:
            changes[same[0].id] = _filled(same[0], element)
            remarks.append(Remark(same[0].name, sentence("按名称找到了位置，请核对。")))
        else:
            doubts = [*_doubts(every, element)]
            row, dropped = _row(element, kind, name)
            if not row["name"]:
                # Our own reader takes it for scrambled.
                skipped += 1
                continue
            words = [*doubts, *dropped]
            remarks += [Remark(name, text) for text in words]
            added.append((element, {**row, REMARK: "；".join(map(str, words))}))
    return Suggestions(changes, tuple(row for _, row in added), tuple(remarks), known, skipped)


@lru_cache(maxsize=16_384)
def plain_name(name: str) -> str:
    """Return a name as it is compared."""
    bare = _BRACKETS.sub("", name)
    letters = "".join(sign for sign in folded(bare) if sign.isalnum())
    return _DISTRICT.sub("", letters) or letters


def _name(element: Element) -> str:
    """Return the Chinese name; blank where it could not stand in a spreadsheet."""
    name = (element.tags.get("name:zh") or element.tags.get("name", "")).strip()
    return name if name.isprintable() and not _FORMULA.match(name) else ""


def _is_twin(one: Element, other: Element) -> bool:
    is_same = plain_name(_name(one)) == plain_name(_name(other))
    return is_same and distance_m(one.position, other.position) <= _SAME_M


def _is_there(facility: Facility, element: Element) -> bool:
    """Return whether a facility of this name stands there already, as exactly as we know."""
    if facility.position is None or facility.error_m:
        return False
    return distance_m(facility.position, element.position) <= _SAME_M


def _can_fill(facility: Facility, element: Element) -> bool:
    """Return whether the element gives a facility of its name a position, or a better one."""
    if facility.position is None:
        return True
    away_m = distance_m(facility.position, element.position)
    return element.error_m < (facility.error_m or 0) and away_m <= (facility.error_m or 0)


def _filled(facility: Facility, element: Element) -> Row:
    source = with_source(facility.source, f"坐标：{_credit(element)}，按名称对应，未核实")
    return {**_position(element), "source": source, REMARK: "按名称找到了位置，请核对"}


def _doubts(facilities: tuple[Facility, ...], element: Element) -> Iterator[Sentence]:
    """Yield which facilities an element may be."""
    plain = plain_name(_name(element))
    for one in facilities:
        other = plain_name(one.name)
        if other == plain and one.position is None:
            yield sentence("与 %(id)s（%(name)s）同名，可能就是它", id=one.id, name=one.name)
        elif other == plain and one.position is not None:
            yield sentence(
                "与 %(id)s（%(name)s）同名，但离它 %(metres)d 米",
                id=one.id,
                name=one.name,
                metres=_away_m(one.position, element),
            )
        elif min(len(plain), len(other)) >= _LEAST_LETTERS and (plain in other or other in plain):
            yield sentence("名称像 %(id)s（%(name)s），可能就是它", id=one.id, name=one.name)
        elif one.position is not None and _is_beside(one.position, element.position):
            yield sentence(
                "离 %(id)s（%(name)s）只有 %(metres)d 米，可能就是它",
                id=one.id,
                name=one.name,
                metres=_away_m(one.position, element),
            )


def _is_beside(one: Point, other: Point) -> bool:
    # A geodesic for each pair of a long list would take minutes; a thousandth is over 60 metres.
    is_near = abs(one.lat - other.lat) < 0.001 and abs(one.lon - other.lon) < 0.001
    return is_near and distance_m(one, other) <= _BESIDE_M


def _away_m(position: Point, element: Element) -> int:
    return round(distance_m(position, element.position))


def _printable(text: str) -> str:
    """Return a text with a blank for each sign that nobody sees; a NUL would spoil the file."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _row(element: Element, kind: Kind, name: str) -> tuple[dict[str, str], list[Sentence]]:
    """Return the row of an element, and what had to be left out of it.

    What our own reader cannot read would be refused on the check page, and stand before residents
    nowhere: it goes into the remark.
    """
    tags = {key: _printable(value) for key, value in element.tags.items()}
    row = {
        "id": f"osm-{element.kind}-{element.number}",
        "name": name,
        "name_en": tags.get("name:en", ""),
        "kind": kind.value,
        "address": _address(tags),
        **_position(element),
        "opening_hours": tags.get("opening_hours", ""),
        "wheelchair": tags.get("wheelchair", ""),
        "phone": tags.get("phone") or tags.get("contact:phone", ""),
        "website": tags.get("website") or tags.get("contact:website", ""),
        "source": _credit(element),
    }
    dropped = []
    header = ",".join(COLUMNS).encode()
    wrong = [str(one.column) for one in contents(proposal_bytes(header, {}, [row])).problems]
    # A spreadsheet would run them; a number of a telephone may start with its +.
    wrong += [name for name in ("name_en", "address") if _FORMULA.match(row[name])]
    for column in wrong:
        if row.get(column):
            words = sentence(
                "OpenStreetMap 写的“%(column)s”没有采用：%(value)s",
                column=_chinese(column),
                value=" ".join(row[column].split()),
            )
            dropped.append(words)
            row[column] = ""
    return row, dropped


def _chinese(column: str) -> str:
    return next(str(one.metadata["chinese"]) for one in fields(Facility) if one.name == column)


def _address(tags: Mapping[str, str]) -> str:
    if tags.get("addr:full"):
        return tags["addr:full"]
    number = tags.get("addr:housenumber", "")
    parts = [tags.get(f"addr:{part}", "") for part in ("city", "district", "street")]
    if not parts[-1]:
        return ""
    return "".join(parts) + (f"{number}号" if number.isdigit() else number)


def _position(element: Element) -> dict[str, str]:
    return position_cells(element.position, Datum.WGS84, element.error_m)


def _credit(element: Element) -> str:
    return f"{CREDIT} {element.kind}/{element.number}"
