"""Who may do what: rights are held below the pages, the log cannot be rewritten, guessing is slow."""

# ruff: noqa: F811 - fixtures are imported, and asked for by name

import datetime
import random
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from stores import PASSWORD, accounts, cabinet, person, server, store, url  # noqa: F401

from ui.keeping import accounts as accounts_module
from ui.keeping import audit
from ui.keeping.accounts import Accounts, role_called
from ui.keeping.cabinet import Cabinet
from ui.keeping.people import ALONE, OPERATOR, RIGHTS, ROLES, Person, Right
from ui.keeping.store import Store
from ui.keeping.trouble import NotAllowed, NotThere, Trouble

CASE = "format: 1\ntitle: {0}的案\n# 只有{0}该看到\n"


def test_nobody_sees_a_case_that_was_not_shared_with_him(cabinet: Cabinet, accounts: Accounts) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    case_id = cabinet.create(jia, CASE.format("甲")).id
    assert cabinet.listed(yi) == cabinet.listed(yi, "甲") == []
    for attempt in (
        lambda: cabinet.read(yi, case_id),
        lambda: cabinet.entry(yi, case_id),
        lambda: cabinet.save(yi, case_id, "x", 1),
        lambda: cabinet.duplicate(yi, case_id),
        lambda: cabinet.archive(yi, case_id),
        lambda: cabinet.delete(yi, case_id),
        lambda: cabinet.history(yi, case_id),
        lambda: cabinet.version(yi, case_id, 1),
        lambda: cabinet.put_back(yi, case_id, 1, 1),
        lambda: cabinet.shared_with(yi, case_id),
        lambda: cabinet.share(yi, case_id, "乙", may_edit=True),
        lambda: cabinet.unshare(yi, case_id, "甲"),
    ):
        with pytest.raises(NotThere, match="没有这件案件"):
            attempt()
    assert cabinet.read(jia, case_id)[1] == CASE.format("甲")


def test_a_share_shows_a_case_and_lets_it_be_changed_only_if_so_said(
    cabinet: Cabinet, accounts: Accounts
) -> None:
    jia, yi, bing = person(accounts, "甲"), person(accounts, "乙", "legal"), person(accounts, "丙")
    case_id = cabinet.create(jia, CASE.format("甲")).id
    cabinet.share(jia, case_id, "乙", may_edit=False)
    (seen,) = cabinet.listed(yi)
    assert (seen.own, seen.may_edit, seen.owner) == (False, False, "甲")
    with pytest.raises(NotAllowed, match="只供您查看"):
        cabinet.save(yi, case_id, "x", 1)
    assert cabinet.duplicate(yi, case_id).owner == "乙"
    cabinet.share(jia, case_id, "乙", may_edit=True)
    assert cabinet.save(yi, case_id, CASE.format("乙"), 1) == 2
    for forbidden in (cabinet.archive, cabinet.delete):
        with pytest.raises(NotAllowed, match="案件的主人"):
            forbidden(yi, case_id)
    with pytest.raises(NotAllowed, match="案件的主人"):
        cabinet.share(yi, case_id, "丙", may_edit=True)
    assert cabinet.history(jia, case_id)[0].saved_by == "乙"
    cabinet.unshare(jia, case_id, "乙")
    with pytest.raises(NotThere):
        cabinet.save(yi, case_id, "x", 2)
    with pytest.raises(NotThere, match="丁"):
        cabinet.share(jia, case_id, "丁", may_edit=True)
    assert cabinet.listed(bing) == []


def test_what_lies_in_the_bin_is_seen_by_its_owner_only(cabinet: Cabinet, accounts: Accounts) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    case_id = cabinet.create(jia, CASE.format("甲")).id
    cabinet.share(jia, case_id, "乙", may_edit=True)
    cabinet.delete(jia, case_id)
    assert cabinet.listed(yi, shelf="deleted") == []
    with pytest.raises(NotThere):
        cabinet.read(yi, case_id)


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_may_do_what_the_table_says(cabinet: Cabinet, accounts: Accounts, role: str) -> None:
    jia, other = person(accounts, "甲"), person(accounts, "乙", role)  # type: ignore[arg-type]
    case_id = cabinet.create(jia, CASE.format("甲")).id
    if role != "admin":
        cabinet.share(jia, case_id, "乙", may_edit=True)
    tried: dict[Right, Callable[[], object]] = {
        "keep_cases": lambda: cabinet.create(other, CASE.format("乙")),
        "edit_shared": lambda: cabinet.save(other, case_id, "x", 1),
        "share_cases": lambda: accounts.colleagues(other),
        "manage_users": lambda: accounts.listed(other),
        "read_audit": lambda: audit.lines(cabinet.store, other),
    }
    for right, attempt in tried.items():
        if right in RIGHTS[other.role]:
            attempt()
        else:
            with pytest.raises(NotAllowed, match="→"):
                attempt()


