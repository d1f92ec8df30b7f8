"""Two lists compared: what differs, and the sentence that says so."""

from __future__ import annotations

import json

from finder.changes import Change, changes, changes_object, renamed_text
from finder.facility import Facility
from tests.made_up import JIA, facility

YI = facility(id="yi", name="乙馆")
BING = facility(id="bing", name="丙馆")


def test_a_list_compared_with_itself_has_no_changes(facilities: tuple[Facility, ...]) -> None:
    assert changes(facilities, facilities).is_empty
    assert changes(facilities, tuple(reversed(facilities))).is_empty


def test_rows_are_added_changed_and_removed_by_their_ids() -> None:
    other = facility(phone="010-1234567", name="甲甲馆")
    found = changes([YI, JIA], [other, BING])
    assert found.added == (BING,)
    assert found.removed == (YI,)
    assert found.changed == (Change(JIA, other, ("name", "phone")),)
    assert not found.is_empty


def test_an_id_that_was_changed_is_told_by_the_name() -> None:
    found = changes([JIA, YI], [facility(id="jia-guan"), YI])
    assert found.renamed == ((JIA, facility(id="jia-guan")),)
    said = renamed_text(*found.renamed[0])
    assert "jia 改成了 jia-guan" in said


def test_of_two_with_one_name_nobody_knows_which_was_renamed() -> None:
    twin = facility(id="twin")
    assert changes([JIA, twin], [facility(id="jia-guan")]).renamed == ()


def test_the_object_of_the_changes_is_json_with_the_same_sentences() -> None:
    found = changes([JIA, YI], [facility(lat="39.904683"), facility(id="yi-guan", name="乙馆")])
    shown = json.loads(json.dumps(changes_object(found)))
    assert shown == {
        "added": [{"id": "yi-guan", "name": "乙馆"}],
        "changed": [
            {
                "id": "jia",
                "name": "甲馆",
                "columns": ["lat"],
                "moved_m": 520.0,
                "texts": ["位置向北移动了 520 米"],
            }
        ],
        "removed": [{"id": "yi", "name": "乙馆"}],
        "renamed": [{"before": "yi", "after": "yi-guan"}],
    }
