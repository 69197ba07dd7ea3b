"""Inviting: an account is made, and its holder gets a link to set a password."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel import identifiers
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Conflict, NotFound
from chalicelib.kernel.texts import Language, Text
from chalicelib.runtime import secrets
from chalicelib.runtime.dynamodb import Reads, Stale, Transaction

from . import link_table, table
from .model import LINK_HOURS, Account, Invitation, InvitationPurpose, InvitationState, normal_email


class AccountAlreadyInvited(Conflict):
    """There is an account with this identifier."""

    detail = Text("Questo accesso esiste già.", "This account already exists.")


def account(writes: Transaction, account: Account, *, by: Caller, at: datetime) -> None:
    """Add an account and its first invitation to a transaction. Raises EmailInUse."""
    invited = invitation(identifiers.derived("invitation", account.id), account.id, at)
    table.add_account(writes, replace(account, invitation_id=invited.id), AccountAlreadyInvited())
    link_table.add_invitation(writes, invited, by.account_id, Stale())


def staff(
    *, email: str, given_name: str, role: Role, organisation_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Account]:
    """Invite a member of the staff of a desk, a provider or a funder. Raises EmailInUse."""
    invited = Account(
        id=key.id_for("account"),
        email=normal_email(email),
        given_name=given_name,
        language=Language.IT,
        roles=frozenset({role}),
        organisation_id=organisation_id,
    )
    with Reads() as reads:
        earlier = table.account(reads, invited.id)
    if found := earlier.found():
        same = (found.email, found.given_name, found.roles, found.organisation_id) == (
            (invited.email, invited.given_name, invited.roles, invited.organisation_id)
        )
        if not same:
            raise identifiers.IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        account(writes, invited, by=by, at=at)
    return Outcome(invited)


def again(account_id: str, *, staff: bool, by: Caller, at: datetime) -> Account:
    """Send a new invitation; earlier links stop working. Raises NotFound, for staff asked for as residents too."""
    with Reads() as reads:
        found = table.account(reads, account_id)
    account = found.must(NotFound())
    if account.is_staff is not staff:
        raise NotFound
    invited = invitation(identifiers.new(), account.id, at)
    with Transaction() as writes:
        link_table.add_invitation(writes, invited, by.account_id, Stale())
        link_table.point_to_invitation(writes, account, invited.id)
    return account


def token(invitation_id: str) -> str:
    """The secret part of an invitation's link (256 bits). It is stored nowhere: only the platform can make it again."""
    return secrets.keyed_digest("invitation", invitation_id)


def invitation(
    invitation_id: str, account_id: str, at: datetime, purpose: InvitationPurpose = InvitationPurpose.WELCOME
) -> Invitation:
    """A link that is good from now on, for as long as its purpose needs."""
    return Invitation(
        id=invitation_id,
        account_id=account_id,
        digest=secrets.keyed_digest("invitation digest", token(invitation_id)),
        expires_at=at + timedelta(hours=LINK_HOURS[purpose]),
        state=InvitationState.OPEN,
        purpose=purpose,
    )
