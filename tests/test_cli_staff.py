"""The terminal's commands about accounts."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from finder import store
from finder.cli import main
from finder.passwords import is_password

GOOD = "korrekt pferd"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "pruefer")
    return tmp_path


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["staff", *words], input=typed)


def account(folder: Path, name: str) -> store.Account | None:
    with closing(store.connect(folder / "finder.sqlite")) as database:
        return store.account_named(database, name)


def test_a_password_is_asked_for_twice_and_never_shown(folder: Path) -> None:
    answer = run("add", "测试甲", typed=f"{GOOD}\n{GOOD}\n")
    assert answer.exit_code == 0
    assert "账号“测试甲”可以用了。" in answer.output
    assert GOOD not in answer.output
    made = account(folder, "测试甲")
    assert made is not None
    assert made.role == "editor"
    assert is_password(made.password, GOOD)


def test_a_password_comes_from_standard_input(folder: Path) -> None:
    answer = run("add", "测试甲", "--role", "publisher", "--password-stdin", typed=f"{GOOD}\r\n")
    assert answer.exit_code == 0
    made = account(folder, "测试甲")
    assert made is not None
    assert made.may_publish
    assert is_password(made.password, GOOD)


def test_a_generated_password_is_printed_once_and_works(folder: Path) -> None:
    shown = re.search(r"：(\S+)\n", run("add", "测试甲", "--generate").output)
    made = account(folder, "测试甲")
    assert shown
    assert made is not None
    assert is_password(made.password, shown[1])
    assert shown[1] not in run("list").output


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "测试甲"], "short\n", "密码太短，只有 5 个字符。"),
        (["add", "测试甲"], f"{GOOD}\nanother one\n", "两次输入的密码不一样。"),
        (["add", "测试甲", "--password-stdin"], "", "只有 0 个字符"),
        (["add", "a:b", "--generate"], "", "名字“a:b”里有冒号。"),
        (["add", "测试乙"], "", "已经有名叫“测试乙”的账号。"),
        (["add", "测试甲", "--generate", "--password-stdin"], GOOD, "只能用一个"),
        (["role", "测试甲", "editor"], "", "没有名叫“测试甲”的账号。"),
        (["password", "测试甲"], "", "没有名叫“测试甲”的账号。"),
        (["remove", "测试甲", "--yes"], "", "没有名叫“测试甲”的账号。"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(
    folder: Path, words: list[str], typed: str, said: str
) -> None:
    run("add", "测试乙", "--generate")
    answer = run(*words, typed=typed)
    assert answer.exit_code == 1
    assert said in answer.stderr
    assert account(folder, "测试甲") is None


def test_accounts_are_listed_changed_and_removed_and_all_of_it_is_written_down(
    folder: Path,
) -> None:
    assert "还没有账号" in run("list").output
    run("add", "测试甲", "--generate")
    before = account(folder, "测试甲")
    assert run("role", "测试甲", "publisher").exit_code == 0
    assert re.search(r"^publisher +\d{4}-\d\d-\d\d +测试甲$", run("list").output, re.M)
    assert run("password", "测试甲", "--generate").exit_code == 0
    after = account(folder, "测试甲")
    assert before is not None
    assert after is not None
    assert before.password != after.password
    assert run("remove", "测试甲", typed="n\n").exit_code == 1
    assert account(folder, "测试甲") is not None
    assert run("remove", "测试甲", typed="y\n").exit_code == 0
    with closing(store.connect(folder / "finder.sqlite")) as database:
        assert [(act.account, act.act) for act in store.acts(database)] == [
            ("terminal:pruefer", "account-removed"),
            ("terminal:pruefer", "account-password"),
            ("terminal:pruefer", "account-role"),
            ("terminal:pruefer", "account-added"),
        ]
