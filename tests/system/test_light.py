"""How many bytes does a phone fetch on a resident's first visit?"""

import re

import pytest

from renogroep.web.demo import seed
from tests.support.html import Page

MOST = 100_000  # bytes, as served
GZIP = {"Accept-Encoding": "gzip"}
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


@pytest.fixture
def visitor(app, client):
    """Somebody at the front door of the demo."""
    with app.app_context():
        seed.make()
    return client


def needs(face: str, text: str) -> bool:
    """Does a browser fetch this part of a font for this text?"""
    ranges = [(int(a, 16), int(b or a, 16)) for a, b in RANGE.findall(face)]
    return any(low <= ord(letter) <= high for letter in text for low, high in ranges)


def parts_of(page: Page, css: str) -> set[str]:
    """Everything that a page makes a browser fetch: styles, scripts, pictures, fonts."""
    found = {tag["href"] for tag in page.select("link[rel=stylesheet], link[rel=icon]")}
    found |= {tag["src"] for tag in page.select("script[src], img[src]")}
    found |= {tag["href"].partition("#")[0] for tag in page.select("use[href]")}
    text = page.get_text()
    for face in FACE.findall(css):
        if needs(face, text):
            found |= {f"/static/{name}" for name in re.findall(r'url\("(.+?)"\)', face)}
    return {url for url in found if url}


@pytest.mark.parametrize("url", ["/", "/wijk/bloemenwijk"])
def test_a_first_visit_is_light(visitor, url):
    answer = visitor.get(url, headers=GZIP)
    css = visitor.get("/static/theme.css").text
    sizes = {url: len(answer.data)}
    for part in parts_of(Page(answer.text, "html.parser"), css):
        fetched = visitor.get(part, headers=GZIP)
        assert fetched.status_code == 200, part
        sizes[part] = len(fetched.data)
    assert any(part.endswith(".woff2") for part in sizes)
    assert sum(sizes.values()) <= MOST, sizes


def test_what_is_static_comes_compressed_and_a_page_does_not(visitor):
    """A compressed page that holds a token and an echo gives the token away, letter by letter."""
    style = visitor.get("/static/vendor/bootstrap.min.css", headers=GZIP)
    assert style.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in visitor.get("/", headers=GZIP).headers
    assert "Content-Encoding" not in visitor.get("/static/theme.css").headers


def test_no_page_loads_a_script(visitor):
    """Every page works without, so none is fetched."""
    assert not visitor.page("/").select("script")
