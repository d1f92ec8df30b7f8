"""How often something was tried, counted for all worker processes together."""

from __future__ import annotations

import sqlite_utils

from finder.store.database import table, writing


def count_hits(
    database: sqlite_utils.Database, key: str, amount: int, now_s: float, lasts_s: int
) -> int:
    """Count `amount` more and return the number; the first one starts the time that it lasts.

    Args:
        now_s: the present moment, seconds since 1970.
    """
    with writing(database):
        held = table(database, "hits")
        held.delete_where("ends_at <= ?", [now_s])
        database.execute(
            "insert into hits (key, count, ends_at) values (?, max(0, ?), ?)"
            # What ends later was counted by a clock that has been set back since.
            " on conflict (key) do update set count = max(0, count + ?),"
            " ends_at = min(ends_at, excluded.ends_at)",
            [key, amount, now_s + lasts_s, amount],
        )
        return int(held.get(key)["count"])


def hits(database: sqlite_utils.Database, key: str, now_s: float) -> tuple[int, float]:
    """Return how many were counted, and when that ends; 0 and now if there are none."""
    for row in table(database, "hits").rows_where("key = ? and ends_at > ?", [key, now_s]):
        return int(row["count"]), float(row["ends_at"])
    return 0, now_s


def forget_hits(database: sqlite_utils.Database, key: str | None = None) -> int:
    """Forget what was counted under a key, or everything; return how many keys that were."""
    with writing(database):
        held = table(database, "hits")
        before = held.count
        held.delete_where("key = ?" if key else None, [key] if key else None)
        return before - held.count
