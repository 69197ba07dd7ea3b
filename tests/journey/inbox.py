"""The mails of the story, read where the local SES keeps them."""

import re

from infra.local import mailbox, stack
from tests.awaiting import eventually
from tests.journey.telling import Off

MAIL_SECONDS_MAX = 20  # a stream, a queue and two workers that may have to start


class Inbox:
    """Everybody's mails, each of them shown once."""

    def __init__(self) -> None:
        self._shown: set[str] = {mail.mail_id for mail in mailbox.mails(stack.endpoint())}

    def invitation(self, email: str) -> tuple[str, str]:
        """The two parts of the link in somebody's invitation."""
        text = self.mail(email, "Il tuo accesso è pronto")
        link = re.search(r"/attivazione#([a-z0-9]+)\.([A-Za-z0-9_-]+)", text)
        if link is None:
            raise Off(f"the invitation of {email} has no link")
        return link[1], link[2]

    def mail(self, email: str, subject: str) -> str:
        """Wait for a mail to somebody, show it, and return its text."""

        def arrived() -> mailbox.Mail | None:
            fresh = (mail for mail in mailbox.mails(stack.endpoint()) if mail.mail_id not in self._shown)
            return next((mail for mail in fresh if (mail.to, mail.subject) == (email, subject)), None)

        otherwise = f"no mail “{subject}” to {email}"
        mail = eventually(arrived, otherwise, within_seconds=MAIL_SECONDS_MAX, failure=Off)
        self._shown.add(mail.mail_id)
        body = "\n".join(f"      | {line}" for line in mail.text.strip().splitlines())
        print(f"    MAIL to {mail.to}\n      | {mail.subject}\n      |\n{body}")
        return mail.text
