"""Mail through SES."""

from dataclasses import dataclass

from .aws import client
from .settings import settings


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to one person, as text and as simple HTML that say the same."""

    to: str
    subject: str
    text: str
    html: str


def send(message: Message) -> str:
    """Hand a message to SES and return SES's id for it."""
    answer = client("sesv2").send_email(
        FromEmailAddress=settings().mail_from,
        ConfigurationSetName=settings().mail_configuration_set,
        Destination={"ToAddresses": [message.to]},
        Content={
            "Simple": {
                "Subject": {"Data": message.subject, "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": message.text, "Charset": "UTF-8"},
                    "Html": {"Data": message.html, "Charset": "UTF-8"},
                },
            }
        },
    )
    return str(answer["MessageId"])
