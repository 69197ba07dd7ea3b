"""Delivery: a notice becomes a mail, once."""

from datetime import datetime

from chalicelib.runtime import mail
from chalicelib.runtime.observability import event
from chalicelib.runtime.queues import NotYet

from . import outbox, render, table


class Underway(Exception):
    """Another worker is sending this notice, or stopped in the middle: the queue brings it again later."""


def message(body: str, *, at: datetime) -> None:
    """Deliver what the queue brought. Raises Underway, and whatever SES raises: both are retried.

    Raises NotYet in the reader's quiet hours: the queue hides it until they end. What came too late is not sent.

    A crash between SES's answer and its record can send a mail twice; nothing else can.
    """
    notice = outbox.taken(body)
    if table.is_sent(notice.id):
        return
    if notice.until_at is not None and at >= notice.until_at:
        event("notice_too_late", notice_id=notice.id, letter=notice.letter)
        return
    if notice.quiet is not None and notice.quiet.holds(at):
        raise NotYet(notice.quiet.ends_at(at))
    table.claim(notice.id, notice.letter, at=at, taken=Underway(notice.id))
    message_id = mail.send(render.notice(notice))
    table.finish(notice.id, message_id, at=at)
    event("notice_sent", notice_id=notice.id, letter=notice.letter)
