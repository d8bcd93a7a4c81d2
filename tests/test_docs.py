"""Documentation is a contract: generated pages are fresh, commands and settings are described, links lead somewhere."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.__main__ import commands
from kb.cli.docs import PAGES, read
from kb.settings import ROOT, Settings

PAGES_BY_HAND = [p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if p.name not in PAGES]


@pytest.mark.parametrize("name", list(PAGES))
def test_generated_pages_are_fresh(name: str):
    assert read(ROOT / "docs" / name) == PAGES[name](), "run `python -m kb docs`"


@pytest.mark.parametrize("path", PAGES_BY_HAND, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_every_command_has_help():
    runner = CliRunner()
    for name, command in commands.commands.items():
        answer = runner.invoke(commands, [name, "--help"])
        assert answer.exit_code == 0
        assert (command.help or "").strip(), name


def test_the_readme_names_the_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for said in (
        "make run",
        "make test",
        "python run.py",
        *(f"{n}" for n in ("check", "import", "export", "rebuild", "sync", "work", "stats")),
    ):
        assert said in text


def test_ci_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_settings_come_from_the_environment(tmp_path: Path):
    made = Settings.from_env({"KB_INSTANCE": str(tmp_path), "KB_SYNC_SECONDS": "2.5", "KB_OPERATOR": "某局"})
    assert made.instance == tmp_path
    assert made.sync_seconds == 2.5
    assert made.operator == "某局"
    assert made.store_url == f"sqlite:///{tmp_path / 'store.db'}"
    assert Settings.from_env({"KB_INSTANCE": "x"}, instance=tmp_path).instance == tmp_path


@pytest.mark.parametrize(("variable", "value"), [("KB_SYNC_SECONDS", "soon"), ("KB_TODAY", "22.11.2026")])
def test_a_setting_that_cannot_be_read_is_named(variable: str, value: str):
    with pytest.raises(Exception, match=variable):
        Settings.from_env({variable: value})


def test_every_requirement_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[A-Za-z0-9_.\[\]-]+==[0-9][^ ]*", line), line
