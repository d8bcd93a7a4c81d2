"""Documents to measure with: made from the project's own content by a seeded generator, or read from a file.

The generator mixes sentences of `content/` (drawn with Zipf-like weights, so that a few are everywhere and most are rare)
with sentences in which firms, dockets, dates, concepts of the thesaurus and names of jurisdictions are put in. The same
content and number give the same documents: `fingerprint()` says which. Nothing that is made here is true.
"""

import gzip
import hashlib
import itertools
import json
import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"
SEED = 20261122
MEAN, SPREAD, SHORTEST = 800, 0.45, 160  # characters of a text: mean and log-normal spread
ENGLISH_SHARE = 0.2
KINDS = {"law": 0.60, "case": 0.25, "alert": 0.15}
FIRST_YEAR, LAST_YEAR = 2005, 2026
HAN = re.compile("[\u4e00-\u9fff]")
MARKUP = re.compile(
    r"\[@[^\]]*\]|\[\[[^\]]*\]\]|[*_`#>|]|https?://\S+|^\s*(?:-\s+|\d+\.\s+)?(?:[a-z_]+:(?:\s|$))?", re.M
)

CHINESE = (
    "{firm}于{day}就{concept}向{office}提出{other}请求，案号为{docket}。",
    "{place}法院在{docket}一案中认定{firm}的产品落入权利要求范围，判令停止侵权并赔偿{amount}万元。",
    "{firm}与{rival}就{concept}达成和解，双方同意撤回在{place}提起的{other}程序。",
    "根据{place}有关{concept}的规定，{firm}应当在收到通知之日起{number}日内答复，逾期视为放弃{other}。",
    "{rival}主张{firm}在{place}销售的型号{model}侵犯其第{serial}号权利，涉及{concept}和{other}。",
)
ENGLISH = (
    "On {day} {firm} asked the office of {place} for {concept}, docket {docket}; the request also named {other}. ",
    "The court in {place} found for {rival} and ordered {firm} to stop selling model {model} and to pay {amount}. ",
    "{firm} and {rival} settled their dispute over {concept} in {place}, and the claim for {other} was withdrawn. ",
    "Under the rules of {place} on {concept} an answer is due within {number} days; {other} is lost after that day. ",
)
CITIES = "深圳 广州 杭州 宁波 苏州 东莞 厦门 青岛 佛山 温州 义乌 成都 武汉 合肥 长沙 天津".split()
TRADES = "科技 电子 智能装备 新能源 光电 医疗器械 家居用品 玩具 服饰 化工材料 机械 通讯设备".split()
SYLLABLES = "an bao cheng da en fu guan hai jia kang lian ming nuo ou ping qi rui sheng tai wei xin yuan zhi".split()


@dataclass(frozen=True)
class Doc:
    """One document: what is searched, and the three facets by which it is counted."""

    id: str
    title: str
    text: str
    kind: str
    jurisdiction: str
    year: str


class Zipf:
    """Draws from a list so that the n-th of it comes about 1/n as often as the first."""

    def __init__(self, items: Sequence[str], shift: float = 2.0) -> None:
        self.items = items
        self.weights = list(itertools.accumulate(1 / (rank + shift) for rank in range(len(items))))

    def draw(self, rnd: random.Random) -> str:
        """One of them."""
        return rnd.choices(self.items, cum_weights=self.weights)[0]


def documents(count: int, path: Path | None = None) -> list[Doc]:
    """That many documents: from a file of {id, title, text} lines (packed with gzip or not), else generated."""
    rnd = random.Random(SEED)
    facets = Facets(rnd)
    if path is None:
        return list(Generator(rnd, facets).documents(count))
    rows = itertools.islice(_lines(path), count)
    # Ids are numbered anew: an address takes only small letters, figures and hyphens.
    return [
        Doc(f"d{n:06d}", row.get("title") or row["text"][:40], row["text"], *facets.draw())
        for n, row in enumerate(rows)
    ]


