"""What every page has around its content."""

from dataclasses import dataclass

from kb.settings import Settings
from kb.web.speaker import Speaker

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/directive", "应对指引"),
    ("/countries", "国别指南"),
    ("/laws", "法律法规"),
    ("/cases", "典型案例"),
    ("/fees", "官费"),
    ("/deadlines", "时限"),
    ("/exhibitions", "展会"),
    ("/alerts", "风险提示"),
    ("/experts", "专家"),
    ("/network", "工作网络"),
)


@dataclass(frozen=True)
class Frame:
    """Title and description of a page, where it is, and what the site says of itself."""

    title: str
    description: str
    path: str
    """Path without language; both languages have the same paths."""
    query: str
    language: str
    canonical: str
    alternate: str
    """The same page in the other language."""
    operator: str
    registration: str
    contact: str
    index: bool = True
    """Whether search engines may list the page."""
    q: str = ""


def frame(
    settings: Settings,
    speaker: Speaker,
    path: str,
    title: str,
    description: str = "",
    *,
    query: str = "",
    index: bool = True,
    q: str = "",
) -> Frame:
    """The frame of a page at `path`."""
    other = Speaker("zh" if speaker.language == "en" else "en", speaker.library, speaker.today)
    tail = f"?{query}" if query else ""
    return Frame(
        title=title, description=description, path=path, query=query, language=speaker.language,
        canonical=settings.base_url.rstrip("/") + speaker.link(path), alternate=other.link(path) + tail,
        operator=settings.operator, registration=settings.registration, contact=settings.contact, index=index, q=q,
    )  # fmt: skip
