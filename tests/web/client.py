"""A client that checks every page it fetches: status, valid HTML, one h1, no doubled ids, headers, both languages alike."""

import html5lib
from bs4 import BeautifulSoup
from flask import Flask


class Client:
    """Fetches pages of the app in process."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str, status: int = 200, **headers: str) -> BeautifulSoup:
        """The page, parsed, after checking what must hold for every page."""
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        assert answer.mimetype == "text/html", path
        html = answer.get_data(as_text=True)
        html5lib.HTMLParser(strict=True).parse(html)
        page = BeautifulSoup(html, "html.parser")
        self.check(path, page, answer.headers)
        return page

    def check(self, path: str, page: BeautifulSoup, headers) -> None:
        assert len(page.find_all("h1")) == 1, path
        assert page.title.string.strip(), path
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), f"{path}: {sorted(i for i in ids if ids.count(i) > 1)}"
        assert not page.find_all(style=True), f"{path}: inline style"
        assert not page.find_all("script", src=False), f"{path}: inline script"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers, f"{path} sets a cookie"
        assert "Cookie" not in headers.get("Vary", ""), path
        for form in page.find_all("form"):
            assert form.get("action"), path
        for field in page.select("input:not([type=hidden]), select, textarea"):
            assert (
                field.get("aria-label")
                or field.find_parent("label")
                or page.find("label", attrs={"for": field.get("id")})
            ), path
        for link in page.find_all("a", href=True):
            assert not link["href"].startswith(("javascript:", "http://127", "data:")), f"{path}: {link['href']}"
            assert link.get_text(strip=True) or link.get("aria-label"), f"{path}: empty link {link}"
        levels = [int(h.name[1]) for h in page.find_all(["h1", "h2", "h3", "h4"])]
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)) or levels[0] != 1, f"{path}: {levels}"

    def links(self, page: BeautifulSoup) -> set[str]:
        """Addresses on this site that the page leads to, without anchors."""
        found = {a["href"].partition("#")[0] for a in page.find_all("a", href=True)}
        return {href for href in found if href.startswith("/")}

    def json(self, path: str, status: int = 200):
        """A JSON answer."""
        answer = self.client.get(path)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        assert answer.mimetype == "application/json"
        return answer.get_json()
