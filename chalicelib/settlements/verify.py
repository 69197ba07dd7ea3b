"""Verifying settlements against the ledger: it names what differs, and changes nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

import msgspec

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Bucket
from chalicelib.programmes import read as programmes
from chalicelib.runtime import files
from chalicelib.runtime.dynamodb import Reads

from . import archive, collect, coverage, read, table
from .coverage import EARLIEST, Chain, Part, Ref, Row, Scope
from .model import Document, Settlement, SettlementState

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where settlements and the ledger disagree. `movement_id` names the row, where it is one row that differs.

    The subject is one settlement, by its id, or all of them together, by the account of what is owed.
    """

    subject_id: str
    revision: int
    programme_id: str
    movement_id: str
    what: str
    recorded: str
    recomputed: str


def settlement(settlement_id: str) -> list[Difference]:
    """Compare every revision of a settlement with the ledger: the document, each row, each sum. Raises NotFound."""
    with Reads() as reads:
        later = table.settlement(reads, settlement_id)
    current, issued = later.must(NotFound()), table.revisions(settlement_id)
    kept = [one for one in issued if one.revision == current.revision]
    found = [difference for one in issued for difference in _of_revision(one)]
    for name in ("sha256", "scope", "parts"):
        now, then = getattr(current, name), getattr(kept[0], name) if kept else NOTHING
        if now != then:
            found.append(_named(current, f"settlement {name}", now, then))
    return found


def asked(settlement_id: str, *, by: Caller) -> list[Difference]:
    """The same, of a settlement that the caller may see. Raises NotFound."""
    return settlement(read.settlement(settlement_id, by=by).id)


def everything(part: int = 0, parts: int = 1) -> list[Difference]:
    """Compare every settlement with the ledger, each by itself and all of a funder with a provider together.

    With more than one part: those of every so many-th funder and provider.
    """
    found: list[Difference] = []
    for funder_id, provider in list(collect.pairs())[part::parts]:
        found += chain(funder_id, provider.id)
        for one in table.every_of(funder_id, provider.id):
            found += settlement(one.id)
    return found


def chain(funder_id: str, provider_id: str) -> list[Difference]:
    """Compare all settlements of a funder with a provider with the ledger: each entry once, and all that was paid."""
    every = table.every_of(funder_id, provider_id)
    with Reads() as reads:
        later = table.chain(reads, funder_id, provider_id)
    chain = later.found() or Chain(funder_id, provider_id)
    settled = Counter(row.ref for one in every for row in _rows(one))
    due = {row.ref for row in collect.rows(funder_id, provider_id, Scope(EARLIEST, chain.until_at))}
    expected = Counter((due - set(chain.carried)) | set(chain.ahead))
    found = [
        _owed(provider_id, Ref.read(ref), "times settled", settled[ref], expected[ref])
        for ref in sorted({*settled, *expected})
        if settled[ref] != expected[ref]
    ]
    return found + list(_unpaid(funder_id, provider_id, every))


def _of_revision(issued: Settlement) -> Iterator[Difference]:
    content, recomputed = archive.raw(issued), collect.document(issued)
    sha256 = files.digest(content) if content is not None else NOTHING
    found: list[Difference] = []
    try:
        recorded = msgspec.json.decode(content or b"", type=Document)
    except msgspec.DecodeError:
        pass  # what cannot be read has no rows to name: the digest tells
    else:
        found += _differing_rows(issued, recorded.rows, recomputed.rows)
        sums = {part.programme_id: (part.title, part.unit) for part in (*recorded.parts, *recomputed.parts)}
        known = [row for row in recorded.rows if row.programme_id in sums]
        found += _differing_sums(issued, "document", recorded.parts, coverage.parts(known, sums))
    found += _differing_sums(issued, "settlement", issued.parts, recomputed.parts)
    if sha256 != issued.sha256:
        found.append(_named(issued, "document", sha256, issued.sha256))
    return iter(found)


def _differing_rows(issued: Settlement, recorded: tuple[Row, ...], recomputed: tuple[Row, ...]) -> Iterator[Difference]:
    there, right = {row.ref: row for row in recorded}, {row.ref: row for row in recomputed}
    times = Counter(row.ref for row in recorded)
    for ref in sorted({*there, *right}):
        mine, its = there.get(ref), right.get(ref)
        if mine is None or its is None or times[ref] > 1:
            yield _named(issued, "row", times[ref], int(its is not None), Ref.read(ref))
            continue
        for field in fields(Row):
            says, should = getattr(mine, field.name), getattr(its, field.name)
            if says != should:
                yield _named(issued, f"row {field.name}", says, should, Ref.read(ref))


def _differing_sums(
    issued: Settlement, where: str, recorded: tuple[Part, ...], recomputed: tuple[Part, ...]
) -> Iterator[Difference]:
    there, right = ({part.programme_id: part for part in one} for one in (recorded, recomputed))
    for programme_id in sorted({*there, *right}):
        says, should = there.get(programme_id), right.get(programme_id)
        if says != should:
            ref = Ref(programme_id, EARLIEST, "")
            yield _named(issued, f"{where} sums", _sums(says), _sums(should), ref)


def _sums(part: Part | None) -> str:
    return f"{part.rows} rows, {part.units} {part.unit}, {part.cents} cents" if part else NOTHING


def _rows(settlement: Settlement) -> tuple[Row, ...]:
    try:
        return archive.opened(settlement).rows
    except archive.DocumentAltered:  # named row by row by `settlement`: here the ledger's own rows count
        return collect.document(settlement).rows


def _unpaid(funder_id: str, provider_id: str, every: list[Settlement]) -> Iterator[Difference]:
    paid: Counter[str] = Counter()
    for one in every:
        if one.state is SettlementState.PAID:
            paid.update({part.programme_id: part.units for part in one.parts})
    with Reads() as reads:
        heads = {
            programme.id: accounts.account(reads, ledger.payable(provider_id, programme.id))
            for programme in programmes.of_funder(funder_id)
        }
    for programme_id, later in heads.items():
        head = later.found()
        recorded = head.balances[Bucket.PAID] if head else 0
        if recorded != paid[programme_id]:
            yield _owed(provider_id, Ref(programme_id, EARLIEST, ""), "paid", recorded, paid[programme_id])


def _owed(provider_id: str, ref: Ref, what: str, recorded: int, recomputed: int) -> Difference:
    payable = ledger.payable(provider_id, ref.programme_id)
    return Difference(payable, 0, ref.programme_id, ref.movement_id, what, str(recorded), str(recomputed))


def _named(about: Settlement, what: str, recorded: object, recomputed: object, ref: Ref | None = None) -> Difference:
    return Difference(
        subject_id=about.id,
        revision=about.revision,
        programme_id=ref.programme_id if ref else "",
        movement_id=ref.movement_id if ref else "",
        what=what,
        recorded=str(recorded),
        recomputed=str(recomputed),
    )
