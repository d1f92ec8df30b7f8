"""All targets."""

from __future__ import annotations

from tests.fuzz import files, forms, hours, requests, values
from tests.fuzz.target import Target

TARGETS: tuple[Target, ...] = (
    *hours.TARGETS,
    *files.TARGETS,
    *values.TARGETS,
    *requests.TARGETS,
    *forms.TARGETS,
)
