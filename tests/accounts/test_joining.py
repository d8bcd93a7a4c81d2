"""How accounts begin: proof of the mailbox, invitations, forgotten passwords; who learns what from it."""

import pytest

from kb.accounts import Newcomer, passwords
from kb.accounts.joining import MAILS_TO_ONE
from kb.errors import Forbidden, Invalid, NotFound, TooMany
from kb.permissions import Actor
from kb.store import accounts as store
from tests.accounts.people import AWAY, CLI, FIRM, GOOD, HOME, OTHER, House


def setting(house: House, token: str, purpose: str, password: str = GOOD, agreed: bool = True):
    return house.accounts.set_password(token, purpose, password, agreed=agreed, asker=HOME, now=house.now)


def test_whoever_has_the_mailbox_chooses_the_password(house: House):
    house.sign_up()
    with pytest.raises(Invalid):
        house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now)
    token = house.link("account.prove")
    assert house.accounts.opened(token, "prove", house.now).email == "li@firm.cn"
    assert house.accounts.opened(token, "prove", house.now), "opening it changes nothing"
    setting(house, token, "prove")
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "in"
    with pytest.raises(NotFound):
        setting(house, token, "prove", OTHER)


def test_a_known_address_gets_another_mail_and_the_asker_no_other_answer(house: House):
    account = house.firm()
    assert house.sign_up() is None
    assert house.mails()[-1]["kind"] == "account.known"
    assert house.accounts.people(CLI, house.now)[0].id == account
    house.accounts.ask_reset("nobody@firm.cn", HOME, house.now)
    assert not house.mails(to="nobody@firm.cn")


def test_consent_is_needed_and_recorded_with_its_version(house: House):
    with pytest.raises(Invalid, match="agreed"):
        house.sign_up(agreed=False)
    house.sign_up()
    with pytest.raises(Invalid, match="agreed"):
        setting(house, house.link("account.prove"), "prove", agreed=False)
    account = setting(house, house.link("account.prove"), "prove").account
    held = house.accounts.export(Actor(f"account:{account}", account=account), house.now)
    assert [(c["purpose"], c["withdrawn"]) for c in held["consents"]] == [("privacy/2026-11-25", None)]


def test_a_second_sign_up_makes_the_first_link_void(house: House):
    house.sign_up()
    first = house.link("account.prove")
    house.sign_up()
    with pytest.raises(NotFound):
        house.accounts.opened(first, "prove", house.now)
    assert house.accounts.opened(house.link("account.prove"), "prove", house.now)


@pytest.mark.parametrize(
    "email", ["", "li", "li@firm", "li@@firm.cn", "l i@firm.cn", "li@firm.cn\nBcc: x@y.cn", "a" * 99 + "@firm.cn", "<li@firm.cn>", "li@firm.cn,x@y.cn"]
)  # fmt: skip
def test_what_is_no_address_is_told(house: House, email: str):
    for act in (
        lambda: house.accounts.sign_up(Newcomer(email, "李明", FIRM, agreed=True), HOME, house.now),
        lambda: house.accounts.ask_reset(email, HOME, house.now),
        lambda: house.accounts.invite(CLI, email, "", "admin", "", "", house.now),
    ):
        with pytest.raises(Invalid, match="email"):
            act()


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234",
        "qwertyuiop1",
        "1234567890",
        "lighting!li@firm.cn",
        "某某灯具有限公司",
        "aaaaaaaaaaaaaaaa",
        "x" * 201,
    ],
)
def test_weak_passwords_are_refused_with_the_reason(house: House, password: str):
    house.sign_up()
    with pytest.raises(Invalid) as caught:
        setting(house, house.link("account.prove"), "prove", password)
    assert caught.value.problems[0].field == "password"
    assert house.accounts.opened(house.link("account.prove"), "prove", house.now), "the link still works"


def test_composed_and_decomposed_letters_are_one_password(house: House):
    house.firm(password="Café au lait 91 zèbre")
    assert house.accounts.sign_in("li@firm.cn", "Cafe\u0301 au lait 91 ze\u0300bre", HOME, house.now).token