def test_who_keeps_the_doors_hands_cases_over_but_does_not_see_them(
    cabinet: Cabinet, accounts: Accounts
) -> None:
    jia, yi, admin = person(accounts, "甲"), person(accounts, "乙"), person(accounts, "管", "admin")
    case_id = cabinet.create(jia, CASE.format("甲")).id
    cabinet.share(jia, case_id, "乙", may_edit=False)
    with pytest.raises(NotAllowed):
        cabinet.listed(admin)
    with pytest.raises(NotAllowed):
        cabinet.hand_over(yi, "甲", "乙")
    assert cabinet.hand_over(admin, "甲", "乙") == 1
    assert cabinet.listed(yi)[0].own
    assert cabinet.listed(jia) == []
    with pytest.raises(NotThere):
        cabinet.hand_over(admin, "乙", "管")


def test_the_log_cannot_be_changed_or_shortened(store: Store, cabinet: Cabinet) -> None:
    cabinet.create(ALONE, CASE.format("甲"))
    statements = ["UPDATE audit SET act = 'x'", "DELETE FROM audit"]
    if store.file is None:
        statements.append("TRUNCATE audit")
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), store.engine.connect() as at, at.begin():
            at.execute(text(statement))
    assert audit.prove(store).broken_at is None


@pytest.mark.parametrize(
    "harm", ["UPDATE audit SET done_by = 'x' WHERE number = 3", "DELETE FROM audit WHERE number = 3"]
)
def test_a_log_rewritten_behind_our_back_is_found_out(store: Store, cabinet: Cabinet, harm: str) -> None:
    for _ in range(5):
        cabinet.create(ALONE, CASE.format("甲"))
    with store.engine.connect().execution_options(zuilian_writes=True) as at, at.begin():
        if store.file is None:
            at.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            at.execute(text("DROP TRIGGER audit_is_not_changed"))
            at.execute(text("DROP TRIGGER audit_is_not_shortened"))
        at.execute(text(harm))
    assert audit.prove(store).broken_at == 3


def test_the_log_tells_who_did_what_and_no_word_of_a_case(cabinet: Cabinet, accounts: Accounts) -> None:
    jia, yi = person(accounts, "甲"), person(accounts, "乙")
    case_id = cabinet.create(jia, CASE.format("甲")).id
    cabinet.share(jia, case_id, "乙", may_edit=True)
    cabinet.read(yi, case_id)
    cabinet.save(yi, case_id, CASE.format("乙"), 1)
    lines = audit.lines(cabinet.store, OPERATOR, about=case_id)
    assert [(line.done_by, line.label) for line in lines] == [
        ("乙", "存入新版本"),
        ("乙", "打开案件"),
        ("甲", "共享"),
        ("甲", "新建案件"),
    ]
    assert "的案" not in repr(audit.lines(cabinet.store, OPERATOR))


