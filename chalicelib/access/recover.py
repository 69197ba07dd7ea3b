"""Recovering an account whose password was forgotten: the answer never tells whether there is one."""

from datetime import datetime

from chalicelib.kernel import identifiers
from chalicelib.kernel.clock import stamp
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event

from . import invite, link_table, table
from .model import AccountState, InvitationPurpose, normal_email


def password(email: str, *, at: datetime) -> None:
    """Ask for a link to a new password. Within ten minutes of the last time nothing more happens. Raises EmailInvalid.

    Whose address it is, if anybody's, is looked up after the answer: its time tells no more than its words.
    """
    try:
        with Transaction() as writes:
            link_table.ask_recovery(writes, normal_email(email), at=at)
    except link_table.AskedRecently:
        event("recovery_asked_again")


def link(address: str, asked_at: datetime) -> None:
    """Make the link that was asked for, if an active account has this address; earlier links stop working."""
    with Reads() as reads:
        owner = table.owner(reads, address)
    if (account_id := owner.found()) is None:
        return
    with Reads() as reads:
        asked = table.account(reads, account_id)
    account = asked.found()
    if account is None or account.state is not AccountState.ACTIVE:
        return
    invitation_id = identifiers.derived("recovery", account.id, stamp(asked_at))
    invitation = invite.invitation(invitation_id, account.id, asked_at, InvitationPurpose.RECOVERY)
    try:
        with Transaction() as writes:
            link_table.add_invitation(writes, invitation, account.id, link_table.NothingLeft())
            link_table.point_to_recovery(writes, account, invitation.id)
    except link_table.NothingLeft:  # the stream brings a change again; or the account was suspended meanwhile
        event("recovery_has_its_link", account_id=account.id)
