"""`kb user`, as whoever runs the machine uses it."""

import re
import stat
from pathlib import Path

from kb.accounts import Accounts, Asker
from kb.permissions import Actor
from kb.settings import Settings
from kb.store import Store
from tests.cli.test_commands import kb
from tests.conftest import NOW

ASKER = Asker("192.0.2.1", "", "", "http://127.0.0.1:8000")


def test_the_first_administrator_gets_a_link_and_no_password(tmp_path: Path):
    done = kb("user", "add", "Boss@ccpit.cn", "--role", "admin", folder=tmp_path, KB_BASE_URL="https://ip.example.cn/")
    link = re.fullmatch(r"https://ip\.example\.cn/account/invitation/(\S{40,})", done.stdout.strip())
    assert link, done.stdout + done.stderr
    assert kb("user", "list", folder=tmp_path).stdout.split("\t")[1:] == ["boss@ccpit.cn", "pending", "-", "admin\n"]
    key = tmp_path / "instance" / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    settings = Settings.for_tests(tmp_path)
    with Store(settings.store_url) as store:
        accounts = Accounts(store, settings)
        accounts.set_password(link.group(1), "invite", "lantern walrus 8 copper", agreed=True, asker=ASKER, now=NOW)
        assert accounts.people(Actor("cli"), NOW)[0].state == "active"
    assert (
        "account is in use"
        in kb("user", "add", "boss@ccpit.cn", "--role", "handler", "--office", "office/x", folder=tmp_path).stdout
    )
    again = kb("user", "reset", "boss@ccpit.cn", "--second", folder=tmp_path).stdout
    assert "/account/reset/" in again
    last = kb("user", "disable", "boss@ccpit.cn", folder=tmp_path)
    assert last.returncode == 2
    assert "last administrator" in last.stderr


def test_what_is_wrong_is_a_sentence(tmp_path: Path):
    for args, said in (
        (("add", "boss", "--role", "admin"), "e-mail"),
        (("add", "boss@ccpit.cn", "--role", "handler"), "office"),
        (("add", "boss@ccpit.cn", "--role", "root"), "root"),
        (("disable", "nobody@ccpit.cn"), "no such account"),
        (("reset", "nobody@ccpit.cn"), "no such account"),
    ):
        done = kb("user", *args, folder=tmp_path)
        assert done.returncode != 0
        assert said in done.stderr
        assert "Traceback" not in done.stderr
