"""A made-up list with every rule that is awkward, a facility each."""

from __future__ import annotations

from dataclasses import replace

from finder.facility import Facility

_SPECIAL = "special"
_PHONE = "phone"
_NOWHERE = "nowhere"

# Ordinary hours, and what else of a row is worth a word. Few different times: what changes at the
# same minute is asked at the same moment.
_ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    # Splits, overnight, midnight.
    ("Mo-Su,PH 09:00-12:00,13:00-17:00", {}),
    ("周一至周五8:30-12:00、13:00-17:00", {_PHONE: "010-00000000"}),
    ("Mo-Su,PH 18:00-26:00", {}),
    ("Fr,Sa 20:00-05:00; Su 09:00-17:00", {}),
    ("Mo-Su,PH 22:00-02:00; Sa 09:00-12:00", {}),
    ("Mo-Su,PH 00:00-24:00", {}),
    ("24/7", {}),
    ("全天24小时", {_NOWHERE: "1"}),
    ("Mo-Su,PH 09:00-24:00", {}),
    ("Mo-Sa 12:00-36:00", {}),
    ("Mo-Su,PH 00:00-02:00,20:00-24:00", {}),
    ("Mo,We,Fr 13:00-37:00; Tu off", {}),
    # Parts of the building, last entry.
    ('Tu-Su 08:30-18:00, Tu-Su 18:00-22:00 open "二层、七层"; Mo off', {}),
    ("周二至周日8:30-18:00，夜间18:00-22:00（仅限二层、七层），周一闭馆", {}),
    ("9:00-17:00，16:30停止入馆，周一闭馆（法定节假日除外）", {_PHONE: "010-00000000"}),
    ('Mo-Su,PH 09:00-22:00, Mo-Su,PH 20:00-22:00 open "last entry"', {}),
    ('Mo-Su,PH 18:00-26:00, Mo-Su,PH 22:00-26:00 open "停止入场"', {}),
    ('Mo-Su 09:00-17:00 open "需预约"; Sa,Su 09:00-12:00 open "一层"', {}),
    # Holidays and make-up working days.
    ("WD 09:00-17:00; PH 13:00-17:00; Sa,Su off", {}),
    ("工作日9:00-17:00，节假日闭馆", {}),
    ("周一至周五9:00-17:00，法定节假日闭馆", {}),
    ("周二至周日10:00-20:00，周一闭馆（法定节假日除外）", {}),
    ("周一至周日9:00-18:00（全年无休）", {}),
    ("Mo-Fr 09:00-17:00", {_PHONE: "010-00000000"}),
    ("Mo-Su 09:00-17:00; PH off", {}),
    ("Mo-Fr 09:00-17:00; PH unknown", {}),
    ("PH 12:00-22:00", {}),
    # Seasons, dates, weeks, weekdays of a month, years.
    ("Apr-Oct 09:00-18:00; Nov-Mar 09:00-16:30", {}),
    ("Apr 15-Oct 15 Tu-Su,PH 08:30-18:00; Oct 16-Apr 14 Tu-Su,PH 09:00-16:00", {}),
    ("week 1-53/2 Mo-Fr 09:00-17:00; week 2-52/2 Mo-Fr 13:00-20:00; PH off", {}),
    ("Sa[1],Sa[-1] 09:00-12:00; We 13:00-17:00; PH off", {}),
    ("Feb 29 09:00-12:00; Mar-Dec Su[2] 09:00-17:00; PH off", {}),
    ("2026 Jun 01-2027 Feb 10 Mo-Su,PH 09:00-17:00", {}),
    ("2026-2027 Sa 09:00-12:00; PH off", {}),
    ("Dec 20-Jan 10 20:00-02:00; Jul 14:00-20:00", {}),
    # Dated exceptions and closures.
    ("Mo-Su,PH 09:00-17:00", {_SPECIAL: "2026年12月24日闭馆（设备检修）"}),
    ("Mo-Su,PH 09:00-17:00", {_SPECIAL: "2026-10-01至10-03 闭馆 国庆"}),
    ("周二至周日9:00-17:00，周一闭馆", {_SPECIAL: "2026 Dec 31 18:00-26:00; 2027 Jan 01 off"}),
    ("Mo-Su,PH 18:00-26:00", {_SPECIAL: '2026 Nov 28 off "设备检修"'}),
    ("", {_SPECIAL: "2026 Dec 05 13:00-17:00"}),
    ("Mo-Su,PH 09:00-17:00", {_SPECIAL: '2026 Mar 01-2027 Jan 31 off "装修"'}),
    ("24/7", {_SPECIAL: '2026 Feb 17 off "检修"; 2026 May 02 12:00-13:00 unknown "待定"'}),
    # Unknown, fallbacks, nothing at all.
    ("", {_PHONE: "010-00000000"}),
    ("", {_NOWHERE: "1"}),
    ('unknown "以门口告示为准"', {}),
    ('Mo-Fr 09:00-17:00; Sa 09:00-12:00 unknown "可能开放"; PH off', {_PHONE: "010-00000000"}),
    ('Mo-Fr 09:00-12:00 || 13:00-17:00 unknown "电话确认"', {}),
    ('Tu-Su 09:00-17:00 || unknown "请致电"', {}),
    ("off", {}),
    ('off "永久闭馆"', {}),
    ('Mo-Su 09:00-12:00 || Mo-Su 08:30-20:00 open "自习室"', {}),
)


def made_up_list() -> tuple[Facility, ...]:
    """Return the list; nothing in it is real."""
    return tuple(_facility(number, *row) for number, row in enumerate(_ROWS, start=1))


def _facility(number: int, hours: str, more: dict[str, str]) -> Facility:
    facility = Facility(
        id=f"made-up-{number:02d}",
        name=f"测试{number}馆",
        name_en=f"Test {number}",
        kind="museum" if number % 2 else "library",
        lat=f"{39.9 + number % 7 / 100:.4f}",
        lon=f"{116.7 + number % 5 / 100:.4f}",
        opening_hours=hours,
        special_hours=more.get(_SPECIAL, ""),
        phone=more.get(_PHONE, ""),
        source="测试",
    )
    return replace(facility, lat="", lon="") if _NOWHERE in more else facility
