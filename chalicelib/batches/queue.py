"""The steps of batches: left in a queue, taken one at a time."""

from enum import StrEnum

import msgspec

from chalicelib.runtime import queues

from .model import Batch


class Kind(StrEnum):
    """What a step does."""

    CHECK = "check"
    ISSUE = "issue"


class Step(msgspec.Struct, frozen=True):
    """One message of the queue."""

    kind: Kind
    batch_id: str
    check_id: str = ""


def check(batch: Batch) -> None:
    """Leave the dry run of a batch to be done."""
    queues.put_batch_step(Step(Kind.CHECK, batch.id, batch.checking))


def issue(batch: Batch) -> None:
    """Leave the next slice of a batch to be issued."""
    queues.put_batch_step(Step(Kind.ISSUE, batch.id))
