"""Which passwords are taken, and what is kept of them."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.errors import AccountError
from finder.passwords import (
    LONGEST,
    checked_password,
    generated_password,
    hashed,
    is_outdated,
    is_password,
)

GOOD = "korrekt pferd 测试"


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "只有 0 个字符"),
        ("ninechars", "只有 9 个字符"),
        ("x" * LONGEST + "y", "有 201 个字符"),
        ("aaaaaaaaaaaa", "重复的字符"),
        ("abababababab", "重复的字符"),
        ("Test Konto", "就是名字"),
        ("test konto2026", "就是名字"),
        ("test kontotest konto", "就是名字"),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused_and_not_repeated(
    password: str, words: str
) -> None:
    with pytest.raises(AccountError, match=words) as caught:
        checked_password(password, "Test Konto")
    assert caught.value.problems[0].value == ""


@pytest.mark.parametrize("password", ["tenletters", GOOD, "x1y2" * 50])
def test_a_password_within_the_limits_is_taken_as_it_is(password: str) -> None:
    assert checked_password(password, "Test Konto") == password


def test_generated_passwords_are_taken_and_all_different() -> None:
    made = {generated_password() for _ in range(50)}
    assert len(made) == 50
    assert all(checked_password(one, "Test Konto") == one for one in made)


@settings(max_examples=5)
@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_same_password_is_the_same(one: str, other: str) -> None:
    kept = hashed(one)
    assert is_password(kept, one)
    assert is_password(kept, other + "x") == (other + "x" == one)


def test_a_password_is_the_same_from_every_keyboard() -> None:
    assert is_password(hashed("Stra\u00dfe \u00fcber"), "Stra\u00dfe u\u0308ber")


def test_what_is_kept_is_argon2id_of_the_low_memory_profile_and_says_nothing() -> None:
    kept = hashed(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert GOOD not in kept
    assert hashed(GOOD) != kept


def test_nobodys_password_is_denied_whatever_it_is() -> None:
    assert not is_password(None, GOOD)
    assert not is_password("not a hash", GOOD)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    assert is_password(old, GOOD)
    assert is_outdated(old)
    assert not is_outdated(hashed(GOOD))
