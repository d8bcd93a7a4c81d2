"""Kill -9 at any moment of sync or rebuild leaves a library that serves, or rebuilds on the next start, and loses nothing."""

import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kb.kinds import text
from kb.library import SearchRequest
from kb.library.build import Workshop
from tests import makers
from tests.conftest import NOW, TODAY, World

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
    import sys
    from pathlib import Path
    from kb.store import Store
    from kb.sync import rebuild, sync
    store = Store(sys.argv[1])
    print("go", flush=True)
    while True:
        (rebuild if sys.argv[3] == "rebuild" else sync)(store, Path(sys.argv[2]))
        print("done", flush=True)
"""
FINE = """
    import os, random, sys
    from pathlib import Path
    random.seed(int(sys.argv[4]))
    at, count = int(sys.argv[4]), 0
    def hit(event, args):
        global count
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "sqlite3.connect", "shutil.rmtree"):
            count += 1
            if count == at:
                os.kill(os.getpid(), 9)
    from kb.store import Store
    from kb.sync import rebuild, sync
    store = Store(sys.argv[1])
    store.number()
    sys.addaudithook(hit)
    (rebuild if sys.argv[3] == "rebuild" else sync)(store, Path(sys.argv[2]))
    print("done", flush=True)
"""


def child(world: World, script: str, verb: str, *more: str) -> subprocess.Popen:
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(script),
        world.settings.store_url,
        str(world.settings.library_folder),
        verb,
    ]
    return subprocess.Popen([*command, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def check_whole(world: World, count: int) -> None:
    """After a start, every published entry is served, in rows and index alike, and the number is the store's."""
    world.sync(repair=True)
    library = world.library()
    assert library.number() == world.store.number()
    published = {key for key in world.store.keys() if not key.startswith("table/") and not key.endswith(".en")}
    assert {b.id for b in library.briefs()} == published
    assert len(published) == count
    with Workshop(world.settings.library_folder) as workshop:
        bench = workshop.serving(world.store.identity())
        assert bench.out_of_step() == set()
        assert bench.reader.one("pragma integrity_check")[0] == "ok"
        bench.close()
    found = library.search(SearchRequest("kind", {"kind": ("case",)}), TODAY)
    assert found.total <= count
    for brief in library.briefs():
        assert library.get(brief.id).sha256


def add_cases(world: World, first: int, count: int) -> None:
    with world.store.batch() as batch:
        for n in range(first, first + count):
            made = makers.entry("case", f"case/made-{n}", docket=f"337-TA-{n}")
            batch.publish(made.id, text.write(made), author="e", message="", at=NOW)


@pytest.mark.parametrize("verb", ["sync", "rebuild"])
def test_killed_at_random_moments(world: World, verb: str):
    world.bring_in()
    world.sync()
    rnd = random.Random(7)
    served = 10
    for round_ in range(6):
        add_cases(world, 1000 + round_ * 40, 40)
        process = child(world, CHILD, verb)
        assert process.stdout.readline() == "go\n"
        try:
            process.wait(rnd.uniform(0.01, 0.6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        # whatever the moment was, what serves is whole: never fewer entries than before, each with its page
        library = world.library()
        assert len(library.briefs()) >= served
        assert all(library.get(b.id) for b in library.briefs())
        served += 40
        check_whole(world, served)


@pytest.mark.parametrize("verb", ["sync", "rebuild"])
def test_killed_at_each_file_operation(world: World, verb: str):
    """Dies at the n-th file operation for growing n, until the work gets through: every step of it was a place to die."""
    world.bring_in()
    world.sync()
    add_cases(world, 2000, 3)
    at, deaths = 1, 0
    while True:
        process = child(world, FINE, verb, str(at))
        out, _ = process.communicate()
        if out.strip() == "done":
            break
        assert process.returncode == -signal.SIGKILL
        deaths += 1
        assert len(world.library().briefs()) >= 10
        at += 1 if at < 12 else 5
    assert deaths >= 5
    check_whole(world, 13)


def test_a_library_that_is_damaged_is_built_anew(world: World):
    world.bring_in()
    world.sync()
    current = (world.settings.library_folder / "current").read_text().split("\n")[0]
    (world.settings.library_folder / current / "kb.db").write_bytes(b"garbage" * 1000)
    world.sync()
    check_whole(world, 10)


def test_a_missing_index_is_built_anew(world: World):
    world.bring_in()
    world.sync()
    current = (world.settings.library_folder / "current").read_text().split("\n")[0]
    for path in (world.settings.library_folder / current / "index").iterdir():
        path.unlink()
    world.sync()
    check_whole(world, 10)


def test_the_disk_is_full(world: World):
    """A sync that cannot write says so and leaves what serves as it was."""
    world.bring_in()
    world.sync()
    add_cases(world, 3000, 30)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));\nimport signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    process = child(world, limit + textwrap.dedent(CHILD), "sync")
    process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert len(world.library().briefs()) == 10
    check_whole(world, 40)
    assert os.path.exists(world.settings.library_folder / "current")
