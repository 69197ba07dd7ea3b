"""Feeds by the digest of their address, and the present one of each owner."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.runtime.dynamodb import InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Feed, Owner, OwnerKind

FEED, PRESENT = "feed", "present"


class FeedRecord(Record):
    """A feed. It stays when it is revoked, so that its address is told to be gone."""

    table = "calendars_table"

    owner_kind = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    made_by = UnicodeAttribute()
    made_at = InstantAttribute()
    delegate_id = UnicodeAttribute(null=True)
    revoked_at = InstantAttribute(null=True)


class PresentRecord(Record):
    """Which feed of an owner is good now; none when the digest is missing."""

    table = "calendars_table"

    digest = UnicodeAttribute(null=True)


def replace(writes: Transaction, feed: Feed, earlier: Feed | None) -> None:
    """Write a new feed, and end the earlier one. Stale when another was made since that was read."""
    record = FeedRecord(
        pk=f"feed#{feed.digest}",
        sk=FEED,
        owner_kind=feed.owner.kind,
        owner_id=feed.owner.id,
        made_by=feed.made_by,
        made_at=feed.made_at,
        delegate_id=feed.delegate_id,
    )
    writes.create(record, Stale())
    present = PresentRecord(pk=_key(feed.owner), sk=PRESENT, digest=feed.digest)
    unchanged = PresentRecord.digest == earlier.digest if earlier else PresentRecord.digest.does_not_exist()
    writes.put_if(present, unchanged, Stale())
    if earlier:
        _end(writes, earlier, feed.made_at)


def revoke(writes: Transaction, feed: Feed, *, at: datetime) -> None:
    """End a feed. Stale when it is no longer the present one."""
    writes.put_if(PresentRecord(pk=_key(feed.owner), sk=PRESENT), PresentRecord.digest == feed.digest, Stale())
    _end(writes, feed, at)


def feed(reads: Reads, digest: str) -> Later[Feed]:
    """Ask for the feed whose address has a digest."""
    return reads.ask(FeedRecord, f"feed#{digest}", FEED, _to_feed)


def present(owner: Owner) -> Feed | None:
    """The feed of an owner that is good now."""
    with Reads() as reads:
        asked = reads.ask(PresentRecord, _key(owner), PRESENT, lambda record: record.digest)
    if (digest := asked.found()) is None:
        return None
    with Reads() as reads:
        found = feed(reads, digest)
    return found.found()


def _end(writes: Transaction, feed: Feed, at: datetime) -> None:
    record = FeedRecord(pk=f"feed#{feed.digest}", sk=FEED)
    writes.change(record, [FeedRecord.revoked_at.set(at)], FeedRecord.pk.exists(), Stale())


def _key(owner: Owner) -> str:
    return f"{owner.kind}#{owner.id}"


def _to_feed(record: FeedRecord) -> Feed:
    return Feed(
        owner=Owner(OwnerKind(record.owner_kind), record.owner_id),
        digest=record.pk.removeprefix("feed#"),
        made_by=record.made_by,
        made_at=record.made_at,
        delegate_id=record.delegate_id,
        revoked_at=record.revoked_at,
    )
