"""Collecting a settlement's rows from the ledger, today or in ten years: the same entries give the same rows."""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking, captured_part
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Bucket, Kind, Posting, Unit
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Programme
from chalicelib.providers import read as providers
from chalicelib.providers.model import Provider
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.secrets import keyed_digest

from . import coverage
from .coverage import Ref, Row, Scope
from .model import Document, Settlement

SETTLED = frozenset({Kind.CAPTURE, Kind.REFUND})  # a payable's other movements are payments
PSEUDONYM_LENGTH = 10  # 50 bits: two beneficiaries of one funder do not share one


def rows(funder_id: str, provider_id: str, scope: Scope) -> list[Row]:
    """What a scope covers of all payables of a funder to a provider, by programme and time."""
    found = [
        (programme, posting)
        for programme in programmes.of_funder(funder_id)
        for posting in postings(programme, provider_id, scope)
    ]
    with Reads() as reads:
        about = {posting.about: bookings.ask(reads, posting.about) for _, posting in found}
    made = [_row(programme, posting, about[posting.about].found()) for programme, posting in found]
    return sorted(made, key=coverage.order)


def pairs() -> Iterator[tuple[str, Provider]]:
    """Every funder with every provider that it ever owed anything."""
    funded = programmes.every()
    for provider in providers.every():
        with Reads() as reads:
            heads = [
                (programme.funder_id, accounts.account(reads, ledger.payable(provider.id, programme.id)))
                for programme in funded
            ]
        for funder_id in sorted({funder_id for funder_id, head in heads if head.found()}):
            yield funder_id, provider


def postings(programme: Programme, provider_id: str, scope: Scope) -> list[Posting]:
    """The captures and refunds that a scope covers of one payable."""
    payable = ledger.payable(provider_id, programme.id)
    spanned = accounts.postings(payable, from_at=scope.from_at, until_at=scope.until_at)
    without = {Ref.read(ref).movement_id for ref in _of(programme, scope.without)}
    with Reads() as reads:
        asked = [
            accounts.posting(reads, payable, at=ref.at, movement_id=ref.movement_id)
            for ref in map(Ref.read, _of(programme, scope.besides))
        ]
    besides = [posting for later in asked if (posting := later.found())]
    within = [posting for posting in spanned if posting.movement_id not in without]
    return [posting for posting in within + besides if posting.kind in SETTLED]


def document(settlement: Settlement, found: Sequence[Row] | None = None) -> Document:
    """The document of a settlement's revision, from its rows or else from the ledger itself."""
    made = rows(settlement.funder_id, settlement.provider_id, settlement.scope) if found is None else found
    known = {part.programme_id: (part.title, part.unit) for part in settlement.parts}
    now = {} if known.keys() >= {row.programme_id for row in made} else _labels(settlement.funder_id)
    return Document(
        settlement_id=settlement.id,
        revision=settlement.revision,
        funder_id=settlement.funder_id,
        provider_id=settlement.provider_id,
        provider_name=settlement.provider_name,
        month=settlement.month,
        scope=settlement.scope,
        parts=coverage.parts(made, now | known),
        rows=tuple(made),
    )


def _of(programme: Programme, refs: Iterable[str]) -> list[str]:
    return [ref for ref in refs if Ref.read(ref).programme_id == programme.id]


def _labels(funder_id: str) -> dict[str, tuple[str, Unit]]:
    return {programme.id: (programme.title, programme.unit) for programme in programmes.of_funder(funder_id)}


def _row(programme: Programme, posting: Posting, booking: Booking | None) -> Row:
    units = posting.changes.get(Bucket.DUE, 0)
    return Row(
        movement_id=posting.movement_id,
        kind=Kind(posting.kind),
        at=posting.at,
        booking_id=posting.about,
        delivered_on=local_day(booking.starts_at if booking else posting.at),
        title=booking.title if booking else "",  # a booking that is gone is the reconciliation's to name
        beneficiary=_pseudonym(booking.person_id, programme.funder_id) if booking else "",
        programme_id=programme.id,
        units=units,
        cents=units if programme.unit is Unit.CENTS else _price(units, booking),
    )


def _price(minutes: int, booking: Booking | None) -> int:
    """What so many delivered minutes of a booking cost, by the price that was locked when it was placed."""
    if booking is None or not booking.minutes:
        return 0
    cents = captured_part(booking.price_cents, planned_minutes=booking.minutes, delivered_minutes=abs(minutes))
    return cents if minutes > 0 else -cents


def _pseudonym(person_id: str, funder_id: str) -> str:
    """A name for a beneficiary that only this platform can give, another one for each funder."""
    return derived("beneficiary", keyed_digest("beneficiary", funder_id, person_id))[:PSEUDONYM_LENGTH]
