"""The commands of the office server: accounts, backup, the log, and how the app may be started."""

import importlib
import subprocess
import zipfile
from pathlib import Path

import pytest
from streamlit import net_util
from typer.testing import CliRunner, Result

import zuilian
from ui import LEAN, how_to_start
from ui.keeping.accounts import Accounts
from ui.keeping.cabinet import Cabinet
from ui.keeping.opening import open_store
from ui.keeping.people import ALONE

PASSWORD = "correct horse 电池"  # noqa: S105
CASE = "format: 1\ntitle: 甲案\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path / 'office.db'}"
    monkeypatch.setenv("ZUILIAN_DATABASE", address)
    return address


def run(*words: str, said: str = PASSWORD, code: int = 0) -> Result:
    result = CliRunner().invoke(zuilian.app, list(words), input=f"{said}\n")
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_accounts_are_made_listed_changed_and_shut_out(url: str) -> None:
    run("user", "add", "甲", "--shown", "张警官", "--stdin")
    run("user", "add", "乙", "--role", "法制", "--oidc")
    run("user", "role", "乙", "教官")
    run("user", "disable", "乙")
    assert run("user", "list").output.splitlines() == ["乙　乙　教官、统一登录、停用", "甲　张警官　办案"]
    run("user", "enable", "乙")
    run("user", "password", "甲", "--stdin", said="another long one")
    store, _ = open_store(url)
    assert Accounts(store).enter("甲", "another long one")[0].shown == "张警官"
    store.close()


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    "words, told",
    [
        (("user", "add", "甲", "--role", "法官", "--stdin"), "没有角色“法官”"),
        (("user", "add", "a b", "--stdin"), "账号名不对"),
        (("user", "disable", "没有的人"), "没有账号"),
        (("user", "transfer", "甲", "没有的人"), "不能移交给"),
        (("cases", "restore", "没有的文件.zip"), "打不开"),
        (("cases", "restore", "x.zip", "--owner", "没有的人"), "没有账号"),
        (("user", "list", "--database", "mysql://a:b@c/d"), "不支持「mysql」"),
    ],
)
def test_a_mistake_is_told_in_one_line(words: tuple[str, ...], told: str) -> None:
    output = run(*words, code=2).output
    assert told in output
    assert "→" in output


def test_all_cases_go_into_one_file_and_to_another_server(url: str, tmp_path: Path) -> None:
    run("user", "add", "甲", "--oidc")
    store, _ = open_store(url)
    who = Accounts(store).named("甲")
    assert who is not None
    Cabinet(store).create(who, CASE)
    store.close()
    file = tmp_path / "all.zip"
    assert "已备份 1 件" in run("cases", "backup", str(file)).output
    assert file.stat().st_mode & 0o077 == 0
    assert "没有盖掉" in run("cases", "backup", str(file), code=2).output
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert "新收入 1 件" in run("cases", "restore", str(file), "--database", other).output
    assert "甲　甲　办案" in run("user", "list", "--database", other).output
    assert "没有改过" in run("audit", "verify", "--database", other).output
    assert other.removeprefix("sqlite:///") in run("cases", "where", "--database", other).output


def test_cases_of_one_machine_are_given_to_an_account_of_the_office(url: str, tmp_path: Path) -> None:
    alone, _ = open_store(f"sqlite:///{tmp_path / 'alone.db'}")
    Cabinet(alone).create(ALONE, CASE)
    alone.close()
    file = tmp_path / "mine.zip"
    run("cases", "backup", str(file), "--database", f"sqlite:///{tmp_path / 'alone.db'}")
    run("user", "add", "甲", "--oidc")
    run("cases", "restore", str(file), "--owner", "甲")
    run("user", "add", "乙", "--oidc")
    assert "已移交 1 件" in run("user", "transfer", "甲", "乙").output
    store, _ = open_store(url)
    who = Accounts(store).named("乙")
    assert who is not None
    assert [entry.title for entry in Cabinet(store).listed(who)] == ["甲案"]
    store.close()
    shown = run("audit", "show").output
    assert "移交案件" in shown
    assert "甲案" not in shown


def test_a_log_that_was_tampered_with_is_found(url: str) -> None:
    run("user", "add", "甲", "--oidc")
    store, _ = open_store(url)
    with store.writing() as at:
        at.exec_driver_sql("DROP TRIGGER audit_is_not_changed")
        at.exec_driver_sql("UPDATE audit SET done_by = 'x'")
    store.close()
    assert "第 1 条断了" in run("audit", "verify", code=1).output


def test_a_backup_half_written_is_not_left(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", no_room)
    assert url
    assert "磁盘空间" in run("cases", "backup", str(tmp_path / "all.zip"), code=2).output
    assert not list(tmp_path.glob("all.zip*"))


def test_an_app_without_a_log_in_stays_on_this_machine(tmp_path: Path) -> None:
    assert how_to_start(database=None, accounts=False, oidc=None, address="127.0.0.1") == (
        {"ZUILIAN_DOORS": "", **LEAN},
        {"server_address": "127.0.0.1"},
    )
    for address in ("0.0.0.0", "10.0.0.5", "::"):  # noqa: S104 - it is refused
        with pytest.raises(ValueError, match="只能开在本机"):
            how_to_start(database=None, accounts=False, oidc=None, address=address)
        how_to_start(database=None, accounts=True, oidc=None, address=address)
    with pytest.raises(ValueError, match="只能用一个"):
        how_to_start(database=None, accounts=True, oidc=tmp_path, address="127.0.0.1")
    with pytest.raises(ValueError, match="不是文件"):
        how_to_start(database=None, accounts=False, oidc=tmp_path, address="127.0.0.1")
    assert "只能开在本机" in run("ui", "--address", "0.0.0.0", code=2).output  # noqa: S104


def test_the_app_never_looks_its_public_address_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def start(command: list[str], **_: object) -> int:
        started.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", start)
    run("ui", "--headless", "--accounts", "--address", "0.0.0.0")  # noqa: S104
    module = started[0][started[0].index("-m") + 1]
    monkeypatch.setattr(net_util, "get_external_ip", lambda: "asked")
    importlib.reload(importlib.import_module(module))
    assert net_util.get_external_ip() is None
