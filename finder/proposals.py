"""Lists with proposed rows and positions, for a person to look at on the check page.

Nothing here changes the list that is served: a proposal is the whole list again with some cells
filled in. What a person should know of a proposed row stands in a column of its own, which readers
never see.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from finder.errors import Sentence, sentence
from finder.facility import COLUMNS, Facility, header_names
from finder.geo import Datum, Point, distance_m, to_wgs84
from finder.lookups import Found
from finder.textfile import decoded

# The column of remarks; no column of a facility, so that it is kept but not shown to readers.
REMARK = "备注"

# Further than this from the middle of the list an address is another one of the same name.
FAR_M = 60_000

# What stands in brackets in an address is for people: 一层、公园内.
_ASIDE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of looking up one address.

    Args:
        changes: the cells to fill in, by column; none if there is nothing to propose.
        remark: what to know of it.
    """

    facility: Facility
    changes: Row
    remark: Sentence


def proposal_bytes(data: bytes, changes: Mapping[str, Row], added: Sequence[Row] = ()) -> bytes:
    """Return a list with cells changed and rows added, as a CSV file that Excel opens.

    What nobody changed stays as it is written, unknown columns and rows with problems included.

    Args:
        data: a list that `finder.csvfile.contents` could read the header of.
        changes: new cells by column, by the id of the facility.
        added: new rows, each by column.
    """
    rows = list(csv.reader(io.StringIO(decoded(data), newline="")))
    known = header_names()
    names = [known.get(cell.strip(), cell.strip()) for cell in rows[0]]
    used = {name for row in (*changes.values(), *added) for name, cell in row.items() if cell}
    new = [name for name in (*COLUMNS, REMARK) if name in used and name not in names]
    width, at, places = len(names), names.index("id"), [*names, *new]
    written = [[*rows[0], *new]]
    waiting = dict(changes)
    for cells in rows[1:]:
        if len(cells) != width:
            written.append(cells)
            continue
        fresh = waiting.pop(cells[at].strip(), {})
        old = [*cells, *("" for _ in new)]
        written.append([fresh.get(name, cell) for name, cell in zip(places, old, strict=True)])
    written += [[row.get(name, "") for name in places] for row in added]
    file = io.StringIO(newline="")
    csv.writer(file).writerows(written)
    return file.getvalue().encode("utf-8-sig")


def to_look_up(facilities: Iterable[Facility], with_rough: bool = False) -> tuple[Facility, ...]:
    """Return the facilities that have an address but no position, or only a rough one too."""
    return tuple(
        one
        for one in facilities
        if address_text(one) and (one.position is None or (with_rough and one.error_m))
    )


def address_text(facility: Facility) -> str:
    """Return the address as a service is asked for it, without what stands in brackets."""
    return " ".join(_ASIDE.sub("", facility.address).split())


def middle(facilities: Iterable[Facility]) -> Point | None:
    """Return the median position of a list; None where nothing has a position."""
    known = [one.position for one in facilities if one.position is not None]
    if not known:
        return None
    return Point(median(one.lat for one in known), median(one.lon for one in known))


def outcome(facility: Facility, found: Found | None, centre: Point | None, credit: str) -> Outcome:
    """Return what an answer of a service is good for.

    Args:
        centre: the middle of the list; None where nothing is known to be far.
        credit: whom the position is owed to.
    """
    address = address_text(facility)
    if found is None:
        return Outcome(facility, {}, sentence("没有找到“%(value)s”。", value=address))
    position = to_wgs84(found.given, found.datum)
    if centre is not None and (away_m := distance_m(position, centre)) > FAR_M:
        remark = sentence(
            "“%(value)s”找到的是 %(km)d 公里外的“%(label)s”，没有采用。",
            value=address,
            km=round(away_m / 1000),
            label=found.label,
        )
        return Outcome(facility, {}, remark)
    error_m = found.error_m
    if error_m is None or (facility.position is not None and error_m >= (facility.error_m or 0)):
        remark = sentence(
            "“%(value)s”只找到大概的“%(label)s”，没有采用。", value=address, label=found.label
        )
        return Outcome(facility, {}, remark)
    remark = sentence(
        "由地址查得“%(label)s”，误差约 %(metres)d 米，请核对。", label=found.label, metres=error_m
    )
    changes = {
        **position_cells(found.given, found.datum, error_m),
        "source": with_source(facility.source, f"坐标：{credit}，由地址查得，未核实"),
        REMARK: remark.text(),
    }
    return Outcome(facility, changes, remark)


def position_cells(given: Point, datum: Datum, error_m: int) -> dict[str, str]:
    """Return the cells of a position, in the datum in which it was given."""
    return {
        "lat": f"{given.lat:.6f}",
        "lon": f"{given.lon:.6f}",
        "datum": datum.value,
        "accuracy_m": str(error_m),
    }


def with_source(source: str, more: str) -> str:
    """Return a source with one more; the same one is not named twice."""
    return source if more in source else "；".join(filter(None, (source, more)))
