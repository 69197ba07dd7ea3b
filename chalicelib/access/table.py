"""Accounts, the addresses they sign in with, and invitations."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.kernel.caller import Role
from chalicelib.kernel.texts import Language
from chalicelib.runtime import secrets
from chalicelib.runtime.dynamodb import InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import REDEEM_LEASE, Account, AccountState, EmailInUse, Invitation, InvitationInvalid, InvitationState

ACCOUNT, ADDRESS, INVITATION = "account", "address", "invitation"


class AccountRecord(Record):
    """Who can sign in."""

    table = "access_table"

    email = UnicodeAttribute()
    given_name = UnicodeAttribute()
    language = UnicodeAttribute()
    roles: UnicodeSetAttribute = UnicodeSetAttribute()
    organisation_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    second_factor = BooleanAttribute(default=False)
    invitation_id = UnicodeAttribute(null=True)


class AddressRecord(Record):
    """That an e-mail address belongs to one account: the key is a keyed digest of it."""

    table = "access_table"

    account_id = UnicodeAttribute()


class InvitationRecord(Record):
    """A one-time way to set a password."""

    table = "access_table"

    account_id = UnicodeAttribute()
    digest = UnicodeAttribute()
    expires_at = InstantAttribute()
    state = UnicodeAttribute()
    redeeming_since = InstantAttribute(null=True)
    invited_by = UnicodeAttribute()


def add_account(writes: Transaction, account: Account, exists: Exception) -> None:
    """Write a new account and claim its address. Raises EmailInUse."""
    writes.create(
        AccountRecord(
            pk=f"account#{account.id}",
            sk=ACCOUNT,
            email=account.email,
            given_name=account.given_name,
            language=account.language,
            roles={str(role) for role in account.roles},
            organisation_id=account.organisation_id,
            state=account.state,
            invitation_id=account.invitation_id,
        ),
        exists,
    )
    digest = secrets.keyed_digest("address", account.email.casefold())
    writes.create(AddressRecord(pk=f"address#{digest}", sk=ADDRESS, account_id=account.id), EmailInUse())


def add_invitation(writes: Transaction, invitation: Invitation, by: str) -> None:
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
        ),
        Stale(),
    )


def point_to_invitation(writes: Transaction, account: Account, invitation_id: str) -> None:
    """Make an invitation the account's latest: earlier ones stop working."""
    writes.change(
        AccountRecord(pk=f"account#{account.id}", sk=ACCOUNT),
        [AccountRecord.invitation_id.set(invitation_id)],
        AccountRecord.pk.exists(),
        Stale(),
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


def confirm_second_factor(writes: Transaction, account_id: str) -> None:
    """Record that an account has a second factor."""
    writes.change(
        AccountRecord(pk=f"account#{account_id}", sk=ACCOUNT),
        [AccountRecord.second_factor.set(True)],
        AccountRecord.pk.exists(),
        Stale(),
    )


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account."""
    return reads.ask(AccountRecord, f"account#{account_id}", ACCOUNT, _to_account)


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
    )


def _to_account(record: AccountRecord) -> Account:
    return Account(
        id=record.pk.removeprefix("account#"),
        email=record.email,
        given_name=record.given_name,
        language=Language(record.language),
        roles=frozenset(Role(role) for role in record.roles),
        organisation_id=record.organisation_id,
        state=AccountState(record.state),
        second_factor=record.second_factor,
        invitation_id=record.invitation_id,
    )
