"""What OpenAPI has no words for, told to schemathesis."""

from __future__ import annotations

from typing import Any

import schemathesis

from finder.interface import FACILITIES


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Make half a position whole where one may be given: the two go together or not at all."""
    del context, kwargs
    if case.operation.path != FACILITIES.path or case.meta.generation.mode.is_negative:
        return
    given = [name for name in ("lat", "lon") if case.query.get(name) not in (None, "")]
    if len(given) == 1:
        case.query["lon" if given == ["lat"] else "lat"] = 0
