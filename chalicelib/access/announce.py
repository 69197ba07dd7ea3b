"""What the accounts' stream says becomes links and mail."""

from collections.abc import Mapping
from typing import Any

from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.runtime import portal
from chalicelib.runtime.dynamodb import Reads

from . import invite, link_table, recover, table
from .model import Invitation, InvitationPurpose, InvitationState

LETTERS = {InvitationPurpose.WELCOME: Letter.INVITATION, InvitationPurpose.RECOVERY: Letter.RECOVERY}


def change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Make the link that was asked for; leave a mail for an invitation that has just been written."""
    if new and new["sk"]["S"] == link_table.RECOVERY:
        asked = link_table.RecoveryRecord.from_raw_data(dict(new))
        recover.link(asked.pk, asked.asked_at)
    elif new and not old and new["sk"]["S"] == link_table.INVITATION:
        _mail(link_table.to_invitation(link_table.InvitationRecord.from_raw_data(dict(new))))


def _mail(invitation: Invitation) -> None:
    with Reads() as reads:
        asked = table.account(reads, invitation.account_id)
    account = asked.found()
    if account is None or invitation.state is not InvitationState.OPEN:
        return
    # The token stands after the #: browsers keep it to themselves, and mail scanners that open links use nothing up.
    link = portal.page(f"/attivazione#{invitation.id}.{invite.token(invitation.id)}", account.language)
    outbox.leave(
        Notice(
            id=f"invitation-{invitation.id}",
            letter=LETTERS[invitation.purpose],
            to=account.email,
            language=account.language,
            facts={"given_name": account.given_name, "until_at": invitation.expires_at},
            link=link,
            until_at=invitation.expires_at,
        )
    )
