"""What residents may say is wrong, and what keeps machines from saying it.

Nothing is asked of a resident but what is wrong, and no cookie is set. A form holds a signed
ticket with its moment; it is good for one message, from three seconds to a day after the page was
made. Addresses are counted for an hour under a digest that changes every day.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets

from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from finder.errors import Problem, QueryError, sentence
from finder.rate_limits import Limiter, too_many, whose_address

KINDS = {
    "hours": sentence("时间不对"),
    "closed": sentence("已关闭或搬走"),
    "position": sentence("位置不对"),
    "other": sentence("其他"),
}
LONGEST = 500
SOONEST_S, LATEST_S = 3, 24 * 3600

PER_ADDRESS = RateLimitItemPerHour(5, namespace="reports-address")
PER_FACILITY = RateLimitItemPerHour(20, namespace="reports-facility")
_ONCE = RateLimitItemPerDay(1, namespace="reports-ticket")

_LINK = re.compile(
    r"https?:|www\.|\[url|<a\s|[a-z0-9-]\.(?:com|cn|net|org|top|xyz|info|ru)\b", re.I
)
# Line breaks and what is printed stay; what would hide or turn round text does not.
_BLANK_LINES = re.compile(r"\n{3,}")


def checked_kind(kind: str) -> str:
    """Return the key of what is wrong.

    Raises:
        QueryError: it is none of `KINDS`.
    """
    if kind in KINDS:
        return kind
    message = sentence("还没有选哪里不对。")
    raise QueryError(Problem(message, sentence("请选一项。"), column="kind", value=kind))


def checked_text(text: str, kind: str) -> str:
    """Return a resident's words without what cannot be seen.

    Raises:
        QueryError: they are too long, or none where words are needed.
    """
    # What would hide text or turn it round is not printable.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = "\n".join("".join(one for one in line if one.isprintable()).strip() for line in lines)
    kept = _BLANK_LINES.sub("\n\n", kept).strip()
    if len(kept) > LONGEST:
        message = sentence("写了 %(length)d 个字，太长了。", length=len(kept))
        hint = sentence("请写得短一些，最多 %(most)d 个字。", most=LONGEST)
        raise QueryError(Problem(message, hint, column="text", value=kept))
    if not kept and kind == "other":
        message = sentence("选了“其他”，但没有写是什么。")
        raise QueryError(Problem(message, sentence("请写一两句。"), column="text"))
    return kept


def flag(text: str) -> str:
    """Return why staff should be careful with a text: `link`, or blank."""
    return "link" if _LINK.search(text) else ""


def ticket(facility: str, when: dt.datetime, secret: str) -> str:
    """Return what a form must bring back to be taken, once."""
    made = [facility, int(when.timestamp()), secrets.token_hex(8)]
    return str(_tickets(secret).dumps(made))


def checked_ticket(text: str, facility: str, when: dt.datetime, secret: str) -> str:
    """Return a ticket that is good for a facility.

    Raises:
        QueryError: it is not ours, or too old (column `ticket`), or too young (`moment`).
    """
    try:
        whose, made_s, _number = _tickets(secret).loads(text)
        age_s = when.timestamp() - made_s
    except (BadSignature, ValueError, TypeError):
        whose, age_s = "", 0.0
    if whose != facility or age_s > LATEST_S:
        message = sentence("这个页面放得太久，没有提交成。")
        hint = sentence("写的内容还在，请再点一次提交。")
        raise QueryError(Problem(message, hint, column="ticket"))
    if age_s < SOONEST_S:
        message = sentence("提交得太快了，没有收下。")
        hint = sentence("请过几秒再点一次提交，写的内容还在。")
        raise QueryError(Problem(message, hint, column="moment"))
    return text


def take(limiter: Limiter, used: str, facility: str, address: str, secret: str,
         when: dt.datetime) -> bool:  # fmt: skip
    """Count a message and return whether its ticket is used for the first time.

    Raises:
        TooManyError: too many came from the address, or about the facility.
    """
    counts = (
        (PER_ADDRESS, whose_address(address, secret, when.date())),
        (PER_FACILITY, facility),
    )
    if not limiter.take(_ONCE, used):
        return False
    for limit, whose in counts:
        if not limiter.take(limit, whose):
            limiter.forget(_ONCE, used)
            raise too_many(sentence("这一小时收到的留言太多了。"), limiter.wait_s(limit, whose))
    return True


def untake(limiter: Limiter, used: str) -> None:
    """Make a ticket good again, because its message could not be kept."""
    limiter.forget(_ONCE, used)


def _tickets(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="a form for a report")
