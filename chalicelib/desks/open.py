"""Opening a Social Point."""

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Desk


def desk(*, name: str, municipality_code: str, address: str, opening_hours: str, key: RequestKey) -> Outcome[Desk]:
    """Open a public desk."""
    opened = Desk(key.id_for("desk"), name, municipality_code, address, opening_hours)
    with Reads() as reads:
        earlier = table.desk(reads, opened.id)
    if found := earlier.found():
        if found != opened:
            raise IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        table.add(writes, opened, IdempotencyKeyReused())
    return Outcome(opened)
