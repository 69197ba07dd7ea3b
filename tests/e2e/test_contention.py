"""Many at once: the packaged handler in many processes, MiniStack's DynamoDB behind it, contention injected."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from chalicelib.catalogue import browse
from chalicelib.controls import reconcile
from chalicelib.kernel import clock
from chalicelib.people.model import Person
from tests import builders as a
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Answer, Ask, Fleet

CONFLICTS = {"conflicts": 0.3}


def post(path: str, body: object, by: Person, key: str = "") -> Ask:
    headers = {"Idempotency-Key": key} if key else {}
    return Ask("POST", path, body, by.id, ("citizen",), headers, fault=CONFLICTS)


def quoted(fleet: Fleet, people: list[Person], session_ids: list[str], voucher_id: str | None = None) -> list[str]:
    asks = [
        post("/v1/quotes", {"session_id": session_id, "person_id": person.id, "voucher_id": voucher_id}, person)
        for person, session_id in zip(people, session_ids, strict=True)
    ]
    return [answer.body["token"] for answer in fleet.ask_all(asks)]


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(answer.code or str(answer.status) for answer in answers)


def test_two_hundred_people_on_the_last_twenty_places(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None]
) -> None:
    now = clock.now()
    people = [a.person() for _ in range(200)]
    session = a.session(places=20, starts_at=a.soon(), at=now)
    tokens = quoted(fleet, people, [session.id] * 200)

    answers = fleet.ask_all(
        [post("/v1/bookings", {"quote_token": token}, who, "once") for who, token in zip(people, tokens, strict=True)]
    )

    show(f"200 on the last 20 places: {dict(codes(answers))}")
    assert codes(answers) == {"201": 20, "session_full": 180}
    assert browse.session(session.id).places_taken == 20
    assert reconcile.everything(at=now).differences == []


def test_fifty_bookings_on_a_voucher_that_pays_seven(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None]
) -> None:
    now = clock.now()
    holder = a.person()
    voucher = a.voucher(holder, 7 * 2000 + 1999, under=a.programme(at=now), at=now)
    coop = a.provider()
    # Fifty different days and hours: nothing but the money stands in the way.
    sessions = [
        a.session(by=coop, starts_at=a.soon() + timedelta(days=n % 25, hours=2 * (n // 25)), at=now) for n in range(50)
    ]
    tokens = quoted(fleet, [holder] * 50, [session.id for session in sessions], voucher.id)

    answers = fleet.ask_all(
        [post("/v1/bookings", {"quote_token": token}, holder, f"wish-{n}") for n, token in enumerate(tokens)]
    )

    show(f"50 on a voucher that pays 7: {dict(codes(answers))}")
    assert codes(answers) == {"201": 7, "insufficient_balance": 43}
    account = a.voucher_account(voucher)
    assert (account.available, account.held) == (1999, 7 * 2000)
    assert sum(browse.session(session.id).places_taken for session in sessions) == 7
    assert reconcile.everything(at=now).differences == []


def test_the_same_wish_thirty_times_at_once(deployment: Deployment, fleet: Fleet, show: Callable[[str], None]) -> None:
    now = clock.now()
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(at=now), at=now)
    session = a.session(starts_at=a.soon(), at=now)
    token = quoted(fleet, [holder], [session.id], voucher.id)[0]

    answers = fleet.ask_all([post("/v1/bookings", {"quote_token": token}, holder, "the same") for _ in range(30)])

    replays = Counter(answer.headers.get("Idempotent-Replayed", "first") for answer in answers)
    show(f"the same key 30 times: {dict(codes(answers))}, {dict(replays)}")
    assert codes(answers) == {"201": 30}
    assert {str(answer.body) for answer in answers} == {str(answers[0].body)}
    assert replays == {"first": 1, "true": 29}
    assert (browse.session(session.id).places_taken, a.voucher_account(voucher).held) == (1, 2000)
    assert reconcile.everything(at=now).differences == []
