"""What somebody types, and which facilities they mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.facility import Facility
from finder.matching import english_name, folded, matches, syllables, terms
from tests.made_up import facility

LIBRARY = facility(
    id="library",
    name="通州区图书馆",
    name_en="Tongzhou District Library",
    town="通运街道",
    address="北京市通州区绿心路76号",
    services="借阅;自习;绿心展",
)
MUSEUM = facility(id="museum", name="路县故城遗址博物馆", kind="museum", town="潞源街道")
SPACE = facility(id="space", name="24小时阅空间（宋庄小堡文化广场）", kind="reading_space")


def found(text: str) -> list[str]:
    return [one.id for one in (LIBRARY, MUSEUM, SPACE) if matches(one, terms(text))]


@pytest.mark.parametrize(
    "text",
    [
        "图书馆",
        "书馆",
        "通州区图书馆",
        "tushuguan",
        "shuguan",
        "tushug",
        "tsg",
        "tzqtsg",
        "TSG",
        "ｔｓｇ",
        "tongzhou",
        "tongzhouqu tsg",
        "tsg  tongzhouqu",
        "tu shu guan",
        "tu'shu'guan",
        "tu’shu’guan",
        "túshūguǎn",
        "library",
        "LIBR",
        "district library",
        "districtlib",
        "tdl",
        "lvxin",
        "lüxin",
        "lǜxīn",
        "LÜ",
        "绿心路",
        "绿心路76",
        "76",
        "zixi",
        "自习",
        "通运",
        "tyjd",
        "tsg，自习",
    ],
)
def test_the_library_is_found_however_it_is_typed(text: str) -> None:
    assert found(text) == ["library"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["library", "museum", "space"]),
        (" ？! ", ["library", "museum", "space"]),
        ("jiedao", ["library", "museum"]),
        ("lu", ["museum"]),
        ("museum", ["museum"]),  # no English name, but an English kind
        ("bwg", ["museum"]),
        ("luxian bwg", ["museum"]),
        ("24h", []),
        ("24小时", ["space"]),
        ("24xiaoshi", ["space"]),
        ("24xs", []),
        ("2xs", ["space"]),
        ("宋庄 空间", ["space"]),
        ("kongjiansongzhuang", ["space"]),  # brackets do not end a run
        ("tsg bwg", []),
        ("ibrary", []),  # not where a word begins
        ("ushuguan", []),
        ("通州图书馆", ["library"]),
        ("路县博物馆", ["museum"]),
        ("图州", []),
        ("馆图", []),
        ("qutushuguantong", []),  # a run does not go on into the next field
        ("洗车", []),
    ],
)
def test_every_term_must_match_somewhere(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("通州tsg", ("通州", "tsg")),
        ("24小时", ("24", "小时")),
        ("24-hour", ("24", "hour")),
        ("Xi'an", ("xian",)),
        ("（绿心）_x", ("绿心", "x")),
        ("%_", ()),
    ],
)
def test_terms_part_at_punctuation_and_where_chinese_ends(
    text: str, parted: tuple[str, ...]
) -> None:
    assert terms(text) == parted


def test_syllables_are_fields_of_syllables_and_words() -> None:
    assert syllables(LIBRARY).split("|") == [
        "tong zhou qu tu shu guan",
        "tongzhou district library",
        "tong yun jie dao",
        "tu shu guan",
        "library",
        "jie yue",
        "zi xi",
        "lv xin zhan",
        "76",
        "图书馆",
    ]


def test_pinyin_is_that_of_the_word_and_not_of_the_single_character() -> None:
    assert syllables(facility(name="永乐店大厦音乐厅")).startswith(
        "yong le dian da sha yin yue ting|"
    )


def in_order(term: str, name: str) -> bool:
    return len(term) > 2 and re.search(".*".join(map(re.escape, term)), name) is not None


def as_the_script_does(one: Facility, text: str) -> bool:
    """Return whether a facility matches, by the rule in the docstring and the forecast alone."""
    fields = [field.split(" ") for field in syllables(one).split("|")]
    shown = (one.name, one.town, one.address, *one.service_names)
    chinese = "|".join([*(folded(field) for field in shown), syllables(one)])

    def holds(term: str) -> bool:
        if re.match(r"[\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff]", term):
            return term in chinese or in_order(term, folded(one.name))
        return any(
            "".join(field[start:]).startswith(term)
            or "".join(part[0] for part in field[start:]).startswith(term)
            for field in fields
            for start in range(len(field))
        )

    return all(holds(term) for term in terms(text))


@given(st.text("tusghanlibry图书馆自习 '", max_size=8))
def test_the_documented_rule_is_the_one_that_holds(text: str) -> None:
    for one in (LIBRARY, MUSEUM, SPACE):
        assert matches(one, terms(text)) == as_the_script_does(one, text)


@given(st.text(max_size=20))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert all(folded(term) == term for term in terms(text))
    found(text)


def test_every_real_facility_is_found_by_its_own_name(facilities: tuple[Facility, ...]) -> None:
    for one in facilities:
        spelt = syllables(one).split("|")
        for text in (one.name, one.name_en, spelt[0], spelt[0].replace(" ", "")):
            assert matches(one, terms(text)), (one.id, text)


@pytest.mark.parametrize(
    ("name", "name_en", "english"),
    [
        ("通州区图书馆", "Tongzhou District Library", "Tongzhou District Library"),
        ("通州区图书馆", "", "通州区图书馆 (Tongzhou Qu Tushuguan)"),
        ("潞云筑·24小时图书馆", "", "潞云筑·24小时图书馆 (Luyunzhu 24 Xiaoshi Tushuguan)"),
        ("绿安书院", "", "绿安书院 (Lü'anshuyuan)"),
        ("Library", "", "Library"),
    ],
)
def test_who_reads_english_gets_the_english_name_or_the_pinyin(
    name: str, name_en: str, english: str
) -> None:
    assert english_name(facility(name=name, name_en=name_en)) == english
