"""Slow readers wait by themselves: everybody else is answered meanwhile, by one worker too."""

from __future__ import annotations

import html
import http.client
import inspect
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from importlib import metadata
from pathlib import Path
from urllib.parse import urlencode

import pytest
from gunicorn.workers import gthread

from finder.waiting import MOST_HELD
from tests.made_up import csv_text
from tests.running import FINDER, ROWS, Running, environment, running
from tests.staff import PASSWORD
from tests.test_watching import comes

HEAD = b"Host: finder.example\r\n"
ENDS = HEAD + b"Connection: close\r\n\r\n"
FORM = b"POST /facilities/guan-1/report HTTP/1.1\r\n" + HEAD
LONG = 3000
# More than the threads of a worker by far.
MANY = 200
SLOW = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\n" + HEAD + b"X-Slow: ",
    "half a form": FORM + b"Content-Length: 1000\r\n\r\nkind=",
    "half a form that is expected": FORM + b"Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
    "half a second request": b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\nGET / HTTP/1.1\r\nX",
    "answers that are not taken": (b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n") * 20,
    # More than the system itself keeps for a reader.
    "long answers that are not taken": (b"GET /facilities.csv HTTP/1.1\r\n" + HEAD + b"\r\n") * 12,
    "an end that is not taken": b"GET /healthz HTTP/1.0\r\n" + HEAD + b"\r\n",
    "half a piece": FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nki",
    "more of a body than a stranger may send": FORM
    + b"Content-Length: 1000000\r\n\r\n"
    + b"x" * 150_000,
    "more of a body than anybody reads": b"PUT /staff/sign-in HTTP/1.1\r\n"
    + HEAD
    + b"Content-Length: 1000000\r\n\r\n"
    + b"x" * 150_000,
    "no request": b"\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One worker, and a list whose files are sent as they are made."""
    folder = tmp_path_factory.mktemp("patience")
    environment(folder)
    rows = [{**ROWS[0], "id": f"guan-{number}", "notice": "测试" * 50} for number in range(LONG)]
    (folder / "list" / "list.csv").write_text(csv_text(rows), "utf-8")
    with running(folder) as found:
        yield found


def connected(server: Running, buffer: int = 4096) -> socket.socket:
    found = socket.socket()
    found.settimeout(30)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    found.connect(("127.0.0.1", server.port))
    return found


def whole(connection: socket.socket) -> bytes:
    """Return what comes until the server hangs up."""
    found = b""
    while data := connection.recv(65_536):
        found += data
    return found


def answers_others(server: Running) -> None:
    for path in ("/healthz", "/", "/facilities/guan-1.ics", "/api/near?lat=39.9&lon=116.7"):
        assert server.get(path, timeout=8)[0] == 200, path


@pytest.mark.parametrize("name", SLOW)
def test_slow_readers_keep_nobody_out(server: Running, name: str) -> None:
    with ExitStack() as slow:
        # Long answers keep the processor busy besides.
        for _ in range(12 if "long answers" in name else MANY):
            slow.enter_context(connected(server)).sendall(SLOW[name])
        answers_others(server)
    assert "Traceback" not in server.output()


def test_more_connections_than_are_held_keep_nobody_out(server: Running) -> None:
    with ExitStack() as slow:
        for _ in range(MOST_HELD + 100):
            slow.enter_context(connected(server)).sendall(b"GET / HTTP/1.1\r\n")
        answers_others(server)
    assert len(server.workers()) == 1


def test_a_crowd_of_one_address_does_not_push_another_out(server: Running) -> None:
    with ExitStack() as stack:
        here = ("127.0.0.1", server.port)
        other = stack.enter_context(socket.create_connection(here, 30, ("127.0.0.2", 0)))
        other.sendall(b"GET /healthz HTTP/1.1\r\n")
        for _ in range(MOST_HELD + 100):
            stack.enter_context(connected(server)).sendall(b"GET / HTTP/1.1\r\n")
        answers_others(server)
        other.sendall(ENDS)
        assert whole(other).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_request_in_the_smallest_pieces_is_answered(server: Running) -> None:
    with connected(server) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in b"GET /healthz HTTP/1.1\r\n" + ENDS:
            connection.sendall(bytes([letter]))
        assert whole(connection).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_form_in_two_parts_is_taken(server: Running) -> None:
    with connected(server) as connection:
        connection.sendall(FORM + b"Content-Length: 9\r\nConnection: close\r\n\r\nkin")
        answers_others(server)
        connection.sendall(b"d=none")
        found = whole(connection)
    assert found.startswith(b"HTTP/1.1 400 BAD REQUEST\r\n")
    assert found.count(b"HTTP/1.1 ") == 1


def test_a_form_that_waits_to_be_asked_for_is_asked_for_once(server: Running) -> None:
    asks = b"Content-Length: 9\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with connected(server) as connection:
        connection.sendall(FORM + asks)
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"kind=none")
        assert whole(connection).startswith(b"HTTP/1.1 400 BAD REQUEST\r\n")
    with connected(server) as connection:
        # It did not wait, or speaks a protocol without it.
        connection.sendall(FORM + asks + b"kind=none")
        assert whole(connection).startswith(b"HTTP/1.1 400 BAD REQUEST\r\n")
    with connected(server) as connection:
        connection.sendall(FORM.replace(b"HTTP/1.1", b"HTTP/1.0") + asks)
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):
            connection.recv(100)


