"""Mail through SES."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from .aws import client
from .settings import settings


@dataclass(frozen=True, slots=True)
class Invite:
    """An iCalendar text that goes with a mail, and what it asks of the reader's calendar (RFC 5546)."""

    method: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to one person, as text and as simple HTML that say the same."""

    to: str
    subject: str
    text: str
    html: str
    invite: Invite | None = None


def send(message: Message) -> str:
    """Hand a message to SES and return SES's id for it."""
    answer = client("sesv2").send_email(
        FromEmailAddress=settings().mail_from,
        ConfigurationSetName=settings().mail_configuration_set,
        Destination={"ToAddresses": [message.to]},
        Content=_with_invite(message, message.invite) if message.invite else _simple(message),
    )
    return str(answer["MessageId"])


def _simple(message: Message) -> dict[str, Any]:
    return {
        "Simple": {
            "Subject": {"Data": message.subject, "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": message.text, "Charset": "UTF-8"},
                "Html": {"Data": message.html, "Charset": "UTF-8"},
            },
        }
    }


def _with_invite(message: Message, invite: Invite) -> dict[str, Any]:
    """The whole of it as MIME: the calendar is one more way to read the mail (RFC 6047), and a file to open by hand."""
    whole = EmailMessage(policy=SMTP)
    whole["From"] = settings().mail_from
    whole["To"] = message.to
    whole["Subject"] = message.subject
    whole.set_content(message.text, cte="base64")
    whole.add_alternative(message.html, subtype="html", cte="base64")
    whole.add_alternative(invite.text, subtype="calendar", cte="base64", params={"method": invite.method})
    whole.add_attachment(invite.text.encode(), maintype="application", subtype="ics", filename="appuntamento.ics")
    return {"Raw": {"Data": whole.as_bytes()}}
