"""What a text was understood to mean, as whoever wrote it sees it."""

from __future__ import annotations

import datetime as dt

import pytest

from finder.errors import HoursError
from finder.explanation import explanation, explanation_object
from finder.holidays import Calendar

TUESDAY = dt.date(2026, 11, 24)


def test_an_explanation_has_the_text_in_three_forms_and_its_hours(calendar: Calendar) -> None:
    text = "周二至周日9:00-17:00，16:30停止入馆，周一闭馆（法定节假日除外）"
    assert explanation_object(explanation(text, [TUESDAY], calendar)) == {
        "ok": True,
        "opening_hours": 'Tu-Su,PH 09:00-17:00, Tu-Su,PH 16:30-17:00 open "停止入馆"',
        "text_zh": "周二至周日9:00-17:00（16:30停止入馆）；周一闭馆（法定节假日除外）",
        "text_en": "Tue–Sun 9:00–17:00 (last entry 16:30); Mon closed (public holidays excepted)",
        "warnings": [],
        "intervals": [
            {
                "start": f"2026-11-24T{start}:00+08:00",
                "end": f"2026-11-24T{end}:00+08:00",
                "state": "open",
                "note": note,
            }
            for start, end, note in (("09:00", "16:30", None), ("16:30", "17:00", "停止入馆"))
        ],
    }


def test_a_blank_text_is_unknown_hours(calendar: Calendar) -> None:
    found = explanation_object(explanation(" ", [TUESDAY], calendar))
    assert (found["opening_hours"], found["text_zh"]) == ("", "开放时间未知")
    assert [part["state"] for part in found["intervals"]] == ["unknown"]  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_not_explained(calendar: Calendar) -> None:
    with pytest.raises(HoursError, match="另行通知"):
        explanation("开放时间另行通知", [TUESDAY], calendar)
