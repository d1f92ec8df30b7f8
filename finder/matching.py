"""Which facilities a text means: in Chinese, in pinyin, by initials or in English.

A page's script follows the same rule with what the forecast gives it:

1. A text is folded: NFKD, then `u` with a diaeresis to `v`, other marks (category Mn) and
   apostrophes dropped, lower case. So full-width letters, capitals, tone marks and `lü` for `lv`
   make no difference, and neither does `xi'an` for `xian`.
2. Its terms are the longest runs of Chinese characters, and of other letters and digits; spaces
   and punctuation only part them. A facility matches if every term does; so does a text without
   terms.
3. A Chinese term matches if the folded name, town, address, a service or `syllables` contains it,
   or if it has three characters or more and the name has them all in this order, so that what
   people leave out of a name does no harm.
4. Another term matches if it begins a run in a field of `syllables`: fields are parted by `|`, a
   field is a list of syllables and words parted by spaces, and a run is what starts at any one of
   them and goes on to the end of the field, written without spaces; or if it begins the initials
   of such a run.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from finder.facility import Facility
from finder.spelling import syllables_of
from finder.translations import catalogue

_CHINESE = r"\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_TERM = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+")
# What folding leaves as it is, as most names are: ideographs, digits and small letters.
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z]*")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")

# What a name is made of besides what makes it a name: each is a word of its own in pinyin.
_WORDS = re.compile(
    "(街道|通州|火车|图书馆|文化馆|博物馆|艺术馆|美术馆|阅读|空间|北京|城市|综合|文化|艺术|活动|中心|区|镇|乡)"
)


def folded(text: str) -> str:
    """Return `text` as it is compared: rule 1 of this module."""
    if _PLAIN.fullmatch(text):
        return text
    apart = unicodedata.normalize("NFKD", text).replace("u\u0308", "v").replace("U\u0308", "v")
    plain = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return plain.translate(_APOSTROPHES).lower()


def terms(text: str) -> tuple[str, ...]:
    """Return the terms of what somebody typed: rule 2 of this module."""
    return tuple(_TERM.findall(folded(text)))


@lru_cache(maxsize=131_072)
def syllables(facility: Facility) -> str:
    """Return the pinyin and the English words that a facility is found by.

    Fields are parted by `|`: name, English name, town, the kind in Chinese and in English, each
    service, the numbers and letters of the address, and last the kind as Chinese characters; blank
    ones are left out. An address in pinyin would weigh more than it is asked for.
    """
    kind = facility.kind_key.label
    fields = (
        facility.name,
        facility.name_en,
        facility.town,
        kind.text(),
        kind.text(catalogue("en")),
        *facility.service_names,
        " ".join(term for term in terms(facility.address) if not _is_chinese(term)),
    )
    spelt = (" ".join(_syllables_of(field)) for field in fields)
    return "|".join((*filter(None, spelt), folded(kind.text())))


def matches(facility: Facility, wanted: tuple[str, ...]) -> bool:
    """Return whether a facility is meant by every one of these terms: rules 3 and 4."""
    if not wanted:
        return True
    return all(
        _is_written(term, facility)
        if _is_chinese(term)
        else any(run.startswith(term) for run in _runs(facility))
        for term in wanted
    )


def _is_written(term: str, facility: Facility) -> bool:
    """Return whether Chinese characters are in what is written of a facility."""
    return term in _written(facility) or _in_order(term, folded(facility.name))


def _in_order(term: str, name: str) -> bool:
    """Return whether `term`, of three or more, has its characters in `name`, with gaps or not."""
    rest = iter(name)
    return len(term) > 2 and all(sign in rest for sign in term)


def english_name(facility: Facility) -> str:
    """Return the English name; where there is none, the Chinese one with its pinyin."""
    if facility.name_en or not any(map(_is_chinese, terms(facility.name))):
        return facility.name_en or facility.name
    return f"{facility.name} ({pinyin_name(facility.name)})"


def pinyin_name(name: str) -> str:
    """Return a Chinese name in pinyin, each word with a capital letter."""
    words = (
        _title(word) if _is_chinese(word) else word
        for run in _TERM.findall(unicodedata.normalize("NFKC", name))
        for word in _WORDS.split(run)
        if word
    )
    return " ".join(words)


@lru_cache(maxsize=131_072)
def _written(facility: Facility) -> str:
    """Return the text that holds Chinese terms."""
    kind = facility.kind_key.label.text()
    written = (facility.name, facility.town, facility.address, *facility.service_names, kind)
    return "|".join(map(folded, written))


# Apart from the text: the dictionary of pinyin is only for those who ask in letters.
@lru_cache(maxsize=131_072)
def _runs(facility: Facility) -> tuple[str, ...]:
    """Return the runs that other terms begin."""
    runs: list[str] = []
    for field in syllables(facility).split("|"):
        parts = field.split(" ")
        for start in range(len(parts)):
            runs.append("".join(parts[start:]))
            runs.append("".join(part[0] for part in parts[start:]))
    return tuple(runs)


def _syllables_of(text: str) -> list[str]:
    found: list[str] = []
    for term in terms(text):
        found.extend(syllables_of(term) if _is_chinese(term) else (term,))
    return found


def _is_chinese(term: str) -> bool:
    return re.match(rf"[{_CHINESE}]", term) is not None


def _title(word: str) -> str:
    """Return one word of a name in pinyin, with the apostrophe before a syllable's vowel."""
    first, *others = syllables_of(word, has_umlauts=True)
    return first.title() + "".join(f"'{one}" if one[0] in "aoe" else one for one in others)
