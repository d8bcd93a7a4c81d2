"""A page dataclass and its template become an answer."""

from typing import Any, Protocol

from flask import Response, g, make_response, render_template, request

from kb.papers import TYPES
from kb.web.pages.frame import NAVIGATION, Frame, frame
from kb.web.site import site
from kb.web.speaker import Speaker


class Page(Protocol):
    """Every page dataclass."""

    @property
    def frame(self) -> Frame:
        """What stands around the content."""


SAID = """
t bi term terms kind label name names day weekday money period amount bracket checker span link cite ref body brief hotlines
""".split()


def speaker() -> Speaker:
    """The voice of this request."""
    found: Speaker = g.speaker
    return found


def framed(title: str, description: str = "", *, path: str = "", index: bool = True, q: str = "") -> Frame:
    """The frame of the page asked for; the title is an interface sentence or an entry's own."""
    query = request.query_string.decode("utf-8", "replace") if request.args else ""
    return frame(site().settings, speaker(), path or g.path, title, description, query=query, index=index, q=q)


def base() -> str:
    """The address of this site in papers, calendars and feeds, without a slash at its end."""
    return (site().settings.base_url or request.host_url).rstrip("/")


def attached(data: bytes, name: str, kind: str) -> Response:
    """A file to keep: `kind` is its ending."""
    answer = make_response(data)
    answer.headers["Content-Type"] = TYPES[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def show(template: str, page: Page, status: int = 200) -> Response:
    """The page as HTML."""
    voice = speaker()
    said: dict[str, Any] = {name: getattr(voice, name) for name in SAID}
    said["files"] = lambda path: voice.link(path) + (f"?{page.frame.query}" if page.frame.query else "")
    html = render_template(
        template,
        page=page,
        frame=page.frame,
        language=voice.language,
        navigation=NAVIGATION,
        today=voice.today,
        **said,
    )
    return make_response(html, status)
