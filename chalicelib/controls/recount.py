"""Recounting settlements from the ledger: what is told of them, as differences like all others."""

from chalicelib.settlements import verify
from chalicelib.settlements.verify import Difference as Unsettled

from .model import Difference, Subject


def settlements(part: int = 0, parts: int = 1) -> list[Difference]:
    """Where settlements and the ledger disagree: in one of so many parts of all funders and providers.

    What is found is recounted: a settlement that is issued or paid meanwhile can look like a difference.
    """
    found = verify.everything(part, parts)
    again = verify.everything(part, parts) if found else []
    return [_told(one) for one in again if one in found]


def _told(one: Unsettled) -> Difference:
    where = one.movement_id or one.programme_id
    numbers = [int(text) if text.lstrip("-").isdigit() else None for text in (one.recorded, one.recomputed)]
    recorded, recomputed = (number if number is not None else place for place, number in enumerate(numbers))
    return Difference(
        Subject.SETTLEMENT,
        one.subject_id,
        " ".join(filter(None, (one.what, where))),
        recorded,
        recomputed,
        (f"revision {one.revision}", f"recorded {one.recorded}", f"recomputed {one.recomputed}"),
    )
