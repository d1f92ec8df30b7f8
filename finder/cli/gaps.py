"""The commands that propose what is missing: positions of addresses, facilities of a box."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finder.cli.lookup import Journal, check_not_the_list, write_new
from finder.cli.terminal import explained, print_json, print_problems
from finder.csvfile import Contents, contents
from finder.errors import FileError, FinderError, Problem, Sentence, sentence
from finder.facility import Facility
from finder.file_limits import TERMINAL
from finder.overpass import box_of, elements
from finder.proposals import (
    Outcome,
    address_text,
    middle,
    outcome,
    proposal_bytes,
    to_look_up,
)
from finder.settings import settings
from finder.suggestions import suggestions
from finder.textfile import file_bytes

if TYPE_CHECKING:
    from finder.geocoding import Asker

# What a shell reports of a program that was stopped by Ctrl+C.
_STOPPED = 130

_out_option = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("address", default="")
@click.option("--file", "source", type=_out_option, help="The list; default: the one in use.")
@click.option("--out", type=_out_option, help="Where the proposal is written.")
@click.option("--rough", is_flag=True, help="Also rows whose position is only a rough one.")
@click.option("--json", "as_json", is_flag=True)
@explained
def geocode(
    address: str, source: Path | None, out: Path | None, rough: bool, as_json: bool
) -> None:
    """Positions that a service proposes, for an address or for a list; look before using one.

    With --out the addresses of all rows without a position are looked up, and the whole list is
    written with what was found, for the check page. Ctrl+C stops; the same command goes on.

    Example: finder geocode 北京市通州区通胡大街76号

    Example: finder geocode --out proposal.csv
    """
    if bool(address) == bool(out) or (address and (source or rough)):
        raise click.UsageError("Give ADDRESS, or --out FILE with --file or --rough.")
    if out:
        _geocode_list(source, out, rough, as_json)
        return
    from finder.geocoding import candidates

    found = candidates(address, settings().nominatim)
    if as_json:
        print_json([{**one.position._asdict(), "label": one.label} for one in found])
        return
    for one in found:
        click.echo(f"{one.position.lat:.6f} {one.position.lon:.6f}  {one.label}")


def _list_at(source: Path | None, out: Path) -> tuple[bytes, Contents]:
    """Return the list to start from; its problems are said and its good rows used.

    Raises:
        FileError: nothing in it can be read, or `out` is the list itself.
    """
    path = source or settings().csv_path
    check_not_the_list(out, path, settings().csv_path)
    data = file_bytes(path)
    found = contents(data, limits=TERMINAL)
    if found.problems and not found.facilities:
        raise FileError(*found.problems)
    print_problems(found.problems)
    return data, found


def _geocode_list(source: Path | None, out: Path, rough: bool, as_json: bool) -> None:
    data, found = _list_at(source, out)
    wanted = to_look_up(found.facilities, rough)
    if not wanted:
        nowhere = sum(one.position is None for one in found.facilities)
        message = sentence("没有可查的地址：%(count)d 处没有位置，也没有地址。", count=nowhere)
        raise FileError(Problem(message, sentence("请先填写地址。"), column="address"))
    service = settings().geocoder
    journal = Journal(out, service.provider)
    journal.check_out()
    from finder.geocoding import asker

    stopped = _look_up(wanted, asker(service), journal)
    centre = middle(found.facilities)
    outcomes = [
        outcome(one, journal[address_text(one)], centre, service.credit)
        for one in wanted
        if address_text(one) in journal
    ]
    changes = {one.facility.id: one.changes for one in outcomes if one.changes}
    journal.write_out(proposal_bytes(data, changes))
    _report(outcomes, len(wanted), out, as_json)
    if isinstance(stopped, FinderError):
        raise stopped
    if stopped:
        sys.exit(_STOPPED)


def _look_up(
    wanted: tuple[Facility, ...], ask: Asker, journal: Journal
) -> FinderError | KeyboardInterrupt | None:
    """Ask for every address that is not in the journal; return what cut it short."""
    # A third of a second, which no other command need wait for.
    from tqdm import tqdm

    waiting = [text for text in map(address_text, wanted) if text not in journal]
    try:
        # It is drawn over where somebody looks on, and would only be noise in a file.
        for text in tqdm(dict.fromkeys(waiting), file=sys.stderr, disable=None, leave=False):
            journal.add(text, ask(text))
    except (FinderError, KeyboardInterrupt) as error:
        return error
    return None


def _report(outcomes: list[Outcome], wanted: int, out: Path, as_json: bool) -> None:
    proposed = sum(bool(one.changes) for one in outcomes)
    if as_json:
        remarks = [{"id": one.facility.id, "message": str(one.remark)} for one in outcomes]
        print_json(
            {
                "ok": len(outcomes) == wanted,
                "wanted": wanted,
                "asked": len(outcomes),
                "proposed": proposed,
                "out": str(out),
                "remarks": remarks,
            }
        )
        return
    for one in outcomes:
        click.echo(f"{one.facility.id} {one.facility.name}: {one.remark}")
    click.echo(
        sentence(
            "查了 %(wanted)d 处中的 %(asked)d 处，%(proposed)d 处有了位置，写在 %(out)s。",
            wanted=wanted,
            asked=len(outcomes),
            proposed=proposed,
            out=str(out),
        ).text()
    )
    more = sentence("再运行一次同样的命令，就会接着查。")
    click.echo((_to_check() if len(outcomes) == wanted else more).text())


def _to_check() -> Sentence:
    return sentence("列表没有改动；请上传这个文件，检查后再发布。")


@click.command()
@click.option("--box", required=True, help="S,W,N,E in degrees, e.g. 39.6,116.5,40.1,116.9.")
@click.option("--file", "source", type=_out_option, help="The list; default: the one in use.")
@click.option("--out", required=True, type=_out_option, help="Where the proposal is written.")
@click.option("--json", "as_json", is_flag=True)
@explained
def suggest(box: str, source: Path | None, out: Path, as_json: bool) -> None:
    """Culture facilities that OpenStreetMap has in a box, as a list to check.

    New ones are added to the list with remarks; rows without a position get one where the name is
    the same.

    Example: finder suggest --box 39.6,116.5,40.1,116.9 --out proposal.csv
    """
    asked = box_of(box)
    data, found = _list_at(source, out)
    if out.exists():
        # Said before a server is asked.
        write_new(out, b"")
    known = suggestions(found.facilities, elements(asked, settings().overpass, time.sleep))
    write_new(out, proposal_bytes(data, known.changes, known.added))
    if as_json:
        print_json(
            {
                "ok": True,
                "added": len(known.added),
                "positions": len(known.changes),
                "known": known.known,
                "skipped": known.skipped,
                "out": str(out),
                "remarks": [{"name": one.name, "message": str(one.text)} for one in known.remarks],
            }
        )
        return
    for one in known.remarks:
        click.echo(f"{one.name}: {one.text}")
    click.echo(
        sentence(
            "新增 %(added)d 处，补上 %(positions)d 处位置；%(known)d 处已在列表里，"
            "%(skipped)d 处不像公共文化设施。写在 %(out)s。",
            added=len(known.added),
            positions=len(known.changes),
            known=known.known,
            skipped=known.skipped,
            out=str(out),
        ).text()
    )
    click.echo(_to_check().text())
