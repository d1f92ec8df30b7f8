"""What a mutant meets: the quick tests first, few examples, and no answer kept from elsewhere.

A plugin of pytest for `make mutants`, named in pyproject.toml; no other run loads it.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import hypothesis
import pytest
from hypothesis import Phase

EXAMPLES = 25
# The zone of the server is asked of new processes, which knows nothing of hours.
LEFT_OUT = ("test_the_zone_of_the_server_does_not_matter",)

_asked: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    # Thousands of tests named one by one are found far slower than their files.
    _asked.update(_plain(argument) for argument in config.args if "::" in argument)
    config.args[:] = list(dict.fromkeys(argument.split("::")[0] for argument in config.args))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [
        item
        for item in items
        if (not _asked or _plain(item.nodeid) in _asked) and not item.name.startswith(LEFT_OUT)
    ]
    for item in items:
        if _is_property(item):
            _hurry(item)
    items.sort(key=lambda item: (_is_property(item), item.name.startswith("test_every")))
    _forget()


def pytest_runtest_setup() -> None:
    # Which tests reach a function is found out once: a kept answer would hide the later ones.
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()


def _plain(name: str) -> str:
    # A test with Chinese in its name is escaped once more each time that a process collects it.
    return re.sub(r"\\+", r"\\", name)


def _is_property(item: pytest.Item) -> bool:
    return bool(getattr(getattr(item, "obj", None), "is_hypothesis_test", False))


def _hurry(item: pytest.Item) -> None:
    test: Any = item.obj  # type: ignore[attr-defined]
    usual: hypothesis.settings = test._hypothesis_internal_use_settings
    test._hypothesis_internal_use_settings = hypothesis.settings(
        usual,
        max_examples=min(usual.max_examples, EXAMPLES),
        derandomize=True,
        database=None,
        # One counter-example will do; to make it small takes longer than all the rest.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith(("finder.hours", "finder.geo", "finder.chords")):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
