"""A real Chromium before a real server with the project's own content."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import create_server

from tests.conftest import World

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps",
]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def base(real: World) -> Iterator[str]:
    """Address of the running site."""
    server = create_server(real.app(), host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: .ci/run installs it")
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person with a browser: notes every console error, failed request and request to elsewhere."""

    def __init__(self, browser: Browser, base: str, **settings) -> None:
        self.base = base
        self.context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", **settings}
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda m: m.type == "error" and self.faults.append(m.text))
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("request", lambda r: r.url.startswith(base) or self.faults.append(f"leaves the site: {r.url}"))
        self.page.on("response", lambda r: r.status < 400 or self.faults.append(f"{r.status} {r.url}"))

    def go(self, path: str) -> Page:
        """Open a path."""
        self.page.goto(self.base + path)
        return self.page

    def whole(self) -> None:
        """Nothing went wrong so far, and the page does not scroll sideways."""
        assert not self.faults, self.faults
        assert self.page.evaluate(OVERFLOW) <= 0, f"{self.page.url} scrolls sideways"

    def accessible(self) -> None:
        """axe finds nothing against WCAG 2.2 A and AA."""
        self.page.evaluate(AXE + "\n;0")
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        found = self.page.evaluate("o => axe.run(document, o)", options)["violations"]
        said = [f"{v['id']}: {v['nodes'][0]['target']} {' '.join(v['nodes'][0]['html'].split())[:120]}" for v in found]
        assert not said, (self.page.url, said)


@pytest.fixture
def visit(chromium: Browser, base: str) -> Iterator:
    made: list[Visitor] = []

    def make(**settings) -> Visitor:
        made.append(Visitor(chromium, base, **settings))
        return made[-1]

    yield make
    for visitor in made:
        visitor.context.close()


PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
