"""Kills a process that publishes, with SIGKILL and at random moments, and looks at what is left.

`make prove-publishing` does it 200 times; the tests a few times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from finder import store
from finder.csvfile import contents
from finder.following import follow
from finder.publishing import Publisher, publish

ROWS = 400


def made_up_list(marker: str) -> bytes:
    """Return a list whose every row carries the same marker, so that a mixture shows."""
    rows = (f"guan-{n},{marker}（测试）,museum,{marker}\n" for n in range(ROWS))
    return ("id,name,kind,notice\n" + "".join(rows)).encode()


def publish_for_ever(folder: Path) -> None:
    """Publish one list after another and print each upload's number once it has been kept."""
    path = folder / "list.csv"
    with closing(store.connect(folder / "finder.sqlite")) as database:
        current = follow(database, path, dt.datetime.now(dt.UTC))
        for number in range(current.number, sys.maxsize):
            now = dt.datetime.now(dt.UTC)
            sent = store.add_upload(database, made_up_list(f"m{number}"), "list.csv", now, "甲")
            print(sent.number, flush=True)
            publish(database, path, sent.number, Publisher("甲", now, current.number))
            current = store.versions(database, 1)[0]


def killed(folder: Path, delay_s: float) -> int:
    """Let a process publish, kill it, and return the last upload that it said was kept."""
    command = [sys.executable, "-m", "tests.oracle.crashes", "--publish", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(delay_s)
        child.send_signal(signal.SIGKILL)
        said = (first + child.stdout.read()).split(b"\n")
        child.wait()
    # What follows the last line break was cut off while it was said.
    return int(said[-2])


def wounds(folder: Path, last_upload: int) -> Iterator[str]:
    """Yield everything that is not as it must be after a kill and a new start."""
    path = folder / "list.csv"
    lying = contents(path.read_bytes())
    markers = {facility.notice for facility in lying.facilities}
    if lying.problems or len(lying.facilities) != ROWS or len(markers) != 1:
        yield f"the file on disk is no whole list: {markers}"
    with closing(store.connect(folder / "finder.sqlite")) as database:
        held = store.facilities(database)
        if len(held) != ROWS or len({facility.notice for facility in held}) != 1:
            yield "the published list is no whole list"
        current = follow(database, path, dt.datetime.now(dt.UTC))
        if path.read_bytes() != store.version_bytes(database, current.number):
            yield "the file on disk is not the published version"
        if store.facilities(database) != contents(path.read_bytes()).facilities:
            yield "the published facilities are not those of the file"
        if any(act.act == "refused" for act in store.acts(database)):
            yield "an own file was taken for a change by hand"
        yield from _lost(database, last_upload)
        taken = [one for one in store.versions(database) if one.act == "file"]
        if len(taken) != 1:
            yield f"{len(taken)} versions came from the file, 1 did"
    left = [one.name for one in folder.iterdir() if one.name.endswith(".new")]
    if len(left) > 1:
        yield f"left lying about: {left}"


def _lost(database: store.Database, last_upload: int) -> Iterator[str]:
    sent = store.uploads(database)
    if len(sent) < last_upload:
        yield f"{last_upload} uploads were kept, {len(sent)} are left"
    for upload in sent[:3]:
        if store.digest_of(store.upload_bytes(database, upload.number)) != upload.digest:
            yield f"upload {upload.number} has other bytes"


def is_behind(folder: Path) -> bool:
    """Return whether the kill came between a version and its file."""
    with closing(store.connect(folder / "finder.sqlite")) as database:
        current, known = store.version(database), store.disk(database)
        return bool(current and known and current.digest != known.digest)


def prove(rounds: int, seed: int) -> list[str]:
    """Return what went wrong in so many kills, nothing if all is well."""
    chance = random.Random(seed)
    found: list[str] = []
    behind = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "list.csv").write_bytes(made_up_list("m0"))
        for number in range(rounds):
            last = killed(folder, chance.uniform(0, 0.08))
            behind += is_behind(folder)
            found += [f"round {number}: {wound}" for wound in wounds(folder, last)]
            for left in folder.glob(".*.new"):
                left.unlink()
        with closing(store.connect(folder / "finder.sqlite")) as database:
            published = len(store.versions(database))
            print(f"{rounds} kills, {behind} of them before the file; {published} versions")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publish", type=Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.publish:
        publish_for_ever(chosen.publish)
    else:
        problems = prove(chosen.rounds, chosen.seed)
        print("\n".join(problems) or "always a whole version, every upload kept")
        sys.exit(1 if problems else 0)
