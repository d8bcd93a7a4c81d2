"""Signing in: what it needs, what it costs, who is slowed down by whom, what a session may do and when it ends."""

from dataclasses import replace

import pytest

from kb.accounts import passwords
from kb.accounts.entering import BY_ADDRESS, BY_EMAIL, BY_PAIR, BY_SECOND
from kb.errors import Invalid, NotFound, TooMany
from kb.permissions import READER
from tests.accounts.people import AWAY, CLI, GOOD, HOME, OTHER, House

DISTRICT = "office/pudong"


def fail(house: House, email: str, asker=HOME, times: int = 1) -> list[str]:
    said = []
    for _ in range(times):
        with pytest.raises((Invalid, TooMany)) as caught:
            house.accounts.sign_in(email, "not this one", asker, house.now)
        said.append(str(caught.value) if isinstance(caught.value, Invalid) else "too many")
    return said


def test_a_firm_signs_in_with_its_password_and_is_itself(house: House):
    account = house.firm()
    entered = house.accounts.sign_in(" LI@firm.cn ", GOOD, HOME, house.now)
    actor = house.accounts.actor(entered.token, house.now)
    assert (actor.name, actor.account) == (f"account:{account}", account)
    assert actor.roles == {("enterprise", "")}
    assert house.accounts.actor("another", house.now) == READER


def test_the_store_holds_no_password_and_no_token(house: House, tmp_path):
    house.firm()
    token = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    house.accounts.store.close()
    kept = b"".join(p.read_bytes() for p in (tmp_path / "instance").glob("store.db*"))
    assert GOOD.encode() not in kept
    assert token.encode() not in kept


def test_an_unknown_address_costs_one_comparison_and_gets_the_same_answer(house: House, monkeypatch):
    house.firm()
    compared = []
    original = passwords.HASHER
    monkeypatch.setattr(passwords, "nobodys", lambda _: passwords.hashed("nobody"))

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            compared.append(kept.split("$")[3])
            return original.verify(kept, password)

        def __getattr__(self, name: str):
            return getattr(original, name)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    known, unknown = fail(house, "li@firm.cn"), fail(house, "nobody@firm.cn")
    assert known == unknown
    assert len(compared) == 2
    assert compared[0] == compared[1], "other parameters take another time"
    assert [a[1] for a in house.acts()[-2:]] == ["account.sign_in.failed"] * 2


@pytest.mark.parametrize("state", ["pending", "disabled"])
def test_an_account_not_in_use_answers_like_a_wrong_password(house: House, state: str):
    if state == "pending":
        house.sign_up("x@firm.cn")
    else:
        account = house.firm("x@firm.cn")
        house.accounts.disable(CLI, account, house.now)
    with pytest.raises(Invalid) as caught:
        house.accounts.sign_in("x@firm.cn", GOOD, HOME, house.now)
    assert str(caught.value) == fail(house, "nobody@firm.cn", AWAY)[0]


# --- nobody locks out anybody else


def test_who_guesses_is_stopped_and_the_owner_elsewhere_is_not(house: House):
    house.firm()
    said = fail(house, "li@firm.cn", AWAY, BY_PAIR + 2)
    assert said[-1] == "too many"
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "in"
    with pytest.raises(TooMany):
        house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now)
    house.later(minutes=16)
    assert house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now).stage == "in"


def test_who_tries_many_accounts_is_stopped_by_address(house: House):
    house.firm()
    for n in range(BY_ADDRESS):
        with pytest.raises(Invalid):
            house.accounts.sign_in(f"a{n}@firm.cn", "x", AWAY, house.now)
    with pytest.raises(TooMany):
        house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now)
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token


def attacked(house: House, email: str) -> None:
    """Many machines guess at one account."""
    for n in range(BY_EMAIL + 3):
        fail(house, email, replace(AWAY, address=f"203.0.113.{n}"))


def test_an_attack_from_many_machines_slows_unknown_devices_only(house: House):
    house.firm()
    known = replace(HOME, device=house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).device)
    attacked(house, "li@firm.cn")
    assert house.accounts.sign_in("li@firm.cn", GOOD, known, house.now).stage == "in"
    attacked(house, "li@firm.cn")
    with pytest.raises(Invalid) as caught:
        house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now)
    assert "新设备" in str(caught.value)
    assert len(house.mails("account.device")) == 1, "the attack causes one mail an hour, not one each"
    device = house.accounts.know_device(house.link("account.device"), AWAY, house.now)
    assert house.accounts.sign_in("li@firm.cn", GOOD, replace(AWAY, device=device), house.now).stage == "in"
    with pytest.raises(NotFound):
        house.accounts.know_device(house.link("account.device"), AWAY, house.now)


