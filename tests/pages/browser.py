"""A person at a browser: what they open, press and read, and what the browser itself complains of."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)
from playwright.sync_api import Error as Interrupted
from playwright.sync_api import TimeoutError as Late

from infra import pages
from infra.local.accounts import DemoAccount
from tests.conftest import ROOT

CHROMIUM = "/usr/bin/chromium"
WINDOWLESS = "/usr/bin/chromium-headless-shell"  # the same engine; a look takes three quarters of the time
# Without these Debian's browser looks for hosts of its maker that nothing here reaches.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = 320, 1280
SCREENS = (PHONE, DESK)
HEIGHT = 800
PAUSE_MS = 30  # between looks: whoever looks all the time takes the time of who has to answer
WAIT_SECONDS_MAX = 60  # as long as the front waits for the platform
WAIT_MS_MAX = WAIT_SECONDS_MAX * 1000
MONTHS_MAX = 12
ANSWERS_TOLD = 20  # of the last ones, where something fails
SHOTS = ROOT / "build/screenshots"
# A refusal is an answer: the browser logs its status by itself, and that is no error of the page.
EXPECTED = ("Failed to load resource: the server responded with a status of 4",)
LOST = "Failed to load resource: net::ERR_FAILED"  # a line that a test breaks
BLOCKED = "Service Worker registration blocked by Playwright"  # where a test answers what a worker would ask for
VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (one) => {
    window.violations.push(`${one.violatedDirective} ${one.blockedURI}`);
  });
"""


@dataclass
class Visitor:
    """One person, in one language, at a screen of one width."""

    page: Page
    portal: str
    language: str = "it"
    width: int = DESK
    complaints: list[str] = field(default_factory=list)
    coming: set[Request] = field(default_factory=set)  # what the page has asked for and not yet got
    answers: deque[str] = field(default_factory=lambda: deque(maxlen=ANSWERS_TOLD))
    forgiven: tuple[str, ...] = EXPECTED

    @property
    def prefix(self) -> str:
        """What the addresses of this language begin with."""
        return "" if self.language == "it" else f"/{self.language}"

    def open(self, path: str) -> None:
        """Go to an address and wait until the page is there and has nothing more to load."""
        self.page.goto(f"{self.portal}{self.prefix}{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the page works, nothing of it is still coming, and what came is drawn."""
        until = monotonic() + WAIT_SECONDS_MAX
        while not self._rests():
            coming = [one.url for one in self.coming]
            assert monotonic() < until, f"{self.page.url} does not come to rest: {coming} is to come\n{self.text()}"
            self.page.wait_for_timeout(PAUSE_MS)

    def _rests(self) -> bool:
        """Whether nothing happens in a few frames: time enough to draw what came, or to ask for something more."""
        if self.coming:
            return False
        try:
            return bool(self.page.evaluate(_AT_REST)) and not self.coming
        except Interrupted as interrupted:  # by another page that takes the place of this one
            if "context was destroyed" in str(interrupted):
                return False
            raise

    def sign_in(self, account: DemoAccount) -> None:
        """Sign in as a demo account, with its second factor if it has one."""
        self.open("/accesso")
        self.page.locator("[name=email]").fill(account.email)
        self.page.locator("[name=password]").fill(account.password)
        self.page.locator("main button[type=submit]").click()
        if account.totp_secret:
            self.page.locator("[name=code]").fill(pyotp.TOTP(account.totp_secret).now())
            self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(lambda address: "/accesso" not in address)
        self.settle()

    def heading(self) -> str:
        """The page's heading."""
        return self.page.locator("h1").inner_text()

    def faults(self) -> list[str]:
        """What axe finds wrong in the page as it stands: WCAG 2.2 AA and best practices, each with its places."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        found: list[dict[str, Any]] = self.page.evaluate(_VIOLATIONS)
        return [
            f"{one['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
            for one in found
            for node in one["nodes"]
        ]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def text(self) -> str:
        """What the page's own part says, without what stands around every page."""
        return self.page.locator("main").inner_text()

    def prose(self) -> str:
        """The same without names and numbers in rows and choices: what is there to be read, not looked up."""
        told: str = self.page.evaluate(_PROSE)
        return told

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page, for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.{self.language}.{self.width}.png", full_page=True)

    def check(self, name: str, *widths: int) -> None:
        """Keep a picture of what is shown, in which everybody can read; at other widths too, and back at one's own."""
        wrong = self.wrong(name, *widths)
        assert not wrong, f"{name}: {wrong}"

    def wrong(self, name: str, *widths: int) -> list[str]:
        """What axe finds wrong in what is shown, and what is wider than the screen; a picture of it is kept."""
        own, found = self.width, []
        for width in widths or (own,):
            self._stand_at(width)
            self.shoot(name)
            found += [f"at {width} pixels, {fault}" for fault in self.faults()]
            found += [f"at {width} pixels, {self.overflow()} too wide"] if self.overflow() else []
        if self.width != own:
            self._stand_at(own)
        return found

    def _stand_at(self, width: int) -> None:
        if self.width != width:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.width = width
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str, *, kind: str = "*", most: int = 150) -> None:
        """Press Tab until what has the focus is of a kind and called `name` (by its label or text), and can be seen.

        Nobody begins before the page has come to rest.
        """
        self.settle()
        for _ in range(most):
            self.press("Tab")
            focused: dict[str, Any] = self.page.evaluate(_FOCUSED, kind)
            if name.casefold() in focused["name"].casefold():
                assert focused["outlined"], f"nothing shows that «{name}» has the focus"
                return
        raise AssertionError(f"no Tab leads to «{name}»")

    def enter(self, name: str) -> None:
        """Go to what is called `name` by keyboard, and press it."""
        self.tab_to(name)
        self.press("Enter")

    def see(self, text: str) -> None:
        """Wait until a text stands on the page's own part."""
        try:
            self.page.locator("main").get_by_text(text).first.wait_for()
        except Late as late:
            raise AssertionError(f"«{text}» is not there. The page says:\n{self.text()}") from late

    def arrive(self, heading: str) -> None:
        """Wait until the page has come to a heading, and nothing of it is still coming."""
        self.page.locator("h1", has_text=heading).wait_for()
        self.settle()

    def turn_to(self, what: Locator) -> None:
        """Turn the month that is shown forward until something is in it."""
        for _ in range(MONTHS_MAX):
            self.settle()
            if what.count():
                return
            self.page.locator(".month-head button").last.click()
        raise AssertionError(f"none of {MONTHS_MAX} months has {what}")

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)

    def report(self) -> str:
        """What there was to be seen, for who reads that something failed."""
        told = [f"The page is {self.page.url}"]
        with suppress(Interrupted):
            told.append(self.text())
        told += ["It got:", *self.answers]
        told += [f"{one.method} {one.url} has no answer yet" for one in self.coming]
        return "\n".join([*told, *self.complaints])

    def violations(self) -> list[str]:
        """What the security policy has stopped on this page."""
        stopped: list[str] = self.page.evaluate("window.violations ?? []")
        return stopped


