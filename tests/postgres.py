"""A PostgreSQL server of the tests' own, which they may stop, freeze and start again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

USER = "finder"
PASSWORD = "geheim-测试"  # noqa: S105 - made up
# As it stands in an address.
WRITTEN = "geheim-%E6%B5%8B%E8%AF%95"


@dataclass
class Server:
    """The server.

    Args:
        folder: holds its data.
        port: on loopback.
        account: who runs it; PostgreSQL refuses to be run by root.
    """

    folder: Path
    port: int
    account: dict[str, object]
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = count(1)  # noqa: RUF009 - one for all is meant

    def address(self, database: str = "postgres", password: str = WRITTEN) -> str:
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Return the address of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.address(name)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ("fsync=off", "unix_socket_directories=", "max_connections=40")
        command = [program("postgres"), "-D", str(self.folder), "-p", str(self.port)]
        command += [part for option in options for part in ("-c", option)]
        with (self.folder.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log, **self.account)  # type: ignore[call-overload]
        for _ in range(300):
            try:
                psycopg.connect(self.address(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder.parent / "log").read_text()
                time.sleep(0.1)
        raise AssertionError("PostgreSQL did not answer")

    def stop(self) -> None:
        """Stop it; whoever is connected is cut off."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it keep its connections and answer nothing, as a machine without memory does."""
        assert self.process
        first = self.process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        own = [first, *map(int, children.split())]
        for process in own:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in own:
                os.kill(process, signal.SIGCONT)


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; Debian keeps the server's out of PATH."""
    found = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), *_in_path(name)]
    assert found, f"{name} is missing: run tooling/postgresql"
    return str(found[0])


def _in_path(name: str) -> Iterator[Path]:
    if path := shutil.which(name):
        yield Path(path)


@contextmanager
def postgres() -> Iterator[Server]:
    """Run a server until the tests have ended."""
    account: dict[str, object] = {}
    home = Path(tempfile.mkdtemp(prefix="finder-postgres-"))
    if os.geteuid() == 0:
        other = pwd.getpwnam("nobody")
        account = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": ()}
        os.chown(home, other.pw_uid, other.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    word = home / "password"
    word.write_text(PASSWORD, encoding="utf-8")
    word.chmod(0o644)
    command = [program("initdb"), "-D", str(home / "data"), "-U", USER, "--pwfile", str(word)]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, cwd=home, **account)  # type: ignore[call-overload]
    server = Server(home / "data", port, {**account, "cwd": home})
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home)
