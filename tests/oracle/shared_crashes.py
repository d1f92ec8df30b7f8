"""Kills machines that publish to one shared store, and looks at what is left.

Most die at random moments; some exactly between the store's commit and their own, which chance
alone finds too seldom. `make prove-publishing` does it 30 times; the tests a few times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg

from finder import publishing, store
from finder.errors import ConflictError
from finder.following import follow
from finder.joining import handed_in
from finder.publishing import Publisher, publish
from tests.oracle.crashes import ROWS, made_up_list

MACHINES = ("one", "two")


def publish_for_ever(folder: Path, shared: str) -> None:
    """Publish one list after another, and print each version's number once it is published."""
    path = folder / "list.csv"
    with closing(store.connect(folder / "finder.sqlite")) as database:
        while True:
            now = dt.datetime.now(dt.UTC)
            current = follow(database, path, now, shared=shared)
            data = made_up_list(f"{folder.name}{current.number}")
            sent = store.add_upload(database, data, "list.csv", now, folder.name)
            author = Publisher(folder.name, now, current.number)
            with suppress(ConflictError):
                made = publish(database, path, sent.number, author, shared=shared)
                print(made.number, made.digest, flush=True)


def die_between() -> None:
    """Let this process be killed in the moment after the store's commit."""

    def die(*given: Any) -> None:
        handed_in(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    vars(publishing)["handed_in"] = die


def killed(folders: list[Path], shared: str, chance: random.Random) -> dict[int, str]:
    """Let machines publish, kill them, and return the versions that they said were published."""
    module = [sys.executable, "-m", "tests.oracle.shared_crashes", "--publish"]
    children = []
    for folder in folders:
        between = ["--between"] if chance.random() < 0.3 else []
        command = [*module, str(folder), "--shared", shared, *between]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        children.append(subprocess.Popen(command, stdout=pipe, stderr=nowhere))
    # Both have begun.
    said = b"".join(child.stdout.readline() for child in children if child.stdout)
    for child in chance.sample(children, len(children)):
        time.sleep(chance.uniform(0, 0.1))
        child.send_signal(signal.SIGKILL)
    for child in children:
        out, _ = child.communicate()
        # What follows the last line break was cut off while it was said.
        said += out[: out.rfind(b"\n") + 1]
    lines = (line.split() for line in said.decode().splitlines())
    return {int(number): digest for number, digest in lines}


def wounds(folders: list[Path], shared: str, said: dict[int, str]) -> Iterator[str]:
    """Yield everything that is not as it must be after the kills and a new look."""
    with psycopg.connect(shared) as connection:
        rows: list[tuple[int, str]] = connection.execute(
            "select number, digest from versions order by number"
        ).fetchall()
    if [number for number, _ in rows] != list(range(1, len(rows) + 1)):
        yield "a version is missing or doubled"
    kept = dict(rows)
    for number, digest in said.items():
        if kept.get(number) != digest:
            yield f"version {number} was published and is lost"
    for folder in folders:
        path = folder / "list.csv"
        with closing(store.connect(folder / "finder.sqlite")) as database:
            current = follow(database, path, dt.datetime.now(dt.UTC), shared=shared)
            held = [(one.number, one.digest) for one in reversed(store.versions(database))]
            if held != rows:
                yield f"{folder.name} has other versions than the store"
            if path.read_bytes() != store.version_bytes(database, current.number):
                yield f"the file of {folder.name} is not the published version"
            found = store.facilities(database)
            if len(found) != ROWS or len({facility.notice for facility in found}) != 1:
                yield f"{folder.name} serves no whole list"
            acts = [act.version for act in store.acts(database, 10_000, of_list=True)]
            if sorted(number for number in acts if number) != [number for number, _ in rows]:
                yield f"{folder.name} has not one act for each version"


def behind(folders: list[Path], shared: str) -> int:
    """Return how many machines died between the store's commit and their own."""
    with psycopg.connect(shared) as connection:
        row = connection.execute(
            "select number, account from versions order by number desc limit 1"
        ).fetchone()
    assert row
    number, account = row
    found = 0
    for folder in folders:
        with closing(store.connect(folder / "finder.sqlite")) as database:
            current = store.version(database)
            found += account == folder.name and (current is None or current.number < number)
    return found


def prove(shared: str, rounds: int, seed: int) -> list[str]:
    """Return what went wrong in so many rounds, nothing if all is well."""
    chance = random.Random(seed)
    found: list[str] = []
    between = 0
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / machine for machine in MACHINES]
        for folder in folders:
            folder.mkdir()
            (folder / "list.csv").write_bytes(made_up_list("m0"))
        for number in range(rounds):
            said = killed(folders, shared, chance)
            between += behind(folders, shared)
            found += [f"round {number}: {wound}" for wound in wounds(folders, shared, said)]
        print(f"{rounds} rounds, {between} kills between the store's commit and the machine's own")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publish", type=Path)
    parser.add_argument("--shared", default="")
    parser.add_argument("--between", action="store_true")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.between:
        die_between()
    if chosen.publish:
        publish_for_ever(chosen.publish, chosen.shared)
    else:
        from tests.postgres import postgres

        with postgres() as server:
            problems = prove(server.new_database(), chosen.rounds, chosen.seed)
        print("\n".join(problems) or "always the same versions everywhere, none lost")
        sys.exit(1 if problems else 0)
