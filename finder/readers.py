"""How much one network address may ask of a process: so much that no school's network notices.

Thousands may share an address. The counts are in memory and in plain dictionaries, for they stand
before every answer: `limits` would take four times as long.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from finder.errors import Problem, TooManyError, sentence

WINDOW_S = 60.0

_WITH_PORT = re.compile(r"\[(?P<v6>[^]]*)\](?::[0-9]*)?|(?P<v4>[0-9.]+):[0-9]*")

# Addresses whose counts are held; the one that began first goes first.
MOST_READERS = 20_000


class Readers:
    """The counts of one process. Threads may share it.

    Args:
        most: how many questions of a reader are answered in `WINDOW_S`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: OrderedDict[object, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, reader: object, now_s: float) -> int:
        """Count a question, and return in how many seconds it may be asked again; 0 for now."""
        with self._lock:
            count, end_s = self._counts.get(reader, (0, 0.0))
            # A clock that is set back does not make anybody wait for longer than a window.
            if not 0 < end_s - now_s <= WINDOW_S:
                count, end_s = 0, now_s + WINDOW_S
                self._counts.pop(reader, None)
                if len(self._counts) >= MOST_READERS:
                    self._counts.popitem(last=False)
            self._counts[reader] = count + 1, end_s
        return 0 if count < self._most else math.ceil(end_s - now_s)

    def __len__(self) -> int:
        return len(self._counts)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what stands for a network address: for IPv6 its network of 2**64.

    Whoever has one of these has them all. A port, which some proxies write behind it, is another
    with each connection. What is no address stands for itself.
    """
    if bare := _WITH_PORT.fullmatch(address):
        address = bare["v6"] or bare["v4"]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


@lru_cache(maxsize=4096)
def is_this_machine(address: str) -> bool:
    """Return whether an address is that of this machine itself.

    It is no reader's: either somebody works here, or a proxy stands here that nobody has named,
    and all readers would be one.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        return known.ipv4_mapped.is_loopback
    return known.is_loopback


def asked_too_much(wait_s: int) -> TooManyError:
    """Return the error of a reader who has to wait."""
    message = sentence("这个网络地址一分钟里问得太多，暂时不答。")
    return TooManyError(
        Problem(message, sentence("请 %(seconds)d 秒后再试。", seconds=wait_s)), wait_s
    )
