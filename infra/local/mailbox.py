"""Shows, on a page of this machine only, the mails that the embedded AWS took instead of sending them."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from string import Template
from zoneinfo import ZoneInfo

from infra.local import ports

ROME = ZoneInfo("Europe/Rome")
LOCAL_NAMES = {ports.HOST, "localhost"}
ADDRESS = re.compile(r"https?://[^\s<>&\"']+(?:&amp;[^\s<>&\"']+)*")
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PAGE = Template(
    """<!DOCTYPE html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
$refresh
<title>$title</title>
<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; color: #17324d; background: #fff; margin: 0 auto; max-width: 48rem;
  padding: 1rem; }
a { color: #0059b3; }
a:focus-visible, iframe:focus-visible { outline: 3px solid #0059b3; outline-offset: 3px; }
li { border-top: 1px solid #5a768a; padding: .5rem 0; }
ol { list-style: none; padding: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #5a768a; padding: 1rem; font: inherit; }
iframe { border: 1px solid #5a768a; height: 36rem; width: 100%; }
</style>
</head>
<body>
$body
</body>
</html>
"""
)


@dataclass(frozen=True)
class Mail:
    """One mail as the sender wrote it."""

    mail_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    taken_at: datetime


@contextmanager
def serving(cloud: str, port: int) -> Iterator[str]:
    """Serve the mailbox of an embedded AWS and yield its address. Raises PortBusy."""
    with ports.listening(type("Handler", (_Handler,), {"cloud": cloud}), port, "MAILBOX_PORT") as address:
        yield address


def mails(cloud: str) -> list[Mail]:
    """Every mail that the embedded AWS took, newest first."""
    with urllib.request.urlopen(f"{cloud}/_ministack/ses/messages", timeout=10) as answer:
        accounts = json.load(answer)["messages"].values()
    taken = [_mail(message) for messages in accounts for message in messages]
    return sorted(taken, key=lambda mail: mail.taken_at, reverse=True)


def _mail(message: dict[str, object]) -> Mail:
    to = message.get("To")
    return Mail(
        mail_id=str(message["MessageId"]),
        sender=str(message.get("Source", "")),
        to=", ".join(map(str, to)) if isinstance(to, list) else str(to or ""),
        subject=str(message.get("Subject") or "(senza oggetto)"),
        text=str(message.get("BodyText") or ""),
        html=str(message.get("BodyHtml") or ""),
        taken_at=datetime.fromtimestamp(float(str(message["Timestamp"])), ROME),
    )


class _Handler(BaseHTTPRequestHandler):
    cloud = ""

    def do_GET(self) -> None:
        """Answer with the list, or with one mail."""
        # A page elsewhere could point its own name at this machine and read the mails.
        if self.headers.get("Host", "").split(":")[0] not in LOCAL_NAMES:
            return self._answer(HTTPStatus.FORBIDDEN, _notice("Pagina non disponibile da questo indirizzo"))
        try:
            taken = mails(self.cloud)
        except (urllib.error.URLError, OSError):
            return self._answer(HTTPStatus.BAD_GATEWAY, _notice("La piattaforma locale non risponde"))
        if self.path == "/":
            return self._answer(HTTPStatus.OK, _list(taken))
        for mail in taken:
            if self.path == f"/{mail.mail_id}":
                return self._answer(HTTPStatus.OK, _page(mail))
        return self._answer(HTTPStatus.NOT_FOUND, _notice("Questo messaggio non esiste"))

    def _answer(self, status: HTTPStatus, page: str) -> None:
        body = page.encode()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Stay silent: the terminal belongs to whoever runs the platform."""


def _list(taken: list[Mail]) -> str:
    items = "".join(
        f'<li><a href="/{escape(mail.mail_id)}">{escape(mail.subject)}</a><br>'
        f'a {escape(mail.to)}, <time datetime="{mail.taken_at.isoformat()}">{_when(mail)}</time></li>'
        for mail in taken
    )
    found = f"<ol>{items}</ol>" if taken else "<p>Nessun messaggio per ora.</p>"
    body = (
        f"<main><h1>Posta in uscita</h1><p>{_count(len(taken))}. Restano su questo computer: non è partito niente. "
        f"La pagina si aggiorna da sola ogni 10 secondi.</p>{found}</main>"
    )
    refresh = '<meta http-equiv="refresh" content="10">'
    return PAGE.substitute(refresh=refresh, title=f"Posta in uscita ({len(taken)})", body=body)


def _page(mail: Mail) -> str:
    body = (
        f'<nav aria-label="Posta"><a href="/">Tutti i messaggi</a></nav><main><h1>{escape(mail.subject)}</h1>'
        f"<dl><dt>Da</dt><dd>{escape(mail.sender)}</dd><dt>A</dt><dd>{escape(mail.to)}</dd>"
        f'<dt>Quando</dt><dd><time datetime="{mail.taken_at.isoformat()}">{_when(mail)}</time></dd></dl>'
        f"<h2>Testo</h2><pre>{_linked(mail.text)}</pre>{_html_view(mail)}</main>"
    )
    return PAGE.substitute(refresh="", title=escape(mail.subject), body=body)


def _html_view(mail: Mail) -> str:
    """The HTML part in a frame of its own, without scripts, whose links open elsewhere."""
    if not mail.html:
        return ""
    inside = escape('<base target="_blank">' + mail.html)
    permissions = "allow-popups allow-popups-to-escape-sandbox"
    return f'<h2>Versione HTML</h2><iframe title="Versione HTML" sandbox="{permissions}" srcdoc="{inside}"></iframe>'


def _linked(text: str) -> str:
    """Plain text as HTML whose addresses can be followed."""
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}" rel="noreferrer">{found[0]}</a>', escape(text))


def _count(mails_taken: int) -> str:
    return "1 messaggio" if mails_taken == 1 else f"{mails_taken} messaggi"


def _when(mail: Mail) -> str:
    return mail.taken_at.strftime("%d/%m/%Y alle %H:%M:%S")


def _notice(text: str) -> str:
    body = f'<main><h1>{text}</h1><p><a href="/">Torna alla posta in uscita</a></p></main>'
    return PAGE.substitute(refresh="", title=text, body=body)
