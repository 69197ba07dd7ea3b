"""A letter as text and as simple HTML that say the same."""

from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.kernel.texts import Text
from chalicelib.runtime.mail import Message

from .model import CLOSING, GREETING, SIGNATURE, WORDINGS, Notice


def notice(notice: Notice) -> Message:
    """The mail of a notice, in its reader's language."""
    words = WORDINGS[notice.letter]

    def say(text: Text) -> str:
        return text.say(notice.language, notice.facts)

    content = {
        "language": notice.language,
        "subject": say(words.subject),
        "greeting": say(GREETING),
        "paragraphs": [say(paragraph) for paragraph in words.paragraphs],
        "button": say(words.button) if words.button else None,
        "link": notice.link,
        "closing": say(CLOSING),
        "signature": say(SIGNATURE),
    }
    return Message(
        to=notice.to,
        subject=str(content["subject"]),
        text=_template("letter.txt", escape=False).render(content),
        html=_template("letter.html", escape=True).render(content),
    )


@cache
def _template(name: str, *, escape: bool) -> Any:
    import jinja2  # noqa: PLC0415 - 40 ms of import that only the delivery of mail needs

    source = (Path(__file__).parent / name).read_text(encoding="utf-8")
    # The plain text has no markup to escape from.
    return jinja2.Environment(autoescape=escape, trim_blocks=True, lstrip_blocks=True).from_string(source)
