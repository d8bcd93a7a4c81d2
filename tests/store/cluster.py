"""A throw-away PostgreSQL server on 127.0.0.1, never run as root, gone with the process that started it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

import psycopg

USER = "postgres"
LOG_LINES = 20


def find_binaries() -> Path | None:
    """The folder of the newest installed server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Cluster:
    """One server with its folder; a context manager. `url(name)` is the address of one of its databases."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="kb-postgresql-"))
        self._server: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            shutil.chown(self._folder, USER, USER)
        # A temporary folder is private to who made it; the server's user must pass.
        self._folder.chmod(0o755)
        arguments = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            self._as_user("initdb", "-D", str(self._folder / "data"), *arguments),
            check=True,
            capture_output=True,
            cwd="/",
        )
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Starts the server (again, on the same port) and waits until it answers."""
        self.port = self.port or _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": 100,
            "shared_buffers": "32MB",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                self._as_user("postgres", "-D", str(self._folder / "data"), *options),
                stdout=log,
                stderr=log,
                cwd="/",
            )
        while not self._answers():
            try:
                self._server.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError("\n".join(self._log.read_text().splitlines()[-LOG_LINES:]))

    def stop(self) -> None:
        """Stops the server as a power cut would be felt by its clients: at once."""
        if self._server:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=30)
            self._server = None

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of one statement, run outside a transaction."""
        with psycopg.connect(self._address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database, as an operator would write it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={USER} dbname={database} connect_timeout=5"

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _as_user(self, program: str, *arguments: str) -> list[str]:
        """The command, as an unprivileged user, ending when this process ends however that happens."""
        who = [f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *who, "--pdeathsig", "QUIT", str(self._binaries / program), *arguments]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
