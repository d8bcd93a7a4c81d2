"""One's own data and what an administrator may take away."""

import json
import stat

import pytest

from kb.accounts.keys import Keys, secret
from kb.errors import Conflict, Invalid, NotFound
from kb.permissions import READER, Actor
from kb.settings import Settings
from kb.store import accounts as store
from tests.accounts.people import CLI, GOOD, HOME, OTHER, House


def inside(house: House, email: str = "li@firm.cn", password: str = GOOD):
    return house.accounts.visit(house.accounts.sign_in(email, password, HOME, house.now).token, house.now)


def test_the_copy_holds_everything_but_what_proves_who_one_is(house: House):
    account = house.firm()
    visit = inside(house)
    house.accounts.exporters["inquiries"] = lambda act, whose: [f"2026-00001 of {whose}"]
    held = house.accounts.export(visit.actor, house.now)
    text = json.dumps(held, ensure_ascii=False, default=str)
    assert set(held) == {"account", "roles", "sessions", "links", "consents", "mail", "acts", "inquiries"}
    assert "李明" in text
    assert "某某灯具有限公司" in text
    assert "account.new_device" in text
    assert held["inquiries"] == [f"2026-00001 of {account}"]
    for never in ("argon2", "password", "totp", visit.session):
        assert never not in text.replace("account.password", "")
    assert house.acts()[-1] == (f"account:{account}", "account.export", f"account/{account}")
    with pytest.raises(NotFound):
        house.accounts.export(READER, house.now)


def test_the_copy_is_of_oneself_alone(house: House):
    house.firm()
    house.firm("other@rival.cn")
    held = house.accounts.export(inside(house).actor, house.now)
    assert "rival" not in json.dumps(held, ensure_ascii=False, default=str)


def test_deletion_takes_the_person_and_keeps_the_number(house: House, tmp_path):
    account = house.firm()
    visit = inside(house)
    with pytest.raises(Invalid):
        house.accounts.delete(visit, "wrong", house.now)
    house.accounts.delete(visit, GOOD, house.now)
    assert house.accounts.visit("any", house.now) is None
    with pytest.raises(Invalid):
        house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now)
    with house.accounts.store.look(house.now) as act:
        row = store.get(act, account)
        held = store.held(act, account, "li@firm.cn")
    assert (row["state"], row["name"], row["firm"], row["password"]) == ("erased", "", {}, None)
    assert [m["kind"] for m in held["mail"]] == ["account.erased"]
    assert held["consents"][0]["withdrawn"] == house.now
    assert (f"account:{account}", "account.erase", f"account/{account}") in house.acts()
    house.accounts.store.close()
    kept = b"".join(p.read_bytes() for p in (tmp_path / "instance").glob("store.db"))
    assert "李明".encode() not in kept
    assert house.firm() != account, "the address is free again"


def test_an_account_with_an_open_inquiry_stays_and_says_why(house: House):
    house.firm()
    visit, touched = inside(house), []
    house.accounts.keepers.append(lambda act, account: [("咨询 2026-00007 尚未办结", "Inquiry 2026-00007 is open")])
    house.accounts.erasers.append(lambda act, account: touched.append(account))
    assert house.accounts.why_kept(visit.actor, house.now)[0][1] == "Inquiry 2026-00007 is open"
    with pytest.raises(Invalid, match="2026-00007"):
        house.accounts.delete(visit, GOOD, house.now)
    assert touched == []
    house.accounts.keepers.clear()
    house.accounts.delete(inside(house), GOOD, house.now)
    assert touched == [visit.account]


def test_details_are_corrected(house: House):
    house.firm()
    visit = inside(house)
    house.accounts.change_details(visit.actor, " 李小明 ", "13800000000", {"name": "新名"}, house.now)
    after = inside(house)
    assert (after.name, after.phone, after.firm) == ("李小明", "13800000000", {"name": "新名"})
    with pytest.raises(Invalid):
        house.accounts.change_details(visit.actor, " ", "", {}, house.now)


def test_a_revoked_role_ends_access_at_once(house: House):
    account, secret_ = house.staff("handler", "office/pudong")
    token = house.enter("wang@ccpit.cn", secret_)
    assert house.accounts.actor(token, house.now).holds("handler")
    house.accounts.revoke(CLI, account, "handler", "office/pudong", house.now)
    assert house.accounts.actor(token, house.now) == READER
    house.later(minutes=1)
    assert not house.accounts.actor(house.enter("wang@ccpit.cn", secret_), house.now).roles
    with pytest.raises(NotFound):
        house.accounts.revoke(CLI, account, "handler", "office/pudong", house.now)


def test_a_new_role_that_needs_it_asks_for_a_second_factor(house: House):
    account = house.firm()
    house.accounts.grant(CLI, account, "liaison", "office/pudong", house.now)
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "setup"


