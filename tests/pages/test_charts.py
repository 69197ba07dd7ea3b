"""The charts by themselves: read by ear, by keyboard, without colours, as a table, at any width."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from playwright.sync_api import Browser

from infra import pages
from tests.pages import browser as people
from tests.pages.browser import DESK, PHONE, Visitor

WEEKS = [{"on": f"2026-10-{day:02}", "left": 900 - 9 * day, "came": day, "stayed": 30 - day} for day in (5, 12, 19, 26)]
DRAWN = """
import { h, render } from "preact";
import { Lines } from "./desk/charts/lines.js";
import { Bars, WeekBars } from "./desk/charts/bars.js";
const weeks = WEEKS;
const say = (value) => `${value} €`;
const columns = [
  { name: "on", title: "Settimana", show: (row) => row.on },
  { name: "left", title: "Resta", show: (row) => say(row.left) },
];
const days = { day: (on) => on, brief: (on) => on.slice(5) };
const told = { summary: "Che cosa si vede", write: String, say, ...days, columns, rows: weeks };
const points = (by) => weeks.map((week) => ({ on: week.on, value: week.left + by }));
const band = { name: "Incerto", low: points(-200), high: points(200) };
const series = [{ name: "Resta", points: points(0) }, { name: "Previsto", points: points(5) }];
const marks = [{ on: "2026-10-19", name: "Oggi" }];
const bars = [{ name: "<b>Anziani</b>", value: 30, said: "30 €" }];
const parts = [{ name: "Venuti", key: "came" }, { name: "Assenti", key: "stayed" }];
render(h("main", {}, h("h1", {}, "Grafici"), h("h2", {}, "Tre"),
  h(Lines, { id: "lines", title: "Il fondo", unit: "euro", series, band, marks, ...told }),
  h(Bars, { id: "bars", title: "Per tema", bars, ...told }),
  h(WeekBars, { id: "weeks", title: "I posti", unit: "posti", weeks, parts, ...told }),
), document.body);
"""
BUNDLE = """
import { build } from "esbuild";
const stdin = { contents: process.argv[1], resolveDir: process.cwd() };
const made = await build({ stdin, bundle: true, write: false, conditions: ["it"], absWorkingDir: process.cwd() });
process.stdout.write(made.outputFiles[0].text);
"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_they_can_be_read_by_everybody(chromium: Browser, width: int) -> None:
    with _charts(chromium, width) as visitor:
        visitor.page.locator("summary").first.press("Enter")
        visitor.shoot("charts")
        assert visitor.faults() == []
        assert visitor.overflow() == 0
        assert visitor.page.get_by_role("img", name="Il fondo").get_attribute("aria-describedby") == "lines-summary"


def test_a_week_is_read_with_the_arrow_keys(chromium: Browser) -> None:
    with _charts(chromium, DESK) as visitor:
        visitor.tab_to("Leggi una settimana")
        assert "2026-10-26. Resta: 666 €" in visitor.page.locator("output").first.inner_text()
        visitor.press("ArrowLeft", "ArrowLeft")
        assert "2026-10-12. Resta: 792 €; Previsto: 797 €" in visitor.page.locator("output").first.inner_text()


def test_every_number_is_in_a_table_too(chromium: Browser) -> None:
    with _charts(chromium, DESK) as visitor:
        visitor.page.locator("summary").first.press("Enter")
        assert visitor.page.locator("table").first.locator("td").all_inner_texts() == [
            f"{week['left']} €" for week in WEEKS
        ]


def test_lines_and_bars_differ_without_colours(chromium: Browser) -> None:
    with _charts(chromium, DESK) as visitor:
        dashes = visitor.page.locator("path.line").evaluate_all(
            "all => all.map(one => getComputedStyle(one).strokeDasharray)"
        )
        fills = visitor.page.locator("svg[role=img] rect.bar").evaluate_all(
            "all => [...new Set(all.map(one => one.getAttribute('fill')))]"
        )
    assert len(set(dashes)) == len(dashes)
    assert fills == [None, "url(#weeks-pattern-1)"]


def test_a_name_is_only_ever_a_text(chromium: Browser) -> None:
    with _charts(chromium, DESK) as visitor:
        assert visitor.page.locator("svg b").count() == 0
        assert visitor.page.get_by_text("<b>Anziani</b>").count()


@contextmanager
def _charts(chromium: Browser, width: int) -> Iterator[Visitor]:
    with people.visiting(chromium, "about:blank", width=width) as visitor:
        [css] = (pages.site() / "assets").glob("site-*.css")
        head = f"<title>Grafici</title><style>{css.read_text()}</style>"
        visitor.page.set_content(f'<html lang="it">{head}<body id="app" data-ready></body></html>')
        visitor.page.add_script_tag(content=_script())
        visitor.page.wait_for_selector("svg[role=img]")
        yield visitor


@cache
def _script() -> str:
    pages.tools()
    drawn = DRAWN.replace("WEEKS", json.dumps(WEEKS), 1)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", BUNDLE, drawn], cwd=pages.WEB, capture_output=True, text=True, check=True
    )
    return done.stdout
