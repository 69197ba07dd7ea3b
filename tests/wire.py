"""What a caller is shown of an answer: the JSON that crosses the wire, in Italian."""

from typing import Any

import msgspec

from chalicelib.kernel.texts import Language
from chalicelib.runtime.problems import reason


def shown(value: object, view: Any) -> Any:
    """An answer as its view shows it."""
    told = msgspec.convert(value, view, from_attributes=True)
    return msgspec.json.decode(msgspec.json.encode(told, enc_hook=lambda refusal: reason(refusal, Language.IT)))
