"""Other processes that use the store, for tests of what happens between processes."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def spawn(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A child that runs `program` (a file of this folder) with warnings as errors; its output is a pipe."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(HERE / program), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
