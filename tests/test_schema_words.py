"""JSON Schema in as few signs as will do."""

from __future__ import annotations

import pytest

from finder.interface import Schema
from finder.schema_words import MOST_IN_LINE, Value, value_of


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, Value("string", "", False, "", ())),
        ({"type": ["integer", "null"]}, Value("integer | null", "", False, "", ())),
        ({"$ref": "#/components/schemas/Result"}, Value("", "Result", False, "", ())),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
            Value("", "Result", True, "", ()),
        ),
        (
            {"type": "number", "minimum": -90, "maximum": 90},
            Value("number", "", False, "-90 – 90", ()),
        ),
        ({"type": "string", "maxLength": 9}, Value("string", "", False, "最多 9 个字", ())),
        ({"type": "string", "format": "date"}, Value("string", "", False, "ISO 8601", ())),
        ({"const": False}, Value("", "", False, "", ("false",))),
        (
            {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            Value("string", "", True, "", ("a", "b")),
        ),
        ({}, Value("", "", False, "", ())),
    ],
)
def test_what_a_value_may_be_is_said(schema: Schema, value: Value) -> None:
    assert value_of(schema) == value


def test_many_choices_do_not_stand_in_a_line() -> None:
    few = value_of({"enum": [str(number) for number in range(MOST_IN_LINE)]})
    many = value_of({"enum": [str(number) for number in range(MOST_IN_LINE + 1)]})
    assert (few.has_many, many.has_many) == (False, True)
