"""What the API answers, key by key, as JSON Schema; nothing else may stand in an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from finder.errors import Gettext, Sentence, sentence, untranslated
from finder.facility import Facility
from finder.forecast import FORECAST_DAYS
from finder.geojson import REACH
from finder.interface import Schema
from finder.schema_keys import (
    AREA,
    COUNT,
    DATE,
    KIND,
    LAT,
    LON,
    MOMENT,
    NUMBER,
    POINT,
    RANK,
    STATE,
    TEXT,
    YES_NO,
    Key,
    list_of,
    object_schema,
    or_null,
    ref,
)

_PLACE = (
    Key("id", TEXT, sentence("永不改变的编号")),
    Key("name", TEXT, sentence("中文名称")),
    Key("kind", KIND, sentence("类型")),
    Key("lat", or_null(LAT), sentence("纬度，WGS-84；位置待补时为 null")),
    Key("lon", or_null(LON), sentence("经度，WGS-84；位置待补时为 null")),
)
_STATUS = (
    Key("state", STATE, sentence("那时开放、闭馆，还是不知道")),
    Key("note", or_null(TEXT), sentence("只开放哪一部分，或为什么")),
    Key("until", or_null(MOMENT), sentence("这个状态到什么时候；看不到头时为 null")),
    Key("next_open", or_null(MOMENT), sentence("现在没有开放时，下次何时开放")),
    Key("last_entry", or_null(MOMENT), sentence("何时停止入馆")),
    Key("holiday_unconfirmed", YES_NO, sentence("是否因为节假日时间没有确认而不知道")),
    Key("text", TEXT, sentence("以上合成一句话")),
)
_ACCURACY = Key("accuracy_m", or_null(COUNT), sentence("位置可能偏离多少米；null 是就在门口"))
_RESULT = (
    *_PLACE,
    Key("distance_m", or_null(NUMBER), sentence("直线距离，米；没有位置时为 null")),
    Key("walk_minutes", or_null(COUNT), sentence("步行分钟，估计值")),
    Key("cycle_minutes", or_null(COUNT), sentence("骑车分钟，估计值")),
    Key("arrival", or_null(TEXT), sentence("步行去会遇到什么，一句话")),
    Key("open_on_arrival", or_null(YES_NO), sentence("步行到达时让不让进；null 是不知道")),
    *_STATUS,
    _ACCURACY,
    Key("verified_on", or_null(DATE), sentence("最后一次有人确认开放时间的日期")),
)
_NEAR = (
    Key("at", MOMENT, sentence("回答的是哪个时刻")),
    Key("lat", LAT, sentence("问的纬度")),
    Key("lon", LON, sentence("问的经度")),
    Key("results", list_of(ref("Result")), sentence("找到的设施，按顺序")),
)
_SHOWN = (
    Key("name", TEXT, sentence("所选语言的名称")),
    Key("kind", KIND, sentence("类型")),
    Key("kind_name", TEXT, sentence("类型的名称")),
    Key("state", STATE, sentence("那时开放、闭馆，还是不知道")),
    Key("rank", RANK, sentence("0 开放，1 已停止入馆，2 不确定，3 闭馆")),
    Key("mark", TEXT, sentence("地图上的一个字")),
    Key("text", TEXT, sentence("状态，一句话")),
    _ACCURACY,
    Key("accuracy", or_null(TEXT), sentence("位置误差，一句话")),
)
_FEATURE = (
    Key("type", {"const": "Feature"}),
    Key("id", TEXT, sentence("永不改变的编号")),
    Key("geometry", POINT, sentence("位置，经度在前")),
    Key("properties", ref("Shown")),
)
_COUNTS: Schema = {"type": "object", "propertyNames": KIND, "additionalProperties": COUNT}
_COLLECTION = (
    Key("type", {"const": "FeatureCollection"}),
    Key("features", list_of(ref("Feature"))),
    Key("without_position", _COUNTS, sentence("各类型有几处位置待补，没有画出来")),
)
_SPOT = (
    Key("name", TEXT, sentence("所选语言的名称")),
    Key("kind", {"type": "string", "enum": ["town", "metro_station"]}, sentence("镇街或地铁站")),
    Key("source", TEXT, sentence("位置从哪里来")),
)
_PLACE_FEATURE = (
    Key("type", {"const": "Feature"}),
    Key("geometry", POINT, sentence("位置，经度在前")),
    Key("properties", ref("Place")),
)
_PLACES = (
    Key("type", {"const": "FeatureCollection"}),
    Key("features", list_of(ref("PlaceFeature"))),
)
_CELLS = (
    Key("reach", {"type": "string", "enum": list(REACH.values())}, sentence("有多大把握")),
    Key("cells", COUNT, sentence("并排几格，每格 250 米")),
)
_CELL_FEATURE = (
    Key("type", {"const": "Feature"}),
    Key("geometry", AREA, sentence("这几格，经度在前")),
    Key("properties", ref("Cells")),
)
_CELL_COLLECTION = (
    Key("type", {"const": "FeatureCollection"}),
    Key("hour", TEXT, sentence("哪一天的哪个小时，一句话")),
    Key("features", list_of(ref("CellFeature"))),
)
_INTERVAL = (
    Key("start", MOMENT, sentence("从什么时候")),
    Key("end", MOMENT, sentence("到什么时候；这一分钟已不算")),
    Key("state", STATE),
    Key("note", or_null(TEXT), sentence("只开放哪一部分，或为什么")),
    Key("text", TEXT, sentence("以上合成一句话")),
)
_DAY = (
    Key("date", DATE),
    Key("day", or_null(TEXT), sentence("放假或调休上班时，是什么日子")),
    Key("intervals", list_of(ref("Interval")), sentence("值得一说的各段时间；没有就是全天闭馆")),
)
# What the address of one facility gives otherwise than the file has it.
_READ = {
    key.name: key
    for key in (
        *_PLACE[2:],
        Key("datum", {"const": "wgs84"}, sentence("坐标已换算成 WGS-84")),
        _ACCURACY,
    )
}
_FACILITY = (
    *(
        _READ.get(one.name) or Key(one.name, TEXT, Sentence(one.metadata["meaning"]))
        for one in fields(Facility)
    ),
    Key("opening_hours_osm", TEXT, sentence("开放时间，OpenStreetMap 写法；有调休的规则写作 WD")),
    Key("opening_hours_text", TEXT, sentence("开放时间，一句话")),
    Key("at", MOMENT, sentence("回答的是哪个时刻")),
    Key("status", ref("Status")),
    Key("week", list_of(ref("Day")), sentence("从那天起的七天")),
)
_TIMELINE = (
    Key(
        "segments",
        list_of(
            {"type": "array", "items": or_null({"type": "integer"}), "minItems": 4, "maxItems": 4}
        ),
        sentence(
            "各段：比前一段晚几分钟开始（第一段从 start 算）、rank、句子在 texts 里的位置、"
            "从段首到状态改变的分钟（null 是看不到头）"
        ),
    ),
    Key("days", list_of(COUNT), sentence("每天的句子在 texts 里的位置")),
)
_KEPT = (
    Key("id", TEXT, sentence("永不改变的编号")),
    Key("name", TEXT, sentence("中文名称")),
    Key("kind", KIND, sentence("类型")),
    Key("kind_name", TEXT, sentence("类型的名称")),
    Key("lat", or_null(LAT)),
    Key("lon", or_null(LON)),
    *(
        Key(name, TEXT, None, True)
        for name in ("town", "address", "wheelchair", "phone", "website", "notice", "source")
    ),
    Key("title", TEXT, sentence("所选语言的名称，与中文不同时"), True),
    Key("town_name", TEXT, sentence("所选语言的镇街，与中文不同时"), True),
    Key("error_m", COUNT, sentence("位置可能偏离多少米"), True),
    Key("accuracy", TEXT, sentence("位置误差，一句话"), True),
    Key("services", list_of(TEXT), sentence("服务"), True),
    Key("hours", TEXT, sentence("开放时间，一句话")),
    Key("published", TEXT, sentence("公布的原文"), True),
    Key("verified", TEXT, sentence("何时核实，一句话")),
    Key("syllables", TEXT, sentence("供搜索用的拼音")),
    Key("timeline", COUNT, sentence("它在 timelines 里的位置")),
)
_FORECAST = (
    Key("made_at", MOMENT, sentence("何时算出")),
    Key("start", {"type": "integer"}, sentence("第一天 0:00，1970 年（UTC）以来的分钟")),
    Key("days", {"const": FORECAST_DAYS}, sentence("有几天")),
    Key("day_notes", list_of(or_null(TEXT)), sentence("每天放假或调休上班时，是什么日子")),
    Key("texts", list_of(TEXT), sentence("各句子；{n} 是剩下的分钟")),
    Key("timelines", list_of(ref("Timeline")), sentence("时间相同的设施共用一条")),
    Key("facilities", list_of(ref("KeptFacility"))),
)
_PROBLEM = (
    Key(
        "column",
        {"type": ["string", "integer", "null"]},
        sentence("哪个参数，或在开放时间里第几个字"),
    ),
    Key("value", TEXT, sentence("给的值")),
    Key("message", TEXT, sentence("哪里不对")),
    Key("hint", TEXT, sentence("怎么改")),
)
_ERROR = (
    Key("ok", {"const": False}),
    Key("problems", {**list_of(ref("Problem")), "minItems": 1}, sentence("不对的地方，全部列出")),
)
_ANSWERS: Mapping[str, tuple[Key, ...]] = {
    "Near": _NEAR,
    "Result": _RESULT,
    "FacilityCollection": _COLLECTION,
    "Feature": _FEATURE,
    "Shown": _SHOWN,
    "Facility": _FACILITY,
    "Status": _STATUS,
    "Day": _DAY,
    "Interval": _INTERVAL,
    "Forecast": _FORECAST,
    "Timeline": _TIMELINE,
    "KeptFacility": _KEPT,
    "PlaceCollection": _PLACES,
    "PlaceFeature": _PLACE_FEATURE,
    "Place": _SPOT,
    "CellCollection": _CELL_COLLECTION,
    "CellFeature": _CELL_FEATURE,
    "Cells": _CELLS,
    "Error": _ERROR,
    "Problem": _PROBLEM,
}


def answer_schemas(gettext: Gettext = untranslated) -> dict[str, Schema]:
    """Return the schema of every answer and of its parts, by name."""
    schemas = {name: object_schema(keys, gettext) for name, keys in _ANSWERS.items()}
    # The document is described by OpenAPI itself.
    document: Schema = {"type": "object", "required": ["openapi", "info", "paths"]}
    return schemas | {"Document": document}
