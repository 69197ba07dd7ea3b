"""Issuing settlements: by a programme officer, or by the job that closes each month."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from chalicelib.kernel.caller import PLATFORM, Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey, derived
from chalicelib.kernel.refusals import refuse_any
from chalicelib.programmes import read as programmes
from chalicelib.providers import read as providers
from chalicelib.providers.model import Provider
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import archive, collect, coverage, model, table
from .coverage import Chain, Month
from .model import AlreadySettled, NothingToSettle, Settlement, SettlementStepKind, Step

CLOSED_AFTER = timedelta(days=1)  # the job settles a month on the second day of the next


@dataclass(frozen=True, slots=True)
class _Wish:
    funder_id: str
    provider: Provider
    month: Month
    by: Caller
    key: RequestKey
    at: datetime

    @property
    def settlement_id(self) -> str:
        """There is one settlement a month for each funder and provider, whoever issues it."""
        return derived("settlement", self.funder_id, self.provider.id, str(self.month))


def settlement(
    *, funder_id: str, provider_id: str, month: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Settlement]:
    """Settle all that a provider delivered until the end of a month (2027-03) and that no settlement has yet.

    Raises NotFound, MonthNotOver, AlreadySettled, NothingToSettle, IdempotencyKeyReused.
    """
    wish = _Wish(funder_id, providers.provider(provider_id), Month.read(month), by, key, at)
    return dynamodb.until_settled(lambda: _issued(wish))


def months(*, at: datetime) -> int:
    """Settle every month that ended at least a day ago, for every funder and provider; returns how many were issued.

    Run twice, late or after a crash it comes to the same settlements. One that cannot be issued is raised when all
    the others are done.
    """
    issued = 0
    with Round() as due:
        for funder_id, provider in collect.pairs():
            for month in _months_to_settle(funder_id, provider, Month.over(at - CLOSED_AFTER)):
                key = RequestKey(PLATFORM.account_id, f"settle-{funder_id}-{provider.id}-{month}", str(month))
                wish = _Wish(funder_id, provider, month, PLATFORM, key, at)
                with (
                    due.one("month_not_settled", funder_id=funder_id, provider_id=provider.id),
                    suppress(AlreadySettled, NothingToSettle),
                ):
                    issued += not dynamodb.until_settled(partial(_issued, wish)).replayed
    return issued


def _months_to_settle(funder_id: str, provider: Provider, last: Month) -> Iterator[Month]:
    """The months from the first that has something to settle."""
    chain = _chain(funder_id, provider.id)
    if chain.until_at >= last.ends_at:
        return
    scope = chain.scope(last.ends_at)
    days = [
        local_day(posting.at)
        for programme in programmes.of_funder(funder_id)
        for posting in collect.postings(programme, provider.id, scope)
    ]
    month = Month.of(max(min(days), local_day(chain.until_at))) if days else last.next()
    while month <= last:
        yield month
        month = month.next()


def _chain(funder_id: str, provider_id: str) -> Chain:
    with Reads() as reads:
        later = table.chain(reads, funder_id, provider_id)
    return later.found() or Chain(funder_id, provider_id)


def _issued(wish: _Wish) -> Outcome[Settlement]:
    step_id = wish.key.id_for("settlement step")
    with Reads() as reads:
        earlier = table.found_step(reads, step_id)
        there = table.settlement(reads, wish.settlement_id)
        later = table.chain(reads, wish.funder_id, wish.provider.id)
        last_number = table.last_number(reads, wish.funder_id, wish.month.year)
    if made := earlier.found():
        wish.key.match(made.fingerprint)
        if made.settlement_id != wish.settlement_id:
            raise IdempotencyKeyReused
        return Outcome(there.must(AlreadySettled()), replayed=True)
    refuse_any(model.why_not_over(wish.month, at=wish.at))
    chain = later.found() or Chain(wish.funder_id, wish.provider.id)
    if there.found() or chain.until_at >= wish.month.ends_at:
        raise AlreadySettled(settlement_id=wish.settlement_id)
    drawn, left = _drawn(wish, chain, serial=(last_number.found() or 0) + 1)
    step = Step(drawn.id, 1, SettlementStepKind.ISSUED, wish.by.account_id, wish.at, "", None, wish.key.fingerprint)
    with Transaction() as writes:
        table.put(writes, drawn)
        table.add_revision(writes, drawn)
        table.add_step(writes, step, step_id)
        table.put_chain(writes, chain.settled(wish.month.ends_at, left))
        table.take_number(writes, wish.funder_id, wish.month.year, drawn.serial)
    event("settlement_issued", settlement_id=drawn.id, number=drawn.number, cents=drawn.total_cents)
    return Outcome(drawn)


def _drawn(wish: _Wish, chain: Chain, *, serial: int) -> tuple[Settlement, list[str]]:
    """The settlement, its document kept, and what it leaves for the next."""
    scope = chain.scope(wish.month.ends_at)
    kept, waiting = coverage.settleable(collect.rows(wish.funder_id, wish.provider.id, scope))
    if not kept:
        raise NothingToSettle(provider_id=wish.provider.id, month=str(wish.month))
    left = [row.ref for row in waiting]
    draft = Settlement(
        id=wish.settlement_id,
        funder_id=wish.funder_id,
        provider_id=wish.provider.id,
        provider_name=wish.provider.name,
        month=str(wish.month),
        serial=serial,
        revision=1,
        scope=scope.leaving(left),
        parts=(),
        sha256="",
        issued_at=wish.at,
        authors=(wish.by.account_id,),
    )
    document = collect.document(draft, kept)
    # Kept before it is referred to: a crash in between leaves a document that the next try finds the same.
    return replace(draft, parts=document.parts, sha256=archive.keep(document)), left
