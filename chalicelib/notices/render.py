"""A letter as text and as simple HTML that say the same."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeAlias

from chalicelib.kernel.texts import Text
from chalicelib.runtime.mail import Invite, Message
from chalicelib.runtime.settings import settings

from . import calendar
from .model import SIGNATURE, WORDINGS, Notice

Facts: TypeAlias = Mapping[str, object]


def notice(notice: Notice) -> Message:
    """The mail of a notice, in its reader's language."""
    words, facts = WORDINGS[notice.letter], notice.facts

    def say(text: Text, facts: Facts = facts) -> str:
        return text.say(notice.language, facts)

    listed: Any = facts[words.listing.fact] if words.listing else []
    intro = (words.listing.intro if listed else words.listing.none) if words.listing else None
    content = {
        "language": notice.language,
        "subject": say(words.subject),
        "greeting": say(words.greeting),
        "paragraphs": [say(text) for text in (*words.paragraphs, intro) if text and _is_known(text, facts)],
        "lines": [say(words.listing.each, one) for one in listed] if words.listing else [],
        "button": say(words.button) if words.button else None,
        "link": notice.link,
        "closing": say(words.closing),
        "signature": say(SIGNATURE),
    }
    return Message(
        to=notice.to,
        subject=str(content["subject"]),
        text=_template("letter.txt", escape=False).render(content),
        html=_template("letter.html", escape=True).render(content),
        invite=_invite(notice),
    )


def _invite(notice: Notice) -> Invite | None:
    if (appointment := notice.appointment) is None:
        return None
    organiser, to, language = settings().mail_from, notice.to, notice.language
    text = calendar.message(appointment, organiser=organiser, to=to, language=language)
    return Invite(calendar.method(appointment), text)


def _is_known(text: Text, facts: Facts) -> bool:
    names = {name for _, name, _, _ in Formatter().parse(text.it) if name}
    return all(facts[name] is not None for name in names)


@cache
def _template(name: str, *, escape: bool) -> Any:
    import jinja2  # noqa: PLC0415 - 40 ms of import that only the delivery of mail needs

    source = (Path(__file__).parent / name).read_text(encoding="utf-8")
    # The plain text has no markup to escape from.
    return jinja2.Environment(autoescape=escape, trim_blocks=True, lstrip_blocks=True).from_string(source)
