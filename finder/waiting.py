"""Who is not waited for any longer: too slow, too many, or too much that is kept for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from finder.connection import Connection

MOST_HELD = 500
# Of all answers that are not yet taken.
MOST_UNSENT = 64_000_000
# When the worker stops: for a request, and for an answer or a long body.
LAST_REQUEST_S, LAST_ANSWER_S = 2.0, 8.0


def overdue(
    held: Collection[Connection], now: float, stopped: float | None
) -> Iterator[Connection]:
    """Yield who has been waited for long enough.

    Args:
        now: seconds of the monotonic clock, as all moments here.
        stopped: when the worker began to stop.
    """
    for conn in held:
        until = conn.until
        if stopped is not None:
            until = min(until, stopped + (LAST_ANSWER_S if conn.is_answered else LAST_REQUEST_S))
        if until < now:
            yield conn


def one_too_many(held: Collection[Connection]) -> Connection:
    """Return who goes for another: of the address with the most connections the first.

    Args:
        held: not empty; whoever has been waited for longest stands first.
    """
    crowds = Counter(conn.client[0] for conn in held)
    address = max(crowds, key=crowds.__getitem__)
    return next(conn for conn in held if conn.client[0] == address)


def too_much(held: Collection[Connection], most: int = MOST_UNSENT) -> Iterator[Connection]:
    """Yield whose answers are too much together, but for the last: it may be as long as it is.

    Args:
        held: whoever has been waited for longest stands first.
        most: bytes; what several read is counted once.
    """
    slow = [conn for conn in held if conn.sock.unsent]
    for number, conn in enumerate(slow[:-1]):
        kept = {id(part.obj): part.obj for one in slow[number:] for part in one.sock.unsent}
        if sum(map(len, kept.values())) <= most:
            return
        yield conn
