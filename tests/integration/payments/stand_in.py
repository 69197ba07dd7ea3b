"""A stand-in for Stripe, on loopback: what its HTTP interface does for us, so that the real library runs against it."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stripe import WebhookSignature

KEY, WEBHOOK_SECRET = "sk_test_stand_in", "whsec_stand_in"
Thing = dict[str, Any]


@dataclass
class StandIn:
    """One Stripe account, as it is."""

    sessions: dict[str, Thing] = field(default_factory=dict)
    intents: dict[str, Thing] = field(default_factory=dict)
    refunds: dict[str, Thing] = field(default_factory=dict)
    disputes: dict[str, Thing] = field(default_factory=dict)
    made_by: dict[str, tuple[Thing, Thing]] = field(default_factory=dict)  # idempotency key: what was said, the answer
    calls: list[str] = field(default_factory=list)
    down: bool = False
    lost_answers: int = 0  # so many times what is asked is done, and the answer lost
    says_no: set[str] = field(default_factory=set)
    address: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # What people and banks do

    def pay(self, session_id: str, *, amount: int | None = None, currency: str = "eur", pending: bool = False) -> str:
        """The person pays at the page; with `pending` by a way that takes days."""
        session = self.sessions[session_id]
        assert session["status"] == "open", session
        intent_id = f"pi_{next(self._numbers)}"
        due = session["amount_total"] if amount is None else amount
        intent = {"id": intent_id, "object": "payment_intent", "currency": currency, "status": "processing"}
        self.intents[intent_id] = intent | {"amount": due, "amount_received": 0}
        session |= {"status": "complete", "payment_status": "unpaid", "payment_intent": intent_id, "url": None}
        if not pending:
            self.arrive(session_id)
        return intent_id

    def arrive(self, session_id: str) -> None:
        """The money of a pending payment comes."""
        session = self.sessions[session_id]
        intent = self.intents[session["payment_intent"]]
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        session["payment_status"] = "paid"

    def fail(self, session_id: str) -> None:
        """The money of a pending payment does not come."""
        self.intents[self.sessions[session_id]["payment_intent"]]["status"] = "requires_payment_method"

    def expire(self, session_id: str) -> None:
        """Nobody paid in time."""
        self.sessions[session_id] |= {"status": "expired", "url": None}

    def refund(self, intent_id: str, amount: int, *, refund_id: str | None = None, status: str = "pending") -> Thing:
        """A part goes back, asked for by the interface or at Stripe's own pages."""
        gone = sum(
            one["amount"]
            for one in self.refunds.values()
            if one["payment_intent"] == intent_id and one["status"] != "failed"
        )
        assert gone + amount <= self.intents[intent_id]["amount_received"], "more than was paid would go back"
        made: Thing = {
            "id": f"re_{next(self._numbers)}",
            "object": "refund",
            "amount": amount,
            "status": status,
            "payment_intent": intent_id,
            "metadata": {"refund_id": refund_id} if refund_id else {},
        }
        self.refunds[made["id"]] = made
        return made

    def dispute(self, intent_id: str, status: str = "needs_response", *, dispute_id: str | None = None) -> str:
        """The person disputes the payment; or their bank decides."""
        name = dispute_id or f"dp_{next(self._numbers)}"
        amount = self.intents[intent_id]["amount_received"]
        made = {"id": name, "object": "dispute", "amount": amount, "status": status, "payment_intent": intent_id}
        self.disputes[name] = made
        return name

    # What it sends

    def event(self, kind: str, thing: Thing, *, live: bool = False, named: str = "") -> bytes:
        """An event about something as it is now."""
        event_id = named or f"evt_{next(self._numbers)}"
        told = {"id": event_id, "object": "event", "type": kind, "livemode": live, "data": {"object": thing}}
        return json.dumps(told).encode()

    def about_session(self, kind: str, session_id: str, **more: Any) -> bytes:
        """An event about a page."""
        return self.event(f"checkout.session.{kind}", self.sessions[session_id], **more)

    # Its interface

    def answer(self, method: str, path: str, said: Thing, key: str) -> tuple[int, Thing]:
        """What is answered to a call."""
        self.calls.append(f"{method} {path}")
        if any(word in path for word in self.says_no) and method == "POST":
            return 400, {"error": {"type": "invalid_request_error", "code": "no", "message": "no"}}
        if key and key in self.made_by:
            before, made = self.made_by[key]
            if before != said:
                return 400, {"error": {"type": "idempotency_error", "message": "other parameters"}}
            return 200, made
        made = self._made(method, path.removeprefix("/v1/").split("/"), said)
        if key:
            self.made_by[key] = (said, dict(made))
        return (400, made) if "error" in made else (200, made)

    def _made(self, method: str, path: list[str], said: Thing) -> Thing:
        match [method, *path]:
            case ["POST", "checkout", "sessions"]:
                return self._open(said)
            case ["POST", "checkout", "sessions", session_id, "expire"]:
                if self.sessions[session_id]["status"] != "open":
                    return {"error": {"type": "invalid_request_error", "message": "not open"}}
                self.expire(session_id)
                return self.sessions[session_id]
            case ["GET", "checkout", "sessions", session_id]:
                session = self.sessions[session_id]
                return session | {"payment_intent": self.intents.get(session["payment_intent"])}
            case ["GET", "checkout", "sessions"]:
                return self._list(self.sessions, said)
            case ["GET", "refunds"]:
                return self._list(self.refunds, said)
            case ["GET", "disputes"]:
                return self._list(self.disputes, said)
            case ["POST", "refunds"]:
                asked = said.get("metadata[refund_id]")
                return dict(self.refund(said["payment_intent"], int(said["amount"]), refund_id=asked))
        raise AssertionError((method, path))

    def _open(self, said: Thing) -> Thing:
        if int(said["expires_at"]) < time.time() + 30 * 60:
            return {"error": {"type": "invalid_request_error", "message": "expires_at: at least 30 minutes"}}
        name = f"cs_test_{next(self._numbers)}"
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "mode": said["mode"],
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "currency": said["line_items[0][price_data][currency]"],
            "amount_total": int(said["line_items[0][price_data][unit_amount]"]),
            "client_reference_id": said["client_reference_id"],
            "metadata": {"booking_id": said["metadata[booking_id]"]},
            "url": f"https://checkout.stripe.example/{name}",
            "said": said,
        }
        return self.sessions[name]

    def _list(self, things: dict[str, Thing], said: Thing) -> Thing:
        found = [one for one in things.values() if one["payment_intent"] == said["payment_intent"]]
        return {"object": "list", "data": found, "has_more": False, "url": "/v1/things"}


def signed(raw: bytes, *, at: float | None = None, secret: str = WEBHOOK_SECRET) -> str:
    """The header that Stripe puts beside an event."""
    moment = int(time.time() if at is None else at)
    header: str = WebhookSignature.generate_signature_header(raw.decode(), secret, moment)
    return header


@contextmanager
def served() -> Iterator[StandIn]:
    """A stand-in that listens on loopback until the block ends."""
    stripe = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            url = urlsplit(self.path)
            raw = self.rfile.read(length).decode() or url.query
            said = {name: values[-1] for name, values in parse_qs(raw, keep_blank_values=True).items()}
            status, body = 500, Thing()
            if not stripe.down:
                status, body = stripe.answer(self.command, url.path, said, self.headers.get("idempotency-key") or "")
            if stripe.lost_answers:
                stripe.lost_answers -= 1
                status, body = 500, {"error": {"type": "api_error", "message": "lost"}}
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Stripe-Should-Retry", "false")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

        def log_message(self, *said: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stripe.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
