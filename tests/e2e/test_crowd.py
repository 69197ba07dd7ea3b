"""A crowd at once: bookings, requests, series, groups, moves, waiting lists and offers, mixed together at random.

At every quiet point what is kept adds up: places taken are bookings and offers, nobody is in two places, no money is
held without a booking nor a booking without its money, nobody who waits was passed over.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from chalicelib.bookings import table as bookings_table
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Band, Mode, Terms
from chalicelib.controls import reconcile
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.people.model import Person
from chalicelib.providers.model import Provider
from chalicelib.runtime.dynamodb import Reads
from chalicelib.waitlists import offer
from chalicelib.waitlists import table as waitlists_table
from chalicelib.waitlists.model import Entry, EntryState, Line
from tests import builders as a
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Answer, Ask, Fleet

ROUNDS = int(os.environ.get("CROWD_ROUNDS", "3"))
ROUNDS_MAX = ROUNDS + 12  # until everything has been granted at least once
ACTORS = 24
ACTIONS = 3  # of each actor in a round
CONFLICTS = {"conflicts": 0.15}
QUIET_SECONDS = 60  # the deployed readers of the streams may still be offering places
TERMS = Terms(bands=(Band(72, 0), Band(0, 50)), move_notice_hours=1)
ON_REQUEST = Terms(mode=Mode.REQUEST, respond_hours=24, move_notice_hours=1)


@dataclass
class Crowd:
    """Who is there, what they want, and what they were answered."""

    fleet: Fleet
    parents: list[Person]
    children: dict[str, list[Person]]
    coops: list[Provider]
    managers: dict[str, Caller]
    sessions: list[Session] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    entries: set[str] = field(default_factory=set)
    keys: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    def ask(self, method: str, path: str, body: object, who: Caller) -> Answer:
        headers = {"Idempotency-Key": f"crowd-{next(self.keys)}"} if method == "POST" else {}
        groups = tuple(sorted(who.roles))
        return self.fleet.ask(Ask(method, path, body, who.account_id, groups, headers, fault=CONFLICTS))

    def told(self, what: str, answer: Answer) -> Answer:
        """Count what an action came to; a fault is the test's failure."""
        self.answers[f"{what} {answer.code or answer.status}"] += 1
        assert answer.status < 500, (what, answer.body)
        return answer

    def granted(self) -> set[str]:
        """What was granted to anyone so far."""
        return {name.rpartition(" ")[0] for name in self.answers if name.endswith((" 200", " 201"))}


def wish(session: Session, person: Person, moves: str | None = None) -> dict[str, object]:
    return {"session_id": session.id, "person_id": person.id, "moves_booking_id": moves}


def place(crowd: Crowd, what: str, wishes: list[dict[str, object]], who: Caller, *, skipping: bool = False) -> None:
    quoted = crowd.ask("POST", "/v1/joint-quotes", {"wishes": wishes, "skipping": skipping}, who)
    if quoted.status == 200:
        token = {"quote_token": quoted.body["token"]}
        crowd.told(what, crowd.ask("POST", "/v1/joint-bookings", token, who))
    else:
        crowd.told(f"{what} quote", quoted)