def test_the_right_password_comes_in_and_a_log_in_ends(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(accounts, "甲", password=PASSWORD)
    who, token = accounts.enter(" 甲 ", PASSWORD)
    assert accounts.inside(token) == who == Person("甲", "甲", "officer")
    assert accounts.inside(token[:-1]) is None
    with accounts.store.reading() as at:
        assert token not in str(at.execute(text("SELECT * FROM sessions")).all())
        assert PASSWORD not in str(at.execute(text("SELECT * FROM users")).all())
    accounts.leave(token)
    assert accounts.inside(token) is None
    _, token = accounts.enter("甲", PASSWORD)
    monkeypatch.setattr(accounts_module, "IDLE", datetime.timedelta(0))
    assert accounts.inside(token) is None


def test_an_account_shut_out_is_out_at_once(accounts: Accounts) -> None:
    person(accounts, "甲", password=PASSWORD)
    _, token = accounts.enter("甲", PASSWORD)
    accounts.disable(OPERATOR, "甲")
    assert accounts.inside(token) is None
    with pytest.raises(NotAllowed, match="已停用"):
        accounts.enter("甲", PASSWORD)
    accounts.disable(OPERATOR, "甲", back=True)
    accounts.enter("甲", PASSWORD)


def test_guessing_is_stopped_told_alike_and_written_down(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(accounts, "甲", password=PASSWORD)
    said = set()
    for name in ("甲", "没有的人"):
        for _ in range(accounts_module.TRIES_A_NAME):
            with pytest.raises(NotAllowed) as told:
                accounts.enter(name, "wrong guess", "10.0.0.9")
            said.add(str(told.value))
    assert said == {accounts_module.REFUSED}
    with pytest.raises(NotAllowed, match="过 15 分钟"):
        accounts.enter("甲", PASSWORD)
    refused = [line for line in audit.lines(accounts.store, OPERATOR) if line.act == "door.refused"]
    assert {line.done_by for line in refused} == {"甲", "?"}
    assert {line.detail for line in refused} == {"10.0.0.9"}
    monkeypatch.setattr(accounts_module, "WINDOW", datetime.timedelta(0))
    accounts.enter("甲", PASSWORD)


def test_many_guesses_at_once_are_counted_each(accounts: Accounts) -> None:
    person(accounts, "甲", password=PASSWORD)
    checked = []

    def guess() -> None:
        try:
            accounts.enter("甲", "wrong guess")
        except NotAllowed as error:
            checked.append(str(error))

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == 20
    assert checked.count(accounts_module.REFUSED) == accounts_module.TRIES_A_NAME


def test_many_names_from_one_machine_are_stopped_too(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts_module, "TRIES_AN_ADDRESS", 3)
    for name in ("a", "b", "c"):
        with pytest.raises(NotAllowed, match="不对"):
            accounts.enter(name, "wrong guess", "10.0.0.9")
    with pytest.raises(NotAllowed, match="过 15 分钟"):
        accounts.enter("d", "wrong guess", "10.0.0.9")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "甲-is-my-name-甲"])
def test_a_password_that_is_easily_guessed_is_not_taken(accounts: Accounts, password: str) -> None:
    with pytest.raises(Trouble, match="没有设"):
        accounts.add(OPERATOR, "甲", "officer", password=password)
    assert accounts.listed(OPERATOR) == []


@pytest.mark.parametrize("name", ["", "a b", "a/b", "<b>", "x" * 65, "local", "operator"])
def test_a_name_that_is_none_is_not_taken(accounts: Accounts, name: str) -> None:
    with pytest.raises(Trouble, match="→"):
        accounts.add(OPERATOR, name, "officer")


def test_a_new_password_needs_the_old_one_and_ends_every_log_in(accounts: Accounts) -> None:
    who = person(accounts, "甲", password=PASSWORD)
    _, token = accounts.enter("甲", PASSWORD)
    with pytest.raises(Trouble, match="原来的密码不对"):
        accounts.set_password(who, "甲", "another long one", "wrong guess")
    accounts.set_password(who, "甲", "another long one", PASSWORD)
    assert accounts.inside(token) is None
    accounts.enter("甲", "another long one")
    with pytest.raises(NotAllowed):
        accounts.set_password(who, "乙", "another long one")
    accounts.change_role(OPERATOR, "甲", role_called("法制"))
    assert accounts.named("甲") == Person("甲", "甲", "legal")


def test_an_account_without_a_password_comes_in_by_the_offices_own_log_in_only(accounts: Accounts) -> None:
    who = person(accounts, "甲")
    with pytest.raises(NotAllowed):
        accounts.enter("甲", "")
    assert accounts.named("甲") == who
    assert accounts.named("乙") is None


def test_twenty_at_once_see_their_own_and_nothing_else(cabinet: Cabinet, accounts: Accounts) -> None:
    everybody = [person(accounts, f"用户{n}") for n in range(20)]
    end, wrong, done = time.monotonic() + 5, [], [0] * 20

    def work(at: int) -> None:
        who, rng = everybody[at], random.Random(at)
        mine: dict[str, int] = {}
        try:
            while time.monotonic() < end:
                if not mine or rng.random() < 0.1:
                    mine[cabinet.create(who, CASE.format(who.name)).id] = 1
                case_id = rng.choice(list(mine))
                mine[case_id] = cabinet.save(
                    who, case_id, CASE.format(who.name) + f"# {done[at]}\n", mine[case_id]
                )
                seen = cabinet.listed(who)
                if {entry.id for entry in seen} != set(mine) or {entry.owner for entry in seen} != {who.name}:
                    wrong.append(f"{who.name}: {seen}")
                if f"只有{who.name}该看到\n# {done[at]}\n" not in cabinet.read(who, case_id)[1]:
                    wrong.append(f"{who.name}: {case_id}")
                done[at] += 1
        except Trouble as error:
            wrong.append(f"{who.name}: {error!r}")

    threads = [threading.Thread(target=work, args=(at,)) for at in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert min(done) > 0
    assert audit.prove(cabinet.store).broken_at is None
