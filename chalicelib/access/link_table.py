"""Links to choose a password: invitations, and what was asked for by who forgot theirs."""

from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.runtime.dynamodb import CentsAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import (
    RECOVERY_PAUSE,
    REDEEM_LEASE,
    Account,
    AccountState,
    Invitation,
    InvitationInvalid,
    InvitationPurpose,
    InvitationState,
)
from .table import ACCOUNT, AccountRecord, address_key

INVITATION, RECOVERY = "invitation", "recovery"
RECOVERY_KEPT = timedelta(days=1)


class AskedRecently(Exception):
    """A link was asked for with this address a moment ago."""


class NothingLeft(Exception):
    """What was to be done was done before, or is no longer wanted."""


class RecoveryRecord(Record):
    """That somebody asked for a new password with an address, whether an account has it or not."""

    table = "access_table"

    asked_at = InstantAttribute()
    purge_at: CentsAttribute = CentsAttribute()


class InvitationRecord(Record):
    """A one-time way to set a password."""

    table = "access_table"

    account_id = UnicodeAttribute()
    digest = UnicodeAttribute()
    expires_at = InstantAttribute()
    state = UnicodeAttribute()
    redeeming_since = InstantAttribute(null=True)
    invited_by = UnicodeAttribute()
    purpose = UnicodeAttribute(default=InvitationPurpose.WELCOME)


def ask_recovery(writes: Transaction, email: str, *, at: datetime) -> None:
    """Write that a new password was asked for with an address. Raises AskedRecently."""
    purge_at = int((at + RECOVERY_KEPT).timestamp())
    record = RecoveryRecord(pk=address_key(email), sk=RECOVERY, asked_at=at, purge_at=purge_at)
    long_ago = RecoveryRecord.asked_at <= at - RECOVERY_PAUSE
    writes.put_if(record, RecoveryRecord.pk.does_not_exist() | long_ago, AskedRecently())


def add_invitation(writes: Transaction, invitation: Invitation, by: str, exists: Exception) -> None:
    """Write a new invitation."""
    writes.create(
        InvitationRecord(
            pk=f"invitation#{invitation.id}",
            sk=INVITATION,
            account_id=invitation.account_id,
            digest=invitation.digest,
            expires_at=invitation.expires_at,
            state=invitation.state,
            invited_by=by,
            purpose=invitation.purpose,
        ),
        exists,
    )


def point_to_invitation(writes: Transaction, account: Account, invitation_id: str) -> None:
    """Make an invitation the account's latest: earlier ones stop working."""
    writes.change(
        AccountRecord(pk=f"account#{account.id}", sk=ACCOUNT),
        [AccountRecord.invitation_id.set(invitation_id)],
        AccountRecord.pk.exists(),
        Stale(),
    )


def point_to_recovery(writes: Transaction, account: Account, invitation_id: str) -> None:
    """The same for a link that was asked for, while the account is active. Raises NothingLeft."""
    writes.change(
        AccountRecord(pk=f"account#{account.id}", sk=ACCOUNT),
        [AccountRecord.invitation_id.set(invitation_id)],
        AccountRecord.state == AccountState.ACTIVE,
        NothingLeft(),
    )


def claim_invitation(writes: Transaction, invitation: Invitation, *, at: datetime) -> None:
    """Take an invitation for redeeming; only one taker at a time. Raises InvitationInvalid."""
    record = InvitationRecord
    free = (record.state == InvitationState.OPEN) | (
        (record.state == InvitationState.REDEEMING) & (record.redeeming_since <= at - REDEEM_LEASE)
    )
    writes.change(
        InvitationRecord(pk=f"invitation#{invitation.id}", sk=INVITATION),
        [record.state.set(InvitationState.REDEEMING), record.redeeming_since.set(at)],
        free & (record.expires_at > at),
        InvitationInvalid(),
    )


def use_invitation(writes: Transaction, invitation: Invitation) -> None:
    """Mark an invitation used and its account active."""
    writes.change(
        InvitationRecord(pk=f"invitation#{invitation.id}", sk=INVITATION),
        [InvitationRecord.state.set(InvitationState.USED)],
        InvitationRecord.state == InvitationState.REDEEMING,
        InvitationInvalid(),
    )
    writes.change(
        AccountRecord(pk=f"account#{invitation.account_id}", sk=ACCOUNT),
        [AccountRecord.state.set(AccountState.ACTIVE)],
        AccountRecord.state != AccountState.SUSPENDED,
        InvitationInvalid(),
    )


def invitation(reads: Reads, invitation_id: str) -> Later[Invitation]:
    """Ask for an invitation."""
    return reads.ask(InvitationRecord, f"invitation#{invitation_id}", INVITATION, to_invitation)


def to_invitation(record: InvitationRecord) -> Invitation:
    """The model of an invitation."""
    return Invitation(
        id=record.pk.removeprefix("invitation#"),
        account_id=record.account_id,
        digest=record.digest,
        expires_at=record.expires_at,
        state=InvitationState(record.state),
        redeeming_since=record.redeeming_since,
        purpose=InvitationPurpose(record.purpose),
    )
