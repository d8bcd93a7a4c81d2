"""The command line and `run.py`, as a person starts them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kb.edition import Edition
from kb.kinds import text
from kb.library import Library
from kb.settings import ROOT
from tests import makers


def kb(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "KB_INSTANCE": str(folder / "instance"), "KB_CONTENT": str(folder / "content"), **env}
    given.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "kb", *args], cwd=ROOT, env={**given, **env}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    makers.edition(tmp_path / "content")
    return tmp_path


def test_import_sync_stats_export_rebuild(folder: Path):
    assert "14 published" in kb("import", folder=folder).stdout
    assert "10 added" in kb("sync", folder=folder).stdout
    counts = json.loads(kb("stats", "--json", folder=folder).stdout)
    assert counts["entries"] == 10
    assert counts["kinds"]["law"] == 1
    assert "nothing changed" in kb("export", folder=folder).stdout
    assert "10 entries" in kb("rebuild", folder=folder).stdout


def test_check_says_what_is_wrong_and_fix_writes_the_canonical_form(folder: Path):
    path = folder / "content/countries/us/laws/patent-act.md"
    assert kb("check", "--content", str(folder / "content"), "--today", "2026-11-22", folder=folder).returncode == 0
    path.write_text(path.read_text(encoding="utf-8").replace("level: statute", "level:   statute"), encoding="utf-8")
    first = kb("check", "--content", str(folder / "content"), "--today", "2026-11-22", folder=folder)
    assert first.returncode == 1
    assert "不是规范写法" in first.stdout
    fixed = kb("check", "--content", str(folder / "content"), "--today", "2026-11-22", "--fix", folder=folder)
    assert fixed.returncode == 0
    assert path.read_text(encoding="utf-8") == text.write(makers.entry("law"))
    late = kb("check", "--content", str(folder / "content"), "--today", "2030-01-01", "--strict", folder=folder)
    assert late.returncode == 1


def test_a_broken_file_is_reported_by_import(folder: Path):
    (folder / "content/cases/broken.md").write_text("no front matter", encoding="utf-8")
    done = kb("import", folder=folder)
    assert done.returncode == 1
    assert "case/broken" in done.stderr
    assert "14 published" in done.stdout


def test_a_database_that_does_not_answer_is_a_sentence(folder: Path):
    done = kb("import", folder=folder, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "暂时不可用" in done.stderr


def test_stats_without_a_library_is_a_sentence(folder: Path):
    done = kb("stats", folder=folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def start(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    env = {**os.environ, "KB_CONTENT": str(folder / "content"), "KB_SYNC_SECONDS": "0.1"}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "run.py", "--port", "0", "--instance", str(folder / "instance")]
    site = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in site.stdout:
        if match := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return site, match.group()
    raise AssertionError("the site did not start")


def wait_until(what, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_one_command_prepares_and_serves_and_its_worker_brings_in_what_is_published(folder: Path):
    site, address = start(folder)
    try:
        assert "标题law" in urllib.request.urlopen(address + "laws").read().decode()
        edition = Edition(folder / "content")
        edition.write("law/us/patent-act", text.write(makers.entry("law", native_title="Zebra Act")))
        assert "1 published" in kb("import", folder=folder).stdout
        wait_until(lambda: "Zebra Act" in urllib.request.urlopen(address + "laws").read().decode())
        children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
        assert children
    finally:
        site.send_signal(signal.SIGTERM)
        site.communicate(timeout=20)
    wait_until(
        lambda: (
            not any(
                Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]
                for child in children
            )
        )
    )


def test_the_worker_of_a_killed_site_ends_too_and_the_next_start_is_whole(folder: Path):
    site, _ = start(folder)
    children = Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split()
    site.kill()
    site.communicate()
    wait_until(
        lambda: (
            not any(
                Path(f"/proc/{child}").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] != "Z"
                for child in children
            )
        )
    )
    site, address = start(folder)
    assert urllib.request.urlopen(address + "healthz").status == 200
    site.terminate()
    site.communicate(timeout=20)
    assert Library(folder / "instance" / "library").stats()["entries"] == 10


def test_a_port_in_use_is_a_sentence(folder: Path):
    site, address = start(folder)
    port = address.rsplit(":", 1)[1].strip("/")
    command = [sys.executable, "run.py", "--port", port, "--instance", str(folder / "other")]
    env = {**os.environ, "KB_CONTENT": str(folder / "content")}
    second = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    site.terminate()
    site.communicate(timeout=20)
    assert second.returncode == 1
    assert "cannot listen" in second.stderr
    assert "Traceback" not in second.stderr
