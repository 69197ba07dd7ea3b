"""The one-time code by which the provider's staff show that the family agrees with what was recorded."""

from chalicelib.kernel.identifiers import RequestKey
from chalicelib.runtime import secrets
from chalicelib.runtime.dynamodb import Transaction

from . import step_table, steps
from .model import Booking
from .refusals import CodeNeeded
from .steps import CODE_TRIES_MAX


def of(booking: Booking) -> str:
    """The six digits of the present recording. They are stored nowhere: the next step of the booking ends them."""
    return secrets.digits("delivery code", booking.id, str(booking.steps))


def must_match(writes: Transaction, booking: Booking, told: str | None, *, key: RequestKey) -> None:
    """Let a transaction go through only with the right code, and only if no wrong one was told meanwhile.

    A wrong one is counted, once for each request. Raises CodeNeeded, CodeWrong, CodeSpent, IdempotencyKeyReused.
    """
    if told is None:
        raise CodeNeeded(booking_id=booking.id)
    wrong, request_id = step_table.wrong_codes(booking), key.id_for("step")
    if earlier := wrong.get(request_id):
        key.match(earlier)
        raise steps.code_wrong(booking, tries=len(wrong))
    if len(wrong) >= CODE_TRIES_MAX:
        raise steps.code_wrong(booking, tries=len(wrong))
    if not secrets.same(told, of(booking)):
        step_table.add_wrong_code(booking, wrong, request_id, key.fingerprint)
        raise steps.code_wrong(booking, tries=len(wrong) + 1)
    step_table.no_more_wrong_codes(writes, booking, wrong)
