"""Admitting a cooperative to the territory."""

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Network, Provider


def provider(
    *,
    name: str,
    network: Network,
    description: str,
    municipality_code: str,
    address: str,
    email: str,
    phone: str,
    key: RequestKey,
) -> Outcome[Provider]:
    """Admit a provider; what it may deliver is said by its accreditations."""
    admitted = Provider(key.id_for("provider"), name, network, description, municipality_code, address, email, phone)
    with Reads() as reads:
        earlier = table.provider(reads, admitted.id)
    if found := earlier.found():
        if found != admitted:
            raise IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        table.add_provider(writes, admitted, IdempotencyKeyReused())
    return Outcome(admitted)