def test_a_hash_of_older_parameters_is_made_anew(house: House, monkeypatch):
    account = house.firm()
    monkeypatch.setattr(passwords, "HASHER", passwords.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    for _ in range(2):
        assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    with house.accounts.store.look(house.now) as act:
        assert "t=2" in store.get(act, account)["password"]


def test_a_link_runs_out_and_serves_its_purpose_only(house: House):
    house.firm()
    house.accounts.ask_reset("li@firm.cn", HOME, house.now)
    token = house.link("account.reset")
    for purpose in ("prove", "invite", "device", ""):
        with pytest.raises(NotFound):
            house.accounts.opened(token, purpose, house.now)
    with pytest.raises(NotFound):
        house.accounts.know_device(token, HOME, house.now)
    house.later(hours=3)
    with pytest.raises(NotFound):
        setting(house, token, "reset", OTHER)


def test_a_new_password_by_mail_ends_all_sessions_and_keeps_the_second_factor(house: House):
    _, secret = house.staff("handler", "office/pudong")
    token = house.enter("wang@ccpit.cn", secret)
    house.accounts.ask_reset("wang@ccpit.cn", AWAY, house.now)
    setting(house, house.link("account.reset"), "reset", OTHER)
    assert house.accounts.visit(token, house.now) is None
    assert house.accounts.sign_in("wang@ccpit.cn", OTHER, HOME, house.now).stage == "second"
    assert len(house.mails("account.password")) == 1


def test_nobody_is_buried_in_mail(house: House):
    house.firm()
    for _ in range(MAILS_TO_ONE - 1):
        house.accounts.ask_reset("li@firm.cn", AWAY, house.now)
    with pytest.raises(TooMany) as caught:
        house.accounts.ask_reset("li@firm.cn", AWAY, house.now)
    assert caught.value.seconds == 3600
    house.later(hours=2)
    house.accounts.ask_reset("li@firm.cn", AWAY, house.now)


def test_an_invited_person_who_signs_up_gets_the_invitation_again(house: House):
    house.accounts.invite(CLI, "wang@ccpit.cn", "王芳", "handler", "office/pudong", HOME.base, house.now)
    house.sign_up("wang@ccpit.cn")
    assert [m["kind"] for m in house.mails(to="wang@ccpit.cn")] == ["account.invite"] * 2
    setting(house, house.link("account.invite"), "invite")
    assert house.accounts.people(CLI, house.now)[0].roles == (("handler", "office/pudong"),), "and no firm's role"


def test_inviting_an_account_in_use_adds_the_role(house: House):
    house.firm()
    assert house.accounts.invite(CLI, "li@firm.cn", "", "expert", "expert/li", HOME.base, house.now) == ""
    assert house.mails()[-1]["kind"] == "account.role"
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "setup"


@pytest.mark.parametrize(
    ("role", "at"),
    [
        ("handler", ""),
        ("handler", "expert/x"),
        ("expert", ""),
        ("expert", "office/x"),
        ("admin", "office/x"),
        ("root", ""),
        ("operator", ""),
        ("system", ""),
    ],
)
def test_a_role_is_held_where_it_can_be(house: House, role: str, at: str):
    with pytest.raises(Invalid):
        house.accounts.invite(CLI, "wang@ccpit.cn", "", role, at, HOME.base, house.now)
    assert house.accounts.people(CLI, house.now) == []


def test_who_manages_no_accounts_cannot(house: House):
    account = house.firm()
    officer = Actor("account:9", frozenset({("handler", "office/pudong")}), account=9)
    for act in (
        lambda: house.accounts.invite(officer, "x@y.cn", "", "admin", "", "", house.now),
        lambda: house.accounts.people(officer, house.now),
        lambda: house.accounts.grant(officer, 9, "admin", "", house.now),
        lambda: house.accounts.revoke(officer, account, "enterprise", "", house.now),
        lambda: house.accounts.disable(officer, account, house.now),
        lambda: house.accounts.enable(officer, account, house.now),
        lambda: house.accounts.reset(officer, account, "", house.now),
        lambda: house.accounts.person(officer, "li@firm.cn", house.now),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_nobody_opened_is_forgotten(house: House):
    house.sign_up()
    kept = house.firm("kept@firm.cn")
    house.later(days=8)
    with house.accounts.store.act("system", house.now) as act:
        assert store.sweep(act) > 0
        assert store.sweep(act) == 0
    assert [p.id for p in house.accounts.people(CLI, house.now)] == [kept]
    house.sign_up()
    assert house.link("account.prove", "li@firm.cn")