def book(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    who = dice.choice([parent, *crowd.children[parent.id]])
    place(crowd, "book", [wish(dice.choice(crowd.sessions), who)], a.citizen(parent))


def series(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    wishes = [wish(session, parent) for session in dice.sample(crowd.sessions, 2)]
    place(crowd, "series", wishes, a.citizen(parent), skipping=dice.random() < 0.7)


def group(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    session = dice.choice(crowd.sessions)
    place(crowd, "group", [wish(session, child) for child in crowd.children[parent.id]], a.citizen(parent))


def mine(crowd: Crowd, parent: Person, *states: str) -> list[dict[str, Any]]:
    who = a.citizen(parent)
    people = [parent, *crowd.children[parent.id]]
    listed = [crowd.ask("GET", f"/v1/people/{one.id}/bookings?limit=100", None, who).body["items"] for one in people]
    return [booking for bookings in listed for booking in bookings if booking["state"] in states]


def move(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    if found := mine(crowd, parent, "booked", "requested"):
        booking = dice.choice(found)
        person = next(p for p in [parent, *crowd.children[parent.id]] if p.id == booking["person_id"])
        place(crowd, "move", [wish(dice.choice(crowd.sessions), person, booking["id"])], a.citizen(parent))


def cancel(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    if found := mine(crowd, parent, "booked", "requested"):
        path = f"/v1/bookings/{dice.choice(found)['id']}/cancellation"
        crowd.told("cancel", crowd.ask("POST", path, {}, a.citizen(parent)))


def wait(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    session, family = dice.choice(crowd.sessions), [parent, *crowd.children[parent.id]]
    people = [one.id for one in dice.sample(family, dice.choice([1, 1, 2]))]
    path = f"/v1/sessions/{session.id}/waiting-list"
    joined = crowd.told("wait", crowd.ask("POST", path, {"person_ids": people}, a.citizen(parent)))
    if joined.status == 201:
        crowd.entries.add(joined.body["entry"]["id"])


def answer(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    who = a.citizen(parent)
    people = [parent, *crowd.children[parent.id]]
    listed = [crowd.ask("GET", f"/v1/people/{one.id}/waiting-list-entries", None, who).body["items"] for one in people]
    live = [turn["entry"] for turns in listed for turn in turns if turn["entry"]["state"] in ("waiting", "offered")]
    if not live:
        return
    entry = dice.choice(live)
    path = f"/v1/waiting-list-entries/{entry['id']}"
    match dice.choice(["accept", "accept", "accept", "decline", "withdrawal"]):
        case "accept":
            quoted = crowd.told("offer quote", crowd.ask("POST", f"{path}/quotes", {}, who))
            if quoted.status == 200:
                token = {"quote_token": quoted.body["token"]}
                crowd.told("accept", crowd.ask("POST", f"{path}/acceptance", token, who))
        case way:
            crowd.told(way, crowd.ask("POST", f"{path}/{way}", {}, who))


def respond(crowd: Crowd, dice: random.Random, parent: Person) -> None:
    manager = dice.choice(list(crowd.managers.values()))
    waiting = crowd.ask("GET", "/v1/booking-requests", None, manager).body["items"]
    if waiting:
        path, yes = f"/v1/bookings/{dice.choice(waiting)['id']}", dice.random() < 0.6
        body = {} if yes else {"reason": "Siamo al completo"}
        crowd.told("respond", crowd.ask("POST", f"{path}/{'acceptance' if yes else 'decline'}", body, manager))


DEEDS = (book, book, book, series, group, move, cancel, cancel, wait, wait, wait, answer, answer, answer, respond)
GRANTED = {"book", "series", "group", "move", "cancel", "wait", "accept", "decline", "respond"}


def assembled(fleet: Fleet, at: datetime) -> Crowd:
    """Eight families with vouchers, and two cooperatives."""
    coops = [a.provider(), a.provider()]
    programme = a.programme(budget=100_000_00, ages=(0, 130), at=at)
    parents = [a.person(born_on=date(1985, 1, 1)) for _ in range(8)]
    children = {
        parent.id: [a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id) for _ in range(2)]
        for parent in parents
    }
    for person in [*parents, *(child for family in children.values() for child in family)]:
        for granted in (70_00, 55_00):
            a.voucher(person, granted, under=programme, at=at)
    managers = {coop.id: a.staff(Role.PROVIDER_MANAGER, coop.id) for coop in coops}
    return Crowd(fleet, parents, children, coops, managers)


def opened(crowd: Crowd, turn: int, at: datetime) -> None:
    """Four more sessions on a day of their own: two of them overlap, one is on request, all have few places."""
    for number in range(4):
        begins = a.soon() + timedelta(days=3 + turn, minutes=(0, 30, 120, 240)[number])
        terms = ON_REQUEST if number == 3 else TERMS
        coop = crowd.coops[number % 2]
        crowd.sessions.append(
            a.session(by=coop, places=1 + number % 3, price_cents=20_00, starts_at=begins, terms=terms, at=at)
        )


def act(crowd: Crowd, seed: str) -> None:
    """What one actor does in a round, one thing after the other."""
    dice = random.Random(seed)
    for _ in range(ACTIONS):
        dice.choice(DEEDS)(crowd, dice, dice.choice(crowd.parents))


@dataclass(frozen=True)
class Stand:
    """A session with its bookings, its line and its entries."""

    session: Session
    bookings: list[Booking]
    line: Line
    entries: list[Entry]

    def wrong(self) -> list[str]:
        """What does not add up."""
        session, here = self.session, [one for one in self.bookings if one.is_expected]
        offered = [one for one in self.entries if one.state is EntryState.OFFERED]
        waiting = {one.id for one in self.entries if one.state is EntryState.WAITING}
        kept = sum(len(one.person_ids) for one in offered)
        found = {
            "taken": session.places_taken != len(here) + kept,
            "offered": session.places_offered != kept,
            "too many": session.places_taken > session.places_max,
            "in line": session.in_line != len(waiting),
            "line": set(self.line.spots) != waiting,
            "passed over": not session.list_first and self.line.next_for(session) is not None,
        }
        return [f"{name} of {session.id}: {session}" for name, is_wrong in found.items() if is_wrong]


def stands(crowd: Crowd) -> list[Stand]:
    entries = waitlists_table.several(sorted(crowd.entries))
    found = []
    for session in browse.several(one.id for one in crowd.sessions):
        with Reads() as reads:
            line = waitlists_table.line(reads, session.id)
        here = [entry for entry in entries if entry.session_id == session.id]
        roster = bookings_table.of_session(session.id)
        found.append(Stand(session, roster, line.found() or Line(), here))
    return found


def overlapping(bookings: list[Booking]) -> list[tuple[str, str]]:
    by_person: dict[str, list[Booking]] = {}
    for booking in bookings:
        if booking.is_expected:
            by_person.setdefault(booking.person_id, []).append(booking)
    return [
        (one.id, other.id)
        for theirs in by_person.values()
        for one, other in combinations(theirs, 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def quiet(crowd: Crowd) -> list[Stand]:
    """What stands once every place that came back was offered. The deployed streams may be offering too: wait."""
    until = time.monotonic() + QUIET_SECONDS
    while True:
        for session in crowd.sessions:
            offer.places(session.id, at=clock.now())
        found = stands(crowd)
        wrong = [what for stand in found for what in stand.wrong()]
        if not wrong:
            return found
        assert time.monotonic() < until, wrong
        time.sleep(0.5)


def test_whatever_a_crowd_does_at_once_adds_up(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None]
) -> None:
    at = clock.now()
    crowd = assembled(fleet, at)
    for turn in range(ROUNDS_MAX):
        if turn >= ROUNDS and crowd.granted() >= GRANTED:
            break
        opened(crowd, turn, at)
        with ThreadPoolExecutor(ACTORS) as pool:
            for done in [pool.submit(act, crowd, f"{turn} {actor}") for actor in range(ACTORS)]:
                done.result()
        standing = quiet(crowd)
        assert overlapping([booking for stand in standing for booking in stand.bookings]) == []
        assert reconcile.everything(at=clock.now()).differences == []
    show(f"a crowd, {turn} rounds: {dict(sorted(crowd.answers.items()))}")
    assert crowd.granted() >= GRANTED
