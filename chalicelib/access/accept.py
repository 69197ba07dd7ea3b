"""Accepting an invitation: the link is consumed once, and its holder has a password."""

from datetime import datetime

from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime import identity, secrets
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import link_table, table
from .model import Account, Invitation, InvitationInvalid, why_weak


def invitation(invitation_id: str, *, token: str, password: str, at: datetime) -> Account:
    """Consume an invitation and set its account's password. Raises InvitationInvalid, PasswordTooWeak.

    Staff roles begin to work only when a second factor is enrolled; a resident's at once.
    """
    found, account = _open_invitation(invitation_id, token, at)
    if weak := _weakness(password, account):
        raise weak
    with Transaction() as writes:
        link_table.claim_invitation(writes, found, at=at)
    identity.create_user(account.id, account.email, password)
    if not account.is_staff:
        for role in account.roles:
            identity.add_to_group(account.id, role)
    with Transaction() as writes:
        link_table.use_invitation(writes, found)
    return account


def _open_invitation(invitation_id: str, token: str, at: datetime) -> tuple[Invitation, Account]:
    with Reads() as reads:
        asked = link_table.invitation(reads, invitation_id)
    found = asked.must(InvitationInvalid())
    if not secrets.same(found.digest, secrets.keyed_digest("invitation digest", token)):
        raise InvitationInvalid
    with Reads() as reads:
        owner = table.account(reads, found.account_id)
    account = owner.must(InvitationInvalid())
    if not found.is_good(at=at, account=account):
        raise InvitationInvalid
    return found, account


def _weakness(password: str, account: Account) -> Refusal | None:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 60 ms of import that only this use case needs

    own_words = [account.given_name, *account.email.replace("@", " ").replace(".", " ").split()]
    guessed = zxcvbn(password[:72], user_inputs=own_words)  # longer ones are strong, and slow to estimate
    return why_weak(password, own_words, int(guessed["score"]))
