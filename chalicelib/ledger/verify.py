"""Verifying: what the ledger says today against what was sealed, entry by entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from chalicelib.kernel.days import A_DAY, every
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.runtime import vault

from . import merkle, seal_table
from .merkle import GENESIS, Finding, Tampering
from .seal import Document, document_name
from .seal_table import KeptSeal

# Some 100 entries are read in 10 ms, and the gateway waits for 29 seconds. The weekly control knows no such bound.
DAYS_MAX, ENTRIES_MAX = 31, 50_000


class VerificationTooLarge(Conflict):
    """More entries are asked to be verified than can be read while somebody waits."""

    detail = Text(
        "Si verificano al massimo {days_max} giorni e {entries_max} scritture per volta.",
        "At most {days_max} days and {entries_max} entries are verified at a time.",
    )
    remedy = Text("Scegli meno giorni.", "Choose fewer days.")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and everything that is no longer as it was sealed."""

    from_on: date
    to_on: date
    days: int
    entries: int
    findings: list[Finding]


def days(from_on: date, to_on: date) -> Verification:
    """Compare each day with its seal, its sealed document and the day before; days not sealed yet are left out.

    An entry that was taken out of the index by day is found by the reconciliation, which reads everything.
    """
    kept = {one.seal.day: one for one in seal_table.between(_eve(from_on), to_on)}
    entries = sum(one.seal.entries for on, one in kept.items() if on >= from_on)
    looked_at = [on for on in every(from_on, to_on) if on in kept]
    findings = [finding for on in looked_at for finding in _day(kept, on)]
    return Verification(from_on, to_on, len(looked_at), entries, merkle.paired(findings + _holes(kept, from_on, to_on)))


def few_days(from_on: date, to_on: date) -> Verification:
    """The same, while somebody waits for it. Raises VerificationTooLarge."""
    refusal = VerificationTooLarge(days_max=DAYS_MAX, entries_max=ENTRIES_MAX)
    if (to_on - from_on).days >= DAYS_MAX:
        raise refusal
    if sum(one.seal.entries for one in seal_table.between(from_on, to_on)) > ENTRIES_MAX:
        raise refusal
    return days(from_on, to_on)


def newest_day() -> date | None:
    """The last day that is sealed."""
    newest = seal_table.newest()
    return newest.seal.day if newest else None


def oldest_day() -> date | None:
    """The first day that is sealed."""
    return seal_table.oldest_day()


def seals(span: Span) -> Page[KeptSeal]:
    """The chain of seals, the newest first."""
    return seal_table.seals(span)


def _eve(on: date) -> date:
    return on - A_DAY if on > date.min else on


def _holes(kept: Mapping[date, KeptSeal], from_on: date, to_on: date) -> list[Finding]:
    first, newest = oldest_day(), newest_day()
    if first is None or newest is None:
        return []
    missing = [on for on in every(max(from_on, first), min(to_on, newest)) if on not in kept]
    return [Finding(on, Tampering.UNSEALED) for on in missing]


def _day(kept: Mapping[date, KeptSeal], on: date) -> Iterator[Finding]:
    one, before = kept[on], kept.get(_eve(on))
    if one.hash != one.seal.hash or one.seal.previous != (before.hash if before else GENESIS):
        yield Finding(on, Tampering.CHAIN)
    found = vault.first(document_name(on))
    document = _read(found.content) if found else None
    if not found or not document or found.versions > 1 or not _is_whole(document) or document.seal != one.seal:
        yield Finding(on, Tampering.DOCUMENT)
    if document:
        now = seal_table.leaves(on, also=[leaf.name for leaf in document.entries])
        # A list that was spoiled accuses nobody as long as the entries are those that the seal stands for.
        if _is_whole(document) or merkle.root(now) != one.seal.root:
            yield from merkle.differences(on, document.entries, now)


def _read(content: bytes) -> Document | None:
    try:
        return msgspec.json.decode(content, type=Document)
    except msgspec.DecodeError:
        return None


def _is_whole(document: Document) -> bool:
    """Whether a document's list of entries is the one that its own seal was made from."""
    rebuilt = merkle.seal(document.seal.day, document.entries, document.seal.previous)
    return rebuilt == document.seal and rebuilt.hash == document.hash
