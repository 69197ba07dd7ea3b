"""The built files, before any browser: whole in both languages, valid, and nothing inline."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import build, pages
from infra.local import front

TEXTS = pages.WEB / "texts"
FILES = {
    "/": "index.html",
    "/en/": "en/index.html",
    "/en": "en/index.html",
    "/catalogo": "catalogo.html",
    "/offerte/27gw347na3ubximlmkhhfrpy": "offerte/_.html",
    "/en/prenotazioni/27gw347na3ubximlmkhhfrpy": "en/prenotazioni/_.html",
    "/desk": "desk.html",
    "/en/desk/persone/27gw347na3ubximlmkhhfrpy": "en/desk.html",
    "/assets/icons.svg": "assets/icons.svg",
    "/worker.js": "worker.js",
    "/en/manifest.webmanifest": "en/manifest.webmanifest",
    "/accesso/altrove": "404.html",
    "/offerte": "404.html",
    "/en/offerte/27gw347na3ubximlmkhhfrpy/altro": "en/404.html",
    "/nessuna-pagina": "404.html",
    "/en/catalogo.html": "en/404.html",
    "/nessun-file.php": "404.html",
    "/../catalogo": "404.html",
}


@pytest.fixture(scope="module")
def site() -> Path:
    """The built pages."""
    return pages.site()


def documents(site: Path) -> Iterator[Path]:
    """Every page's file."""
    yield from sorted(site.rglob("*.html"))


def distribution() -> dict[str, Any]:
    """What the template says of the distribution's function."""
    template = json.loads(build.stage("local").template.read_text())
    properties: dict[str, Any] = template["Resources"]["PageFiles"]["Properties"]
    return properties


def distributed(*addresses: str) -> list[str]:
    """The files that the distribution's function makes of some addresses."""
    asked = f"{json.dumps(addresses)}.map((uri) => handler({{request: {{uri}}}}).uri)"
    script = f"{distribution()['FunctionCode']}; console.log(JSON.stringify({asked}))"
    done = subprocess.run(["node", "--eval", script], capture_output=True, text=True, check=True)
    files: list[str] = json.loads(done.stdout)
    return files


@pytest.mark.parametrize("name", sorted(path.name for path in (TEXTS / "it").iterdir()))
def test_both_languages_have_the_same_texts(name: str) -> None:
    italian, english = (json.loads((TEXTS / language / name).read_text()) for language in ("it", "en"))
    assert list(italian) == list(english)
    assert [key for key, text in (italian | english).items() if not text.strip()] == []
    facts = {
        key: (set(re.findall(r"\{\w+\}", italian[key])), set(re.findall(r"\{\w+\}", english[key]))) for key in italian
    }
    assert {key: both for key, both in facts.items() if both[0] != both[1]} == {}


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    italian = {str(path.relative_to(site)) for path in documents(site) if path.relative_to(site).parts[0] != "en"}
    english = {str(path.relative_to(site / "en")) for path in documents(site / "en")}
    assert italian == english
    assert "catalogo.html" in italian


def test_nothing_is_inline(site: Path) -> None:
    for path in documents(site):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), path


def test_the_pages_are_valid_html(site: Path) -> None:
    pages.tools(checks=True)
    command = ["npx", "--no-install", "html-validate", "--config", "build/html-validate.json", str(site / "**/*.html")]
    done = subprocess.run(command, cwd=pages.WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_this_machine_and_the_distribution_find_the_same_file(site: Path) -> None:
    assert {address: front.file_of(address, site) for address in FILES} == FILES
    assert distributed(*FILES) == [f"/{file}" for file in FILES.values()]


def test_both_find_every_page_there_is(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in documents(site)]
    addresses = [f"/{name.removesuffix('.html')}" for name in names]
    assert [front.file_of(address, site) for address in addresses] == names
    assert distributed(*addresses) == [f"/{name}" for name in names]


def test_the_distribution_knows_every_page_and_every_file_beside_them(site: Path) -> None:
    code = distribution()["FunctionCode"]
    known = {name: set(json.loads(found)) for name, found in re.findall(r"const (\w+) = (\[.*?\]);", code, re.DOTALL)}
    pages_built = {path.relative_to(site / "en").with_suffix("").as_posix() for path in documents(site / "en")}
    files = (path.relative_to(site) for path in site.rglob("*") if path.is_file() and path.suffix != ".html")
    assert known["PAGES"] == pages_built - {"404"}
    assert known["FILES"] == {f"/{file.as_posix()}" for file in files if file.parts[0] != "assets"}
