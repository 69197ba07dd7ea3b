"""What holds of every page with an address of its own, whoever opens it, on whichever screen."""

import csv
import re
from collections.abc import Iterable

import textstat

from tests.pages.browser import SCREENS, Visitor

GULPEASE_MIN = 60  # who finished middle school reads it with little effort
IDENTIFIER = re.compile(r"/[a-z0-9]{20,}")


def wrong(visitor: Visitor, paths: Iterable[str], *widths: int) -> list[str]:
    """What is wrong, page by page, with all that unfolds unfolded: on a phone and at a desk, or at other widths."""
    return [f"{path}: {fault}" for path in paths for fault in _wrong(visitor, path, *(widths or SCREENS))]


def menu(visitor: Visitor) -> list[str]:
    """The addresses that the menu offers."""
    links = visitor.page.locator("#menu a")
    return [str(link.get_attribute("href")).removeprefix(visitor.prefix) for link in links.all()]


def sheet(visitor: Visitor) -> list[dict[str, str]]:
    """The rows of the first list of a page, as they leave."""
    with visitor.page.expect_download() as leaving:
        visitor.page.get_by_role(
            "button", name={"it": "Scarica il foglio", "en": "Download the sheet"}[visitor.language]
        ).first.click()
    told = leaving.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(told.splitlines(), delimiter=";"))


def plain(text: str) -> float:
    """How easy an Italian text is to read, up to 100; a line that ends without a stop is a sentence all the same."""
    textstat.set_lang("it")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    index: float = textstat.gulpease_index(" ".join(line if line[-1] in ".!?:" else f"{line}." for line in lines))
    return index


def _wrong(visitor: Visitor, path: str, *widths: int) -> list[str]:
    visitor.open(path)
    page, heading = visitor.page, visitor.heading()
    found = [] if path in page.url else [f"it leads to {page.url}"]
    found += [] if heading in page.title() else [f"its title is «{page.title()}»"]
    found += [f"it says {alert!r}" for alert in page.locator("main .alert-danger").all_inner_texts()]
    for folded in page.locator("main summary").all():
        folded.click()
    is_text = visitor.language == "it" and not IDENTIFIER.search(path)  # what one thing's page says is names and sums
    if is_text and (index := plain(visitor.prose())) < GULPEASE_MIN:
        found.append(f"it reads with difficulty: {index:.0f}")
    name = IDENTIFIER.sub("/_", path.split("?", maxsplit=1)[0]).replace("/", "-")
    return found + visitor.wrong(f"page{name}", *widths)