def read_one(data: bytes, method: str = "GET") -> tuple[int, bytes, bytes]:
    """Return status and body of the first answer, and what stands behind it."""
    head, _, rest = data.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: ([0-9]+)", head)
    size = int(length[1]) if length and method != "HEAD" else 0
    return int(head.split()[1]), rest[:size], rest[size:]


def test_requests_in_a_row_are_answered_in_that_row(server: Running) -> None:
    asked = [b"GET /api/facilities/guan-%d HTTP/1.1\r\n" % number for number in range(30)]
    form = FORM + b"Content-Length: 9\r\n\r\nkind=none"
    with connected(server) as connection:
        connection.sendall(form.join(line + HEAD + b"\r\n" for line in asked))
        connection.sendall(b"HEAD /healthz HTTP/1.1\r\n" + HEAD + b"\r\n")
        connection.sendall(b"GET /healthz HTTP/1.1\r\n" + ENDS)
        rest = whole(connection)
    for number in range(30):
        status, body, rest = read_one(rest)
        assert (status, json.loads(body)["id"]) == (200, f"guan-{number}")
        if number < 29:
            status, body, rest = read_one(rest)
            assert status == 400
    status, body, rest = read_one(rest, "HEAD")
    assert status == 200
    status, body, rest = read_one(rest)
    assert (status, json.loads(body)["ok"], rest) == (200, True, b"")


def test_a_connection_serves_one_request_after_another(server: Running) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    line.request("GET", "/api/near?lat=39.9&lon=116.7")
    answer = line.getresponse()
    tag = answer.headers["ETag"]
    assert (answer.status, len(answer.read()) > 100) == (200, True)
    used = line.sock
    line.request("HEAD", "/")
    answer = line.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    line.request("GET", "/api/near?lat=39.9&lon=116.7", headers={"If-None-Match": tag})
    answer = line.getresponse()
    # Another minute may have begun.
    assert answer.status in (304, 200)
    answer.read()
    line.request("POST", "/facilities/guan-1/report", body="kind=none")
    answer = line.getresponse()
    assert (answer.status, len(answer.read()) > 100) == (400, True)
    line.request("GET", "/facilities.csv")
    answer = line.getresponse()
    assert (answer.status, answer.read().count(b"\n")) == (200, LONG + 1)
    assert line.sock is used
    line.close()