def test_a_disabled_account_is_out_everywhere_and_comes_back_as_it_was(house: House):
    account = house.firm()
    token = house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).token
    house.accounts.ask_reset("li@firm.cn", HOME, house.now)
    house.accounts.disable(CLI, account, house.now)
    assert house.accounts.visit(token, house.now) is None
    for act in (
        lambda: house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now),
        lambda: house.accounts.opened(house.link("account.reset"), "reset", house.now),
        lambda: house.accounts.invite(CLI, "li@firm.cn", "", "admin", "", "", house.now),
    ):
        with pytest.raises((Invalid, NotFound)):
            act()
    house.accounts.enable(CLI, account, house.now)
    assert house.accounts.visit(token, house.now) is None
    assert house.accounts.sign_in("li@firm.cn", GOOD, HOME, house.now).stage == "in"


def test_there_is_always_an_administrator(house: House):
    account, secret_ = house.staff("admin", "", "boss@ccpit.cn")
    visit = house.accounts.visit(house.enter("boss@ccpit.cn", secret_), house.now)
    for act in (
        lambda: house.accounts.revoke(visit.actor, account, "admin", "", house.now),
        lambda: house.accounts.disable(visit.actor, account, house.now),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Invalid):
        house.accounts.delete(visit, GOOD, house.now)
    second, _ = house.staff("admin", "", "second@ccpit.cn")
    house.accounts.revoke(visit.actor, account, "admin", "", house.now)
    assert [p.id for p in house.accounts.people(CLI, house.now) if p.roles] == [second]


def test_who_lost_the_second_factor_is_helped_by_an_administrator(house: House):
    account, _ = house.staff("handler", "office/pudong")
    token = house.accounts.reset(CLI, account, HOME.base, house.now, second_too=True).rsplit("/", 1)[1]
    house.accounts.set_password(token, "reset", OTHER, agreed=False, asker=HOME, now=house.now)
    assert house.accounts.sign_in("wang@ccpit.cn", OTHER, HOME, house.now).stage == "setup"
    assert house.mails("account.second")


def test_removing_the_second_factor_takes_a_code_and_other_sessions(house: House):
    _, secret_ = house.staff("handler", "office/pudong")
    visit = house.accounts.visit(house.enter("wang@ccpit.cn", secret_), house.now)
    house.later(minutes=1)
    other = house.enter("wang@ccpit.cn", secret_)
    house.later(minutes=1)
    with pytest.raises(Invalid):
        house.accounts.remove_second(visit, "000000", HOME, house.now)
    house.accounts.remove_second(visit, house.code(secret_), HOME, house.now)
    assert house.accounts.visit(other, house.now) is None
    assert house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now).stage == "setup"


def test_a_half_open_session_cannot_touch_the_second_factor(house: House):
    _, secret_ = house.staff("handler", "office/pudong")
    half = house.accounts.visit(house.accounts.sign_in("wang@ccpit.cn", GOOD, HOME, house.now).token, house.now)
    new, _, sealed = house.accounts.begin_second(half)
    for act in (
        lambda: house.accounts.confirm_second(half, sealed, house.code(new), HOME, house.now),
        lambda: house.accounts.remove_second(half, house.code(secret_), HOME, house.now),
        lambda: house.accounts.new_codes(half, house.code(secret_), HOME, house.now),
        lambda: house.accounts.export(half.actor, house.now),
        lambda: house.accounts.delete(half, GOOD, house.now),
    ):
        with pytest.raises(NotFound):
            act()


# --- the key


def test_the_key_is_made_once_and_readable_by_us_alone(tmp_path):
    settings = Settings.for_tests(tmp_path)
    first = secret(settings)
    assert len(first) == 64
    assert secret(settings) == first
    assert stat.S_IMODE((settings.instance / "secret.key").stat().st_mode) == 0o600
    assert [p.name for p in settings.instance.iterdir()] == ["secret.key"]


def test_the_key_of_the_settings_wins_and_a_short_one_is_refused(tmp_path):
    assert secret(Settings.for_tests(tmp_path, secret_key="k" * 32)) == "k" * 32
    with pytest.raises(Invalid, match="KB_SECRET_KEY"):
        secret(Settings.for_tests(tmp_path, secret_key="short"))


def test_each_purpose_has_a_key_of_its_own_and_another_site_reads_nothing():
    one, other = Keys("a" * 32), Keys("b" * 32)
    assert one.cookies != other.cookies
    assert one.unseal(one.seal("JBSWY3DP")) == "JBSWY3DP"
    assert other.unseal(one.seal("JBSWY3DP")) == ""
    assert not other.marked(one.mark("", 7), 7)


def test_a_browser_is_remembered_for_some_accounts(house: House):
    keys, cookie = house.accounts.keys, ""
    for account in (1, 2, 3, 4, 5, 5):
        cookie = keys.mark(cookie, account)
    assert [bool(keys.marked(cookie, account)) for account in (1, 2, 3, 4, 5)] == [False, True, True, True, True]


def test_the_command_line_is_no_account():
    assert Actor("cli").account is None
