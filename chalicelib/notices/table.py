"""Which notices went out, kept for as long as someone may ask."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.runtime.dynamodb import CentsAttribute, InstantAttribute, Record, Stale, Transaction, find

KEPT = timedelta(days=400)  # a year and some weeks: "did you write to me last year?"
LEASE = timedelta(minutes=5)  # longer than any delivery takes
NOTICE, SENDING, SENT = "notice", "sending", "sent"


class NoticeRecord(Record):
    """That a notice is being sent, or was."""

    table = "notices_table"

    state = UnicodeAttribute()
    letter = UnicodeAttribute()
    since_at = InstantAttribute()
    message_id = UnicodeAttribute(null=True)
    purge_at: CentsAttribute = CentsAttribute()


def claim(notice_id: str, letter: str, *, at: datetime, taken: Exception) -> None:
    """Take a notice for sending: nobody else sends it meanwhile, nor after it was sent."""
    record = NoticeRecord(
        pk=f"notice#{notice_id}",
        sk=NOTICE,
        state=SENDING,
        letter=letter,
        since_at=at,
        purge_at=int((at + KEPT).timestamp()),
    )
    abandoned = (NoticeRecord.state == SENDING) & (NoticeRecord.since_at <= at - LEASE)
    with Transaction() as writes:
        writes.put_if(record, NoticeRecord.pk.does_not_exist() | abandoned, taken)


def finish(notice_id: str, message_id: str, *, at: datetime) -> None:
    """Record that a notice was handed to SES."""
    with Transaction() as writes:
        writes.change(
            NoticeRecord(pk=f"notice#{notice_id}", sk=NOTICE),
            [
                NoticeRecord.state.set(SENT),
                NoticeRecord.since_at.set(at),
                NoticeRecord.message_id.set(message_id),
            ],
            NoticeRecord.pk.exists(),
            Stale(),
        )


def is_sent(notice_id: str) -> bool:
    """Whether a notice went out."""
    found = find(NoticeRecord, f"notice#{notice_id}", NOTICE)
    return found is not None and found.state == SENT