@pytest.mark.parametrize("path", ["/facilities.csv", "/facilities.kml", "/"])
def test_who_takes_an_answer_slowly_gets_all_of_it(server: Running, path: str) -> None:
    with urllib.request.urlopen(server.address + path, timeout=30) as answer:  # noqa: S310
        right = answer.read()
    with connected(server, 65_536) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        found = b""
        while data := connection.recv(max(4096, len(right) // 100)):
            found += data
            time.sleep(0.005)
    assert found.partition(b"\r\n\r\n")[2] == right


def test_many_who_take_long_answers_slowly_get_all_of_them(server: Running) -> None:
    path = "/facilities.csv"
    with urllib.request.urlopen(server.address + path, timeout=30) as answer:  # noqa: S310
        right = answer.read()
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(server, 65_536)) for _ in range(12)]
        for connection in slow:
            connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answers_others(server)
        for connection in slow:
            assert whole(connection).endswith(right)


REFUSED = {
    "a head without end": (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000, 431),
    "a line without end": (b"GET /" + b"x" * 70_000, 414),
    "an end of a line that is none": (b"GET / HTTP/1.1\nHost: x\n\n", 400),
    "another in the head": (b"GET / HTTP/1.1\r\nHost: x\nX: y", 400),
    "nothing but ends of lines": (b"\r\n\r\n\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_never_becomes_a_request_is_refused_without_waiting(
    server: Running, name: str
) -> None:
    data, status = REFUSED[name]
    with connected(server) as connection:
        connection.sendall(data)
        check_refused(whole(connection), status)


def check_refused(answer: bytes, status: int) -> None:
    """Hold an answer against the one shape of errors."""
    found, body, rest = read_one(answer)
    assert (found, rest) == (status, b"")
    assert b"\r\nContent-Type: application/json\r\n" in answer
    (problem,) = json.loads(body)["problems"]
    assert set(problem) == {"column", "value", "message", "hint"}


def test_a_body_that_is_too_long_is_refused_before_it_is_read(server: Running) -> None:
    with connected(server) as connection:
        connection.sendall(FORM + b"Content-Length: 1000000000\r\n\r\n" + b"x" * 200_000)
        found = connection.recv(4096)
    assert found.startswith(b"HTTP/1.1 413 ")
    assert b"\r\nConnection: close\r\n" in found


@pytest.mark.long
def test_who_sends_a_byte_a_second_is_told_to_be_too_slow(server: Running) -> None:
    with ExitStack() as stack:
        slow = {name: stack.enter_context(connected(server)) for name in SLOW}
        for name, connection in slow.items():
            connection.sendall(SLOW[name])
        trickle = stack.enter_context(connected(server))
        trickle.sendall(b"GET / HTTP/1.1\r\n")
        for letter in b"X-Slow: 12":
            trickle.sendall(bytes([letter]))
            time.sleep(1)
            answers_others(server)
        check_refused(whole(trickle), 408)
        for name in ("half a line", "half a head"):
            check_refused(whole(slow[name]), 408)
        status, _, rest = read_one(whole(slow["half a second request"]))
        assert status == 200
        check_refused(rest, 408)
        assert whole(slow["nothing"]) == b""
        # A body may take longer.
        slow["half a form"].settimeout(70)
        check_refused(whole(slow["half a form"]), 408)
        status, _, rest = read_one(whole(slow["half a form that is expected"]))
        assert status == 100
        check_refused(rest, 408)
        # As long is an answer kept that nobody takes, and for what the system itself has taken of
        # it; the rest never comes.
        time.sleep(40)
        with suppress(ConnectionResetError):
            found = whole(slow["long answers that are not taken"])
            assert 0 < len(found) < 12 * len(server.get("/facilities.csv")[1].encode())


def hold(server: Running, stack: ExitStack, names: tuple[str, ...] = tuple(SLOW)) -> None:
    for name in names:
        for _ in range(10):
            stack.enter_context(connected(server)).sendall(SLOW[name])


def test_a_killed_worker_is_replaced_while_slow_readers_are_held(tmp_path: Path) -> None:
    with running(tmp_path) as server, ExitStack() as slow:
        hold(server, slow)
        answers_others(server)
        (killed,) = server.workers()
        os.kill(killed, signal.SIGKILL)
        assert comes(lambda: server.workers() not in ([], [killed]))
        hold(server, slow)
        answers_others(server)


STOPPING = [
    (signal.SIGTERM, ("half a head", "half a form", "half a second request", "nothing")),
    pytest.param(signal.SIGINT, tuple(SLOW), marks=pytest.mark.long),
    pytest.param(signal.SIGTERM, tuple(SLOW), marks=pytest.mark.long),
    pytest.param(signal.SIGQUIT, tuple(SLOW), marks=pytest.mark.long),
]


@pytest.mark.parametrize(("sign", "names"), STOPPING)
def test_a_server_that_is_stopped_does_not_wait_for_slow_readers(
    tmp_path: Path, sign: signal.Signals, names: tuple[str, ...]
) -> None:
    with running(tmp_path) as server, ExitStack() as slow:
        hold(server, slow, names)
        answers_others(server)
        server.server.send_signal(sign)
        # Half a minute later the workers would be killed.
        server.server.wait(timeout=25)
        assert server.server.returncode == 0
        assert "Traceback" not in server.output()


@pytest.mark.long
def test_a_server_that_is_told_to_begin_anew_answers_on(tmp_path: Path) -> None:
    with running(tmp_path) as server, ExitStack() as slow:
        hold(server, slow)
        before = server.workers()
        server.server.send_signal(signal.SIGHUP)
        assert comes(lambda: not set(server.workers()) <= set(before))
        answers_others(server)
        assert comes(lambda: not set(server.workers()) & set(before))
        answers_others(server)


@pytest.mark.long
def test_staff_send_the_longest_file_over_a_slow_line(tmp_path: Path) -> None:
    settings = {"FINDER_INSECURE_COOKIES": "1"}
    with running(tmp_path, settings=settings) as server:
        add = [*FINDER, "staff", "add", "测试甲", "--role", "publisher", "--password-stdin"]
        chosen = environment(tmp_path, **settings)
        subprocess.run(add, input=PASSWORD, env=chosen, check=True, text=True, capture_output=True)
        staff = Staff(server)
        staff.sign_in()
        token = staff.token("/staff/")
        boundary = "----measured"
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}'
        part += f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="file"; '
        part += 'filename="long.csv"\r\nContent-Type: text/csv\r\n\r\n'
        content = csv_text(ROWS).encode()
        content += b"\n" * (19_900_000 - len(content))
        body = part.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        head = (
            f"POST /staff/uploads HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Cookie: {staff.cookie}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n"
        )
        with connected(server) as connection:
            connection.sendall(head.encode())
            for start in range(0, len(body), 100_000):
                connection.sendall(body[start : start + 100_000])
                time.sleep(0.05)
                if start % 2_000_000 == 0:
                    answers_others(server)
            connection.settimeout(120)
            answer = whole(connection)
        assert answer.startswith(b"HTTP/1.1 303 ")
        assert b"/staff/uploads/1" in answer