_PROSE = """() => {
  const rows = [...document.querySelectorAll("main :is(tbody, select)")];
  rows.forEach((one) => (one.hidden = true));
  const told = document.querySelector("main").innerText;
  rows.forEach((one) => (one.hidden = false));
  return told;
}"""

# Effects run after a frame, and what they bring about is drawn in the next.
_AT_REST = """async () => {
  const busy = () => !document.querySelector("#app[data-ready]") || document.readyState !== "complete"
    || document.querySelector("main .loading, main [aria-busy=true]");
  const drawn = () => new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
  for (let frame = 0; frame < 3; frame += 1) {
    await drawn();
    if (busy()) return false;
  }
  return true;
}"""

_VIOLATIONS = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return (await axe.run({ runOnly: tags, resultTypes: ["violations"] })).violations;
}"""

_FOCUSED = """(kind) => {
  const one = document.activeElement;
  if (one === document.body || !one.matches(kind)) return { name: "", outlined: false };
  const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
  const legend = one.type === "radio" ? one.closest("fieldset")?.querySelector("legend")?.innerText ?? "" : "";
  const name = [one.getAttribute("aria-label"), labels, legend, one.innerText].filter(Boolean).join(" ");
  return { name, outlined: getComputedStyle(one).outlineStyle !== "none" };
}"""


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's browser; a test tool's own is never fetched."""
    expect.set_options(timeout=WAIT_MS_MAX)
    browser = playwright.chromium.launch(executable_path=WINDOWLESS, args=list(QUIET))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def visiting(
    browser: Browser,
    portal: str,
    *,
    language: str = "it",
    width: int = DESK,
    state: Any = None,
    zone: str = "Europe/Rome",
    **more: Any,
) -> Iterator[Visitor]:
    """A visitor whose browser must have nothing to complain of when they leave."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="it-IT" if language == "it" else "en-GB",
        storage_state=state, timezone_id=zone, accept_downloads=True, **more,
    )  # fmt: skip
    context.set_default_timeout(WAIT_MS_MAX)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    visitor = Visitor(page, portal, language, width)
    if more.get("service_workers") == "block":
        visitor.forgiven = (*visitor.forgiven, BLOCKED)
    _listen(visitor)
    try:
        yield visitor
        complaints = [one for one in visitor.complaints if not one.startswith(visitor.forgiven)]
        wrong = complaints + visitor.violations()
        assert not wrong, wrong
    except Exception as failure:
        failure.add_note(visitor.report())
        raise
    finally:
        context.close()


def _listen(visitor: Visitor) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            visitor.complaints.append(message.text)

    def asked(request: Request) -> None:
        visitor.coming.add(request)
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and f"{address.scheme}://{address.netloc}" != visitor.portal:
            visitor.complaints.append(f"a request went elsewhere: {request.url}")

    def answered(response: Response) -> None:
        if response.request.resource_type in {"document", "fetch"} or not response.ok:
            visitor.answers.append(f"{response.status} {response.request.method} {response.url}")

    def came(request: Request) -> None:
        visitor.coming.discard(request)

    visitor.page.on("console", said)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"the page broke: {error}"))
    visitor.page.on("request", asked)
    visitor.page.on("response", answered)
    for end in ("requestfinished", "requestfailed"):
        visitor.page.on(end, came)


@cache
def _axe() -> str:
    pages.tools(checks=True)
    return (Path(pages.WEB) / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