def test_slowing_down_tells_nobody_whether_there_is_an_account(house: House):
    house.firm()
    attacked(house, "li@firm.cn")
    attacked(house, "nobody@firm.cn")
    assert fail(house, "li@firm.cn", AWAY) == fail(house, "nobody@firm.cn", AWAY)
    assert not house.mails(to="nobody@firm.cn")


def test_a_mark_that_we_did_not_sign_is_none(house: House):
    account = house.firm()
    other = house.firm("other@firm.cn")
    device = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).device
    marked = house.accounts.keys.marked
    assert marked(device, account)
    assert not marked(device, other)
    assert not marked(device[:-1] + ("0" if device[-1] != "0" else "1"), account)
    assert not marked(device.replace(f"{account}.", f"{other}.", 1), other)
    assert not marked("x.y.z-1.é.ü", account)


# --- second factor


def test_staff_without_a_second_factor_may_only_set_one_up(house: House):
    house.accounts.invite(CLI, "wang@ccpit.cn", "王芳", "handler", DISTRICT, HOME.base, house.now)
    token = house.link("account.invite")
    house.accounts.set_password(token, "invite", GOOD, agreed=True, asker=HOME, now=house.now)
    entered = house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now)
    assert entered.stage == "setup"
    assert house.accounts.actor(entered.token, house.now) == READER
    visit = house.accounts.visit(entered.token, house.now)
    with pytest.raises(NotFound):
        house.accounts.export(visit.actor, house.now)
    secret, picture, sealed = house.accounts.begin_second(visit)
    assert picture.startswith("<svg")
    assert secret not in sealed
    with pytest.raises(Invalid):
        house.accounts.confirm_second(visit, sealed, "000000", HOME, house.now)
    strong, codes = house.accounts.confirm_second(visit, sealed, house.code(secret), HOME, house.now)
    assert len(set(codes)) == 10
    assert house.accounts.actor(strong.token, house.now).at("handler") == {DISTRICT}
    assert house.accounts.visit(entered.token, house.now) is None, "the weak session has ended"


def test_password_alone_is_nobody_and_a_new_session_begins_with_the_code(house: House):
    _, secret = house.staff("handler", DISTRICT)
    first = house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now)
    assert first.stage == "second"
    assert house.accounts.actor(first.token, house.now) == READER
    second = house.accounts.give_second(first.token, house.code(secret), HOME, house.now)
    assert second.token != first.token
    assert house.accounts.visit(first.token, house.now) is None
    assert house.accounts.actor(second.token, house.now).holds("handler")


def test_a_code_works_once_whoever_saw_it(house: House):
    _, secret = house.staff("handler", DISTRICT)
    code = house.code(secret)
    first = house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now)
    house.accounts.give_second(first.token, code, HOME, house.now)
    again = house.accounts.sign_in("wang@ccpit.cn", GOOD, AWAY, house.now)
    with pytest.raises(Invalid):
        house.accounts.give_second(again.token, code, AWAY, house.now)
    house.later(seconds=30)
    assert house.accounts.give_second(again.token, house.code(secret), AWAY, house.now).stage == "in"


def test_the_code_that_set_it_up_does_not_sign_in(house: House):
    _, secret = house.staff("handler", DISTRICT)
    house.later(minutes=-1)
    first = house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now)
    with pytest.raises(Invalid):
        house.accounts.give_second(first.token, house.code(secret), HOME, house.now)


def test_a_recovery_code_works_once_however_it_is_typed(house: House):
    _, secret = house.staff("handler", DISTRICT)
    visit = house.accounts.visit(house.enter("wang@ccpit.cn", secret), house.now)
    house.later(minutes=1)
    codes = house.accounts.new_codes(visit, house.code(secret), HOME, house.now)
    for typed, works in ((codes[0].upper().replace("-", " "), True), (codes[0], False), (codes[1], True)):
        first = house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now)
        if works:
            assert house.accounts.give_second(first.token, typed, HOME, house.now).stage == "in"
        else:
            with pytest.raises(Invalid):
                house.accounts.give_second(first.token, typed, HOME, house.now)
    assert house.accounts.codes_left(visit, house.now) == 8


def test_codes_cannot_be_guessed_by_who_has_the_password(house: House):
    _, secret = house.staff("handler", DISTRICT)
    known = replace(HOME, device=house.accounts.keys.mark("", house.accounts.person(CLI, "wang@ccpit.cn", house.now)))
    first = house.accounts.sign_in("wang@ccpit.cn", GOOD, AWAY, house.now)
    for _ in range(BY_SECOND):
        with pytest.raises(Invalid):
            house.accounts.give_second(first.token, "123456", AWAY, house.now)
    with pytest.raises(TooMany):
        house.accounts.give_second(first.token, house.code(secret), AWAY, house.now)
    assert house.enter("wang@ccpit.cn", secret, known), "the owner's device is counted by itself"