class Staff:
    """Somebody at the pages of staff, without a browser."""

    def __init__(self, server: Running) -> None:
        self._server = server
        self._cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def ask(self, method: str, path: str, **fields: str) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request(method, path, urlencode(fields), headers)
        answer = line.getresponse()
        assert answer.status in (200, 303), path
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode()
        line.close()
        return text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", path))
        assert found
        return html.unescape(found[1])

    def sign_in(self) -> None:
        token = self.token("/staff/sign-in")
        self.ask("POST", "/staff/sign-in", name="测试甲", password=PASSWORD, csrf_token=token)


# A server of ours with answers that our pages do not give.
OTHER = """
import sys
from finder.server import Server

class Other(Server):
    def load_config(self):
        super().load_config()
        for name, setting in self.cfg.settings.items():
            if setting.section == "Server Hooks":
                self.cfg.set(name, setting.default)

    def load(self):
        return answered

def answered(environ, start):
    if environ["PATH_INFO"] == "/early":
        raise ValueError("made up")
    start("200 OK", [("Content-Type", "text/plain")])
    return {"/endless": endless, "/broken": broken}.get(environ["PATH_INFO"], plain)()

def plain():
    return [b"well"]

def endless():
    try:
        while True:
            yield b"x" * 65_536
    finally:
        print("let go", flush=True)

def broken():
    yield b"x" * 300_000
    yield b"y" * 300_000
    raise ValueError("made up")

Other("127.0.0.1", int(sys.argv[3]), 1, bool).run()
"""


