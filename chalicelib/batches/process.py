"""What takes the queue's messages: one step of one batch each."""

from datetime import datetime

import msgspec

from . import check, issue
from .queue import Kind, Step


def message(body: str, *, at: datetime) -> None:
    """Do one step. Delivered twice, or with another chain of the same batch under way, nothing is done twice."""
    step = msgspec.json.decode(body, type=Step)
    match step.kind:
        case Kind.CHECK:
            check.file(step.batch_id, step.check_id, at=at)
        case Kind.ISSUE:
            issue.rows(step.batch_id, at=at)
