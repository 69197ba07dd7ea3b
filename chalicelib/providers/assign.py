"""Assigning to a provider the bank account that it is paid on."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import BankAccount, normal_iban


def bank_account(provider_id: str, *, iban: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[BankAccount]:
    """Say where a provider is paid from now on; what was said before is kept.

    Raises NotFound, IbanInvalid, IdempotencyKeyReused.
    """
    account = BankAccount(provider_id, normal_iban(iban), by.account_id, at, key.fingerprint)
    return dynamodb.until_settled(lambda: _assigned(account, key))


def _assigned(account: BankAccount, key: RequestKey) -> Outcome[BankAccount]:
    request_id = key.id_for("bank account")
    with Reads() as reads:
        asked = table.provider(reads, account.provider_id)
        earlier = table.found_bank_account(reads, request_id)
    asked.must(NotFound())
    if made := earlier.found():
        key.match(made.fingerprint)
        if made.provider_id != account.provider_id:
            raise IdempotencyKeyReused
        return Outcome(made, replayed=True)
    with Transaction() as writes:
        table.add_bank_account(writes, account, request_id)
    return Outcome(account)
