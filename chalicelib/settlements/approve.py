"""Approving a settlement: a finance officer, who did not issue it, orders its payment."""

from dataclasses import replace
from datetime import date, datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Conflict, refuse_any
from chalicelib.kernel.texts import Text
from chalicelib.providers import read as providers
from chalicelib.providers.model import normal_iban
from chalicelib.runtime.dynamodb import Transaction

from . import step
from .model import Instruction, Settlement, SettlementState, SettlementStepKind
from .step import Wish


class BankAccountMissing(Conflict):
    """Nobody has said yet where the provider is paid."""

    detail = Text("Manca l'IBAN della cooperativa.", "The provider's IBAN is missing.")
    remedy = Text("Chiedi all'ufficio della misura di inserirlo.", "Ask the programme's office to enter it.")


def settlement(
    settlement_id: str,
    *,
    debtor_name: str,
    debtor_iban: str,
    execute_on: date,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Settlement]:
    """Approve a settlement, and say from which account and on which day it is to be paid.

    Raises NotFound, SettlementStateConflict, ContestsOpen, AnswerPending, IssuedByYou, IbanInvalid,
    BankAccountMissing.
    """
    iban = normal_iban(debtor_iban)

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not_approve(by=by.account_id, at=at))
        account = providers.bank_account(settlement.provider_id)
        if account is None:
            raise BankAccountMissing(provider_id=settlement.provider_id)
        instruction = Instruction(debtor_name, iban, account.iban, execute_on, at)
        return replace(settlement, state=SettlementState.APPROVED, instruction=instruction)

    return step.taken(Wish(settlement_id, SettlementStepKind.APPROVED, by, key, at), act)