def test_the_secret_is_kept_sealed(house: House, tmp_path):
    _, secret = house.staff("handler", DISTRICT)
    house.accounts.store.close()
    assert secret.encode() not in b"".join(p.read_bytes() for p in (tmp_path / "instance").glob("store.db*"))


def test_a_set_up_belongs_to_its_session_and_runs_out(house: House):
    house.firm()
    house.firm("other@firm.cn")
    mine, theirs = (
        house.accounts.visit(house.accounts.sign_in(email, GOOD, HOME, house.now).token, house.now)
        for email in ("li@firm.cn", "other@firm.cn")
    )
    secret, _, sealed = house.accounts.begin_second(theirs)
    for bad in (sealed, "", "é", "gAAAA"):
        with pytest.raises(Invalid):
            house.accounts.confirm_second(mine, bad, house.code(secret), HOME, house.now, GOOD)


def test_an_open_session_alone_cannot_shut_its_owner_out(house: House):
    house.firm()
    visit = house.accounts.visit(house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token, house.now)
    secret, _, sealed = house.accounts.begin_second(visit)
    for password in ("", "wrong"):
        with pytest.raises(Invalid, match="password"):
            house.accounts.confirm_second(visit, sealed, house.code(secret), HOME, house.now, password)
    assert house.accounts.confirm_second(visit, sealed, house.code(secret), HOME, house.now, GOOD)[0].stage == "in"
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "second"


# --- sessions


def test_sessions_are_listed_and_ended_one_by_one_and_all(house: House):
    account = house.firm()
    here = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    there = house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now).token
    visit = house.accounts.visit(here, house.now)
    devices = house.accounts.devices(visit, house.now)
    assert {d.agent for d in devices} == {"Chrome, Windows", "Safari, iPhone"}
    other = next(d for d in devices if not d.here)
    house.accounts.end_device(visit.actor, other.hash, house.now)
    assert house.accounts.visit(there, house.now) is None
    with pytest.raises(NotFound):
        house.accounts.end_device(visit.actor, other.hash, house.now)
    house.accounts.sign_out_everywhere(visit.actor, house.now)
    assert house.accounts.visit(here, house.now) is None
    assert (f"account:{account}", "account.sign_out", f"account/{account}") in house.acts()


def test_nobody_ends_the_session_of_another(house: House):
    house.firm()
    house.firm("other@firm.cn")
    mine = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    theirs = house.accounts.visit(house.accounts.sign_in("other@firm.cn", GOOD, HOME, house.now).token, house.now)
    with pytest.raises(NotFound):
        house.accounts.end_device(theirs.actor, house.accounts.visit(mine, house.now).session, house.now)
    assert house.accounts.visit(mine, house.now)


def test_an_unused_session_ends_and_a_used_one_ends_too_some_day(house: House):
    house.firm()
    token = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    house.later(days=13)
    assert house.accounts.visit(token, house.now)
    house.later(days=13)
    assert house.accounts.visit(token, house.now)
    house.later(days=5)
    assert house.accounts.visit(token, house.now) is None


def test_a_session_of_the_staff_ends_after_half_a_day_unused(house: House):
    _, secret = house.staff("handler", DISTRICT)
    token = house.enter("wang@ccpit.cn", secret)
    house.later(hours=11)
    assert house.accounts.visit(token, house.now)
    house.later(hours=13)
    assert house.accounts.visit(token, house.now) is None


def test_a_new_device_is_told_of_and_a_known_one_is_not(house: House):
    house.firm()
    first = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now)
    assert len(house.mails("account.new_device")) == 1
    assert "Chrome, Windows" in house.mails("account.new_device")[0]["body"]
    house.accounts.sign_in("li@firm.cn", GOOD, replace(HOME, device=first.device), house.now)
    assert len(house.mails("account.new_device")) == 1


def test_changing_the_password_ends_other_sessions_and_the_old_password(house: House):
    house.firm()
    here = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    there = house.accounts.sign_in("li@firm.cn", GOOD, AWAY, house.now).token
    visit = house.accounts.visit(here, house.now)
    with pytest.raises(Invalid):
        house.accounts.change_password(visit, "wrong", OTHER, HOME, house.now)
    house.accounts.change_password(visit, GOOD, OTHER, HOME, house.now)
    assert house.accounts.visit(here, house.now)
    assert house.accounts.visit(there, house.now) is None
    fail(house, "li@firm.cn")
    with pytest.raises(Invalid):
        house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now)
    assert house.accounts.sign_in("li@firm.cn", OTHER, HOME, house.now).stage == "in"
    assert house.mails("account.password")
