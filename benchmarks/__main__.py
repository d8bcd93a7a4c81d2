"""`make bench`: makes `.venv-bench` (requirements.txt and requirements-bench.txt) if it must, and goes on in it."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.options import options

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv-bench"
WANTED = ("requirements.txt", "requirements-bench.txt")


def main() -> None:
    """Look at the options, see to the environment, become `benchmarks.run`."""
    options()
    prepare()
    python = str(VENV / "bin" / "python")
    os.chdir(ROOT)
    os.execv(python, [python, "-m", "benchmarks.run", *sys.argv[1:]])


def prepare() -> None:
    """Installs what is pinned, unless the environment holds it already."""
    noted = VENV / "installed.txt"
    wanted = "".join((ROOT / name).read_text(encoding="utf-8") for name in WANTED)
    if noted.is_file() and noted.read_text(encoding="utf-8") == wanted:
        return
    print(f"Installing what the benchmarks need into {VENV.name} ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    (VENV / ".gitignore").write_text("*\n", encoding="utf-8")
    files = [part for name in WANTED for part in ("-r", name)]
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *files], check=True, cwd=ROOT)
    noted.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main()
