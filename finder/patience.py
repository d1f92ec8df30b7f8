"""A worker whose threads never wait for a slow reader: its own loop does, for as many as there are.

gunicorn's worker gives each connection to a thread at once, and the thread waits until the request
is there and the answer is taken; and the loop itself waits for a reader to hang up. So a few slow
readers keep everybody else out. Here a thread gets a request when it is whole, leaves what is not
taken at once to the loop, and whoever is waited for longest goes when there are too many.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import ThreadWorker

from finder.connection import Answer, Connection
from finder.patient_socket import CREDIT_S, PatientSocket, credited
from finder.refusals import refusal_status, refused
from finder.waiting import LAST_ANSWER_S, MOST_HELD, one_too_many, overdue, too_much

# For a head to arrive, then a body, and for a reader to hang up.
_HEAD_S, _BODY_S, _PARTING_S = 10.0, 60.0, 2.0
_MOST_HEAD = 64 * 1024
_SWEEP_S = 0.5
# Whoever sends what is no request shall not fill the log: `/metrics` counts them all.
_COMPLAINT_S = 60.0


# gunicorn has no types, so that its class is Any to the checker.
class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, but for the waiting and the shape of errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who is waited for, longest first; and of whose long body a thread reads the rest.
        self._held: dict[Connection, None] = {}
        self._reading: set[Connection] = set()
        self._swept = 0.0
        self._complained = -_COMPLAINT_S
        self._stopped: float | None = None

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, and wait for its request."""
        try:
            taken, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._make_room(len(self._held))
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        conn = Connection(self.cfg, PatientSocket(taken), address, listener.getsockname())
        self._hold(conn, selectors.EVENT_READ, self._receive, _HEAD_S)

    def handle(self, conn: Connection) -> bool:
        """Answer a request, or go on with an answer; in a thread."""
        try:
            if conn.answer is None:
                return bool(super().handle(conn))
            return self._keepalive_after(conn, conn.go_on(conn.answer, self.log))
        finally:
            with suppress(OSError):
                conn.sock.flushed()

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Begin an answer, and return whether there is more to do."""
        # The loop has said so.
        req._expected_100_continue = False
        response, environ = wsgi.create(req, conn.sock, conn.client, conn.server, self.cfg)
        environ["wsgi.multithread"] = True
        # Of a request that is not whole nobody reads on.
        if not self.alive or not conn.is_whole:
            response.force_close()
        answer = Answer(response, self.wsgi(environ, response.start_response))
        return conn.go_on(answer, self.log)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what cannot be read in the one shape of errors."""
        status = refusal_status(exc)
        if status is None:
            super().handle_error(req, client, addr, exc)
            return
        self._note_refused(status)
        now = time.monotonic()
        if now > self._complained + _COMPLAINT_S:
            self._complained = now
            # Its own line would show the address, and of what cannot be read where somebody is.
            self.log.warning("A request could not be read: %s", type(exc).__name__)
        client.sendall(refused(status))

    def finish_request(self, conn: Connection, made: Future[bool]) -> None:
        """Go on with a connection that a thread has left; in the loop."""
        self._reading.discard(conn)
        try:
            is_kept = made.result()
            is_taken = conn.sock.flushed()
        except Exception:
            # Whatever went wrong was written down where it did.
            self._close(conn)
            return
        if is_taken:
            self._next(conn, is_kept)
            return
        self._hold(conn, selectors.EVENT_WRITE, partial(self._send, is_kept), conn.credit_s)
        for one in list(too_much(self._held)):
            self._drop(one)

    def murder_pending(self) -> None:
        """Drop whoever has been waited for long enough; called again and again by the loop."""
        now = time.monotonic()
        if now < self._swept + _SWEEP_S:
            return
        self._swept = now
        if not self.alive:
            self._stopped = self._stopped or now
            if now > self._stopped + LAST_ANSWER_S:
                self._hang_up()
        for conn in list(overdue(self._held, now, self._stopped)):
            is_told = conn.received and self.alive
            self._called(conn, partial(self._refuse, 408) if is_told else self._drop)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Stop at once, and wait for no long body."""
        self._hang_up()
        super().handle_quit(sig, frame)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        return conn.answer is not None or bool(super()._keepalive_after(conn, keepalive))

    def _receive(self, conn: Connection) -> None:
        try:
            data = conn.sock.read_now()
        except BlockingIOError:
            return
        if not data:
            self._drop(conn)
            return
        if not conn.received:
            conn.until = time.monotonic() + _HEAD_S
        conn.received += data
        self._look(conn)

    def _look(self, conn: Connection) -> None:
        """Give a request to a thread if it is ready, and refuse a head without end."""
        had_head = conn.head_bytes
        if conn.is_ready():
            self._release(conn)
            conn.init()
            conn.parser.unreader.unread(bytes(conn.received))
            conn.received, conn.data_ready = bytearray(), True
            # Of what is whole nothing more is read.
            conn.sock.until = 0.0 if conn.is_whole else time.monotonic() + CREDIT_S
            if not conn.is_whole:
                self._reading.add(conn)
            self.enqueue_req(conn)
        elif conn.head_bytes and not had_head:
            conn.until = time.monotonic() + _BODY_S
        elif not conn.head_bytes and len(conn.received) > _MOST_HEAD:
            self._refuse(431 if b"\r\n" in conn.received else 414, conn)

    def _note_refused(self, status: int) -> None:
        self.wsgi.extensions["finder"].counts.count("other", str(status), 0.0)

    def _refuse(self, status: int, conn: Connection) -> None:
        self._note_refused(status)
        conn.sock.sendall(refused(status))
        conn.sock.flushed()
        self._release(conn)
        self._next(conn, is_kept=False)

    def _send(self, is_kept: bool, conn: Connection) -> None:
        before = conn.sock.unsent_bytes
        is_taken = conn.sock.flushed()
        conn.until = credited(conn.until, before - conn.sock.unsent_bytes)
        if is_taken:
            conn.credit_s = conn.until - time.monotonic()
            self._release(conn)
            self._next(conn, is_kept)

    def _next(self, conn: Connection, is_kept: bool) -> None:
        """Go on with an answer, wait for the next request, or for the reader to hang up."""
        if conn.answer is not None:
            self.enqueue_req(conn)
        elif is_kept:
            rest = conn.parser.unreader.take_buffered()
            conn.begin(rest)
            wait_s = _HEAD_S if rest else self.cfg.keepalive
            self._hold(conn, selectors.EVENT_READ, self._receive, wait_s)
            if rest:
                self._called(conn, self._look)
        else:
            conn.begin(b"")
            # Hung up on with something unread, a reader would lose the end of the answer.
            self._hold(conn, selectors.EVENT_READ, self._part, _PARTING_S)
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_WR)

    def _part(self, conn: Connection) -> None:
        with suppress(BlockingIOError):
            if not conn.sock.read_now():
                self._drop(conn)

    def _hold(
        self, conn: Connection, event: int, call: Callable[[Connection], None], seconds: float
    ) -> None:
        self._make_room(MOST_HELD)
        conn.until = time.monotonic() + seconds
        self._held[conn] = None
        self.poller.register(conn.sock, event, partial(self._called, conn, call))

    def _called(
        self, conn: Connection, call: Callable[[Connection], None], _sock: object = None
    ) -> None:
        """Do what is to be done with a connection that is held, and part with whoever is gone."""
        # Another who was called in the same turn may have had it dropped.
        if conn in self._held:
            try:
                call(conn)
            except OSError:
                if conn in self._held:
                    self._drop(conn)

    def _release(self, conn: Connection) -> None:
        del self._held[conn]
        self.poller.unregister(conn.sock)

    def _make_room(self, most: int) -> None:
        while self._held and len(self._held) >= most:
            self._drop(one_too_many(self._held))

    def _drop(self, conn: Connection) -> None:
        self._release(conn)
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.end_answer(self.log)
        conn.close()

    def _hang_up(self) -> None:
        """End the bodies that threads wait for."""
        for conn in self._reading:
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)
