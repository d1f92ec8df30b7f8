"""The addresses of the API and their parameters: what the code reads, and the document says.

Nothing else lists them. A parameter that is not named here for an address is refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from finder.asking import (
    DEFAULT_LIMIT,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LIMIT,
    MAX_TEXT_LENGTH,
    YES_NO,
)
from finder.circle import Way
from finder.errors import Sentence, sentence
from finder.facility import Kind
from finder.listing import MOST_ON_PHONE, Listing
from finder.search import STEP_FREE
from finder.translations import LANGUAGES
from finder.weeks import WEEK_HOURS, WEEKS

Schema = dict[str, object]

# A document that named the towns of a whole country would be of no use to anybody.
MOST_NAMES = 200

_DATE = (
    r"(?:(?:20[0-9]{2}|21[0-9]{2})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:20(?:[02468][048]|[13579][26])|21(?:0[48]|[2468][048]|[13579][26]))-02-29)"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
MOMENT = f"^(?:{_DATE}(?:T{_TIME}{_OFFSET}?)?)?$"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address.

    Args:
        name: as it stands in the address.
        meaning: what it asks.
        schema: JSON Schema of its value, for a list; what is separated by commas is an array.
        example: a value that it may have with every list; None where that depends on the list.
    """

    name: str
    meaning: Sentence
    schema: Callable[[Listing], Schema]
    example: object = None


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that can be read.

    Args:
        path: as OpenAPI writes it, with `{name}`.
        name: what programs call it.
        summary: what it is.
        meaning: what else there is to know.
        parameters: the names of those that it reads besides `lang`.
        required: those of them without which there is no answer.
        answer: the name of the schema of its answer.
        mimetype: of its answer.
        may_be_missing: whether it can be 404.
    """

    path: str
    name: str
    summary: Sentence
    meaning: Sentence
    parameters: tuple[str, ...]
    answer: str
    required: tuple[str, ...] = ()
    mimetype: str = "application/json"
    may_be_missing: bool = False

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return self.path.replace("{", "<").replace("}", ">")


def _always(**schema: object) -> Callable[[Listing], Schema]:
    return lambda _: schema


def _names(names: Iterable[str]) -> Schema:
    """Return the schema of some of `names`, separated by commas."""
    known = list(dict.fromkeys(names))
    one: Schema = {"type": "string", "minLength": 1, "pattern": "^[^,]*$"}
    if 0 < len(known) <= MOST_NAMES:
        # A comma too many does no harm.
        one = {"type": "string", "enum": [*known, ""]}
    return {"type": "array", "items": one}


_KIND_NAMES = [kind.value for kind in Kind] + [str(kind.label) for kind in Kind]

PARAMETERS = {
    one.name: one
    for one in (
        Parameter(
            "lat",
            sentence("纬度，十进制度数，WGS-84。"),
            _always(type="number", minimum=-90, maximum=90),
            39.9117,
        ),
        Parameter(
            "lon",
            sentence("经度，十进制度数，WGS-84。"),
            _always(type="number", minimum=-180, maximum=180),
            116.6813,
        ),
        Parameter(
            "at",
            sentence(
                "问哪个时刻，ISO 8601，%(first)d 到 %(last)d 年；"
                "不写时区就是北京时间，不写就是现在。",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            ),
            _always(type="string", pattern=MOMENT),
            "2026-11-24T20:00",
        ),
        Parameter(
            "open",
            sentence("1：只要那时开放的。"),
            _always(type="string", enum=sorted(filter(None, YES_NO))),
            "1",
        ),
        Parameter(
            "arriving",
            sentence("1：只要那时步行出发、到达时还让进的。"),
            _always(type="string", enum=sorted(filter(None, YES_NO))),
            "1",
        ),
        Parameter(
            "kind",
            sentence("只要这些类型，键或中文名，用逗号隔开。"),
            lambda _: _names(_KIND_NAMES),
            [Kind.LIBRARY.value],
        ),
        Parameter(
            "q",
            sentence("搜索名称、镇街、地址和服务：中文、拼音、首字母或英文；没有位置的排在最后。"),
            _always(type="string", maxLength=MAX_TEXT_LENGTH),
            "tsg",
        ),
        Parameter(
            "service",
            sentence("要提供全部这些服务，用逗号隔开；“%(name)s”也是一项。", name=STEP_FREE),
            lambda listing: _names(listing.offered),
        ),
        Parameter(
            "town",
            sentence("只要在这些镇街里的，用逗号隔开。"),
            lambda listing: _names(listing.towns),
        ),
        Parameter(
            "limit",
            sentence("最多要几处；不写就是 %(count)d。", count=DEFAULT_LIMIT),
            _always(type="integer", minimum=1, maximum=MAX_LIMIT),
            3,
        ),
        Parameter(
            "by",
            sentence("怎么去；不写就是步行。"),
            _always(type="string", enum=[way.value for way in Way]),
            Way.BICYCLE.value,
        ),
        Parameter(
            "week",
            sentence("平常的一周（ordinary，不写就是它），还是节假日的一周（holiday）。"),
            _always(type="string", enum=list(WEEKS)),
            "ordinary",
        ),
        Parameter(
            "hour",
            sentence("那一周的第几个小时，周一 0:00 是 0；不写就是够得着最多的那个。"),
            _always(type="integer", minimum=0, maximum=WEEK_HOURS - 1),
            10,
        ),
        Parameter(
            "lang",
            sentence("句子的语言；不写就是中文。"),
            _always(type="string", enum=list(LANGUAGES)),
            "en",
        ),
        Parameter(
            "facility_id",
            sentence("设施的编号，永不改变。"),
            _always(type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$"),
        ),
    )
}

# The parameters that the list and the map share.
NARROWING = ("at", "open", "arriving", "kind", "q", "service", "town")

NEAR = Operation(
    "/api/near",
    "near",
    sentence("一个位置附近的设施"),
    sentence("开放的在前，由近到远；然后是已停止入馆的、不确定的、闭馆的。"),
    ("lat", "lon", *NARROWING, "limit"),
    "Near",
    required=("lat", "lon"),
)
FACILITIES = Operation(
    "/api/facilities.geojson",
    "facilities",
    sentence("有位置的设施，供地图用"),
    sentence(
        "GeoJSON（RFC 7946），没有距离。设施超过 %(most)d 处时，"
        "只给离 lat、lon（不写就是全部设施的中间）最近的 %(limit)d 处。",
        most=MOST_ON_PHONE,
        limit=MAX_LIMIT,
    ),
    (*NARROWING, "lat", "lon", "limit"),
    "FacilityCollection",
    mimetype="application/geo+json",
)
FACILITY = Operation(
    "/api/facilities/{facility_id}",
    "facility",
    sentence("一处设施的全部资料"),
    sentence("名单里的各栏、那时是否开放，和从那天起七天的时间。"),
    ("at",),
    "Facility",
    may_be_missing=True,
)
FORECAST = Operation(
    "/api/forecast.json",
    "forecast",
    sentence("每处设施今后几天每一分钟的状态"),
    sentence("给断网时也要显示的网页用；设施超过 %(most)d 处时没有（404）。", most=MOST_ON_PHONE),
    (),
    "Forecast",
    may_be_missing=True,
)
PLACES = Operation(
    "/api/places.geojson",
    "places",
    sentence("镇街和地铁站的位置"),
    sentence("给不说自己位置的人选用；镇街的位置是代表点。"),
    (),
    "PlaceCollection",
    mimetype="application/geo+json",
)
COVERAGE = Operation(
    "/api/coverage.geojson",
    "coverage",
    sentence("十五分钟文化圈：各处够得着什么"),
    sentence("那个小时，从每一格出发十五分钟里有没有开放的设施；没有标出的格里没有。"),
    ("by", "week", "hour"),
    "CellCollection",
    mimetype="application/geo+json",
    may_be_missing=True,
)
DOCUMENT = Operation(
    "/api/openapi.json",
    "openapi",
    sentence("这份说明，供程序读"),
    sentence("OpenAPI 3.1。参数可用的值来自现在的名单。"),
    (),
    "Document",
)
OPERATIONS = (NEAR, FACILITIES, FACILITY, FORECAST, PLACES, COVERAGE, DOCUMENT)
