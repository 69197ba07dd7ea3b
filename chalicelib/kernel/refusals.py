"""Refusals: the expected "no", said by the rule that says it, with what a person can do about it."""

import re
from typing import ClassVar, Self

from .texts import Text


class Refusal(Exception):
    """An expected, explained no. Subclasses are the stable codes clients rely on."""

    status: ClassVar[int] = 409
    detail: ClassVar[Text] = Text("La richiesta non può essere accolta.", "The request cannot be granted.")
    remedy: ClassVar[Text | None] = None

    def __init__(self, **facts: object) -> None:
        """Facts are ids, amounts and dates that name what was refused; they reach the caller."""
        super().__init__(facts)
        self.facts = facts
        self.others: tuple[Refusal, ...] = ()

    @property
    def code(self) -> str:
        """The stable name of this refusal: its class, in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def beside(self, others: "tuple[Refusal, ...]") -> Self:
        """The same refusal, naming also what else stands in the way."""
        self.others = others
        return self


class Invalid(Refusal):
    """The request has the wrong shape."""

    status = 422


class Unauthenticated(Refusal):
    """The caller has not proved who they are."""

    status = 401


class Forbidden(Refusal):
    """The caller may not do this, or not to this object."""

    status = 403
    detail = Text("Non hai il permesso per questa operazione.", "You are not allowed to do this.")


class NotFound(Refusal):
    """No such thing, or none the caller may know of."""

    status = 404
    detail = Text("Non abbiamo trovato quello che cerchi.", "We could not find what you are looking for.")


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = 409


class Gone(Refusal):
    """It was there and no longer is."""

    status = 410


class EditedMeanwhile(Refusal):
    """Someone changed it after the caller read it: nothing was done."""

    status = 412
    detail = Text("Nel frattempo i dati sono cambiati.", "Meanwhile this was changed.")
    remedy = Text("Rileggi e riprova.", "Read it again, and try again.")


class Contention(Refusal):
    """Too many at once: nothing was done, the same request may be sent again shortly."""

    status = 503
    detail = Text("In questo momento ci sono troppe richieste insieme.", "Too many requests at the same moment.")
    remedy = Text("Riprova tra qualche secondo: non è stato addebitato nulla.", "Try again in a few seconds.")


def refuse_any(refusals: list[Refusal]) -> None:
    """Raise the first of them, naming the others beside it; do nothing when there are none."""
    if refusals:
        raise refusals[0].beside(tuple(refusals[1:]))
