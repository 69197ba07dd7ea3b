"""What the invitations' stream says becomes mail."""

from collections.abc import Mapping
from typing import Any

from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.settings import settings

from . import invite, table
from .model import InvitationState


def change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Leave a mail for an invitation that has just been written."""
    if old or not new or new["sk"]["S"] != table.INVITATION:
        return
    invitation = table.to_invitation(table.InvitationRecord.from_raw_data(dict(new)))
    with Reads() as reads:
        asked = table.account(reads, invitation.account_id)
    account = asked.found()
    if account is None or invitation.state is not InvitationState.OPEN:
        return
    # The token stands after the #: browsers keep it to themselves, and mail scanners that open links use nothing up.
    link = f"{settings().portal_url}/attivazione#{invitation.id}.{invite.token(invitation.id)}"
    outbox.leave(
        Notice(
            id=f"invitation-{invitation.id}",
            letter=Letter.INVITATION,
            to=account.email,
            language=account.language,
            facts={"given_name": account.given_name, "until_at": invitation.expires_at},
            link=link,
        )
    )
