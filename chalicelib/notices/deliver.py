"""Delivery: a notice becomes a mail, once."""

from datetime import datetime

from chalicelib.runtime import mail
from chalicelib.runtime.observability import event

from . import outbox, render, table


class Underway(Exception):
    """Another worker is sending this notice, or stopped in the middle: the queue brings it again later."""


def message(body: str, *, at: datetime) -> None:
    """Deliver what the queue brought. Raises Underway, and whatever SES raises: both are retried.

    A crash between SES's answer and its record can send a mail twice; nothing else can.
    """
    notice = outbox.taken(body)
    if table.is_sent(notice.id):
        return
    table.claim(notice.id, notice.letter, at=at, taken=Underway(notice.id))
    message_id = mail.send(render.notice(notice))
    table.finish(notice.id, message_id, at=at)
    event("notice_sent", notice_id=notice.id, letter=notice.letter)