def test_an_answer_that_breaks_off_or_never_ends_keeps_nobody_out(tmp_path: Path) -> None:
    command = (sys.executable, "-c", OTHER)
    with running(tmp_path, command=command) as server, ExitStack() as slow:
        for path in ("/endless", "/broken") * 10:
            line = slow.enter_context(connected(server))
            line.sendall(f"GET {path} HTTP/1.1\r\n".encode() + ENDS)
        for _ in range(3):
            assert server.get("/", timeout=8) == (200, "well")
        assert server.get("/early", timeout=8)[0] == 500
        with connected(server, 65_536) as connection:
            connection.sendall(b"GET /broken HTTP/1.1\r\n" + HEAD + b"\r\n")
            found = whole(connection).partition(b"\r\n\r\n")[2]
        assert (found.count(b"x"), found.count(b"y")) == (300_000, 300_000)
        # Nobody takes it for a whole answer.
        assert not found.endswith(b"0\r\n\r\n")
        slow.close()
        assert comes(lambda: server.output().count("let go") == 10)
        assert server.get("/", timeout=8) == (200, "well")


def test_an_answer_that_nobody_takes_is_let_go_and_nothing_is_sent_behind_it(
    tmp_path: Path,
) -> None:
    hasty = "import finder.connection as c\nc.CREDIT_S = 1.0\n"
    with (
        running(tmp_path, command=(sys.executable, "-c", hasty + OTHER)) as server,
        connected(server) as line,
    ):
        line.sendall(b"GET /endless HTTP/1.1\r\n" + HEAD + b"\r\n")
        assert comes(lambda: "let go" in server.output())
        found = b""
        with suppress(ConnectionResetError):
            while data := line.recv(65_536):
                found += data
        assert found.count(b"HTTP/1.1 ") == 1
        assert server.get("/") == (200, "well")


# What of gunicorn's worker ours builds on: a function of it, and the names that it must use.
BUILT_ON: dict[Callable[..., object], tuple[str, ...]] = {
    gthread.ThreadWorker.run: (
        "nr_conns",
        "worker_connections",
        "murder_pending",
        "notify",
        "alive",
        "graceful_timeout",
        "wait_for_and_dispatch_events",
        "set_accept_enabled",
    ),
    gthread.ThreadWorker.set_accept_enabled: ("poller", "accept", "register"),
    gthread.ThreadWorker.wait_for_and_dispatch_events: ("poller", "data", "fileobj"),
    gthread.ThreadWorker.enqueue_req: ("handle", "finish_request", "method_queue"),
    gthread.ThreadWorker.handle: (
        "data_ready",
        "initialized",
        "init",
        "parser",
        "handle_request",
        "_keepalive_after",
        "handle_error",
    ),
    gthread.ThreadWorker.handle_quit: ("tpool",),
    gthread.TConn.__init__: ("cfg", "sock", "client", "server", "parser", "initialized"),
    gthread.TConn.init: ("parser", "get_parser"),
}


@pytest.mark.parametrize("function", BUILT_ON, ids=lambda one: one.__qualname__)
def test_gunicorn_still_has_what_the_worker_builds_on(function: Callable[..., object]) -> None:
    source = inspect.getsource(function)
    missing = [name for name in BUILT_ON[function] if name not in source]
    version = metadata.version("gunicorn")
    assert not missing, (
        f"gunicorn {version}: {function.__qualname__} no longer has {', '.join(missing)}. "
        "Read finder/patience.py against gunicorn/workers/gthread.py before this version is taken."
    )


def test_gunicorns_requests_still_can_be_given_back_what_was_read() -> None:
    from gunicorn.http import message, unreader, wsgi

    parts = inspect.getsource(message) + inspect.getsource(unreader) + inspect.getsource(wsgi)
    for name in ("def unread(", "def take_buffered(", "_expected_100_continue", "def create("):
        assert name in parts, f"gunicorn no longer has {name}: read finder/patience.py against it"