def fingerprint(docs: Sequence[Doc]) -> str:
    """Which documents were measured: the beginning of the SHA-256 of all of them."""
    digest = hashlib.sha256()
    for doc in docs:
        digest.update(f"{doc.id}\t{doc.title}\t{doc.text}\t{doc.kind}\t{doc.jurisdiction}\t{doc.year}\n".encode())
    return digest.hexdigest()[:12]


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables in `content/`."""
    head, *rows = (CONTENT / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), row.split("\t"), strict=False)) for row in rows if row.strip()]


class Facets:
    """Draws kind, jurisdiction and year: a few large jurisdictions and a long tail, more of the later years."""

    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        codes = [row["code"].lower() for row in table("jurisdictions")]
        large = ["us", "jp", "de", "ep", "kr", "gb", "fr", "in", "vn", "br"]
        self.places = Zipf([*large, *(code for code in codes if code not in large)], shift=20)
        self.years = Zipf([str(year) for year in range(LAST_YEAR, FIRST_YEAR - 1, -1)], shift=4)

    def draw(self) -> tuple[str, str, str]:
        """A kind, a jurisdiction and a year."""
        kind = self.rnd.choices(list(KINDS), weights=list(KINDS.values()))[0]
        return kind, self.places.draw(self.rnd), self.years.draw(self.rnd)


class Generator:
    """Makes documents out of the project's content and tables."""

    def __init__(self, rnd: random.Random, facets: Facets) -> None:
        self.rnd, self.facets = rnd, facets
        chinese, english = sentences()
        rnd.shuffle(chinese)
        rnd.shuffle(english)
        self.chinese, self.english = Zipf(chinese, 20), Zipf(english, 20)
        characters = sorted({c for sentence in chinese for c in sentence if HAN.match(c)})
        rnd.shuffle(characters)
        self.characters = Zipf(characters, 10)
        terms = table("terms")
        rnd.shuffle(terms)
        self.concepts = {lang: Zipf([row[lang].split("|")[0] for row in terms], 5) for lang in ("zh", "en")}
        self.names = {r["code"].lower(): (r["zh"], r["en"]) for r in table("jurisdictions")}

    def documents(self, count: int) -> Iterator[Doc]:
        """So many documents, one after the other."""
        for number in range(count):
            kind, place, year = self.facets.draw()
            language = "en" if self.rnd.random() < ENGLISH_SHARE else "zh"
            yield Doc(
                f"d{number:06d}", self.title(language, place, year, number), self.text(language), kind, place, year
            )

    def title(self, language: str, place: str, year: str, number: int) -> str:
        """Two concepts with the name of the jurisdiction; no two titles are the same."""
        first, second = (self.concepts[language].draw(self.rnd) for _ in range(2))
        zh, en = self.names[place]
        return (
            f"{zh}{first}与{second}（{year}年第{number}号）"
            if language == "zh"
            else f"{en}: {first}, {second} ({number}/{year})"
        )

    def text(self, language: str) -> str:
        """Sentences until the length that was drawn for this text is reached."""
        wanted = max(SHORTEST, self.rnd.lognormvariate(_mu(), SPREAD))
        parts: list[str] = []
        length = 0
        while length < wanted:
            part = self.sentence(language)
            parts.append(part)
            length += len(part)
            if self.rnd.random() < 0.2:
                parts.append("\n\n")
        return "".join(parts).strip() + "\n"

    def sentence(self, language: str) -> str:
        """A sentence of the content, or one with names, dates and concepts put in."""
        if self.rnd.random() < 0.65:
            return self.chinese.draw(self.rnd) + "。" if language == "zh" else self.english.draw(self.rnd) + ". "
        values: dict[str, Callable[[], object]] = {
            "firm": lambda: self.firm(language), "rival": lambda: self.firm(language),
            "concept": lambda: self.concepts[language].draw(self.rnd), "other": lambda: self.concepts[language].draw(self.rnd),
            "place": lambda: self.names[self.facets.places.draw(self.rnd)][language == "en"],
            "office": lambda: self.names[self.facets.places.draw(self.rnd)][0] + "主管机关",
            "docket": lambda: f"{self.rnd.randint(1, 9)}:{self.rnd.randint(10, 26)}-cv-{self.rnd.randint(1, 9999):05d}",
            "day": lambda: f"{self.rnd.randint(FIRST_YEAR, LAST_YEAR)}-{self.rnd.randint(1, 12):02d}-{self.rnd.randint(1, 28):02d}",
            "amount": lambda: self.rnd.randint(1, 9999), "number": lambda: self.rnd.choice((10, 20, 30, 60, 90)),
            "model": lambda: f"{chr(65 + self.rnd.randrange(26))}{self.rnd.randint(10, 999)}",
            "serial": lambda: self.rnd.randint(1_000_000, 9_999_999),
        }  # fmt: skip
        form = self.rnd.choice(CHINESE if language == "zh" else ENGLISH)
        return form.format(**{name: value() for name, value in values.items() if f"{{{name}}}" in form})

    def firm(self, language: str) -> str:
        """The name of a firm that does not exist."""
        if language == "en":
            name = "".join(self.rnd.choice(SYLLABLES) for _ in range(self.rnd.choice((2, 2, 3)))).capitalize()
            return f"{name} {self.rnd.choice(('Technology', 'Industrial', 'Electronics', 'Trading'))} Co., Ltd."
        name = "".join(self.characters.draw(self.rnd) for _ in range(self.rnd.choice((2, 2, 3))))
        return f"{self.rnd.choice(CITIES)}{name}{self.rnd.choice(TRADES)}有限公司"


def sentences() -> tuple[list[str], list[str]]:
    """The Chinese and the English sentences of the project's content, each once, in the order of the files."""
    chinese: dict[str, None] = {}
    english: dict[str, None] = {}
    for path in sorted(CONTENT.rglob("*.md")):
        plain = MARKUP.sub(" ", path.read_text(encoding="utf-8"))
        for piece in re.split(r"[。！？；\n]|\. ", plain):
            words = " ".join(piece.split()).strip("'\" .")
            if HAN.search(words) and 8 <= len(words) <= 160:
                chinese[words] = None
            elif words.isascii() and 30 <= len(words) <= 300 and words.count(" ") >= 5:
                english[words] = None
    return list(chinese), list(english)


def _mu() -> float:
    """The log-normal's location at which its mean is MEAN."""
    return math.log(MEAN) - SPREAD**2 / 2


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
