"""Accounts, the addresses they sign in with, and what was done to those of the staff."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.caller import Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import Forbidden
from chalicelib.kernel.texts import Language
from chalicelib.runtime import dynamodb, secrets
from chalicelib.runtime.dynamodb import InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Account, AccountState, EmailInUse, StaffChange, StaffChangeKind

ACCOUNT, ADDRESS, STAFF = "account", "address", "staff"


class ByStaff(GlobalSecondaryIndex["AccountRecord"]):
    """The staff of all organisations, by given name; residents are not in it."""

    class Meta:
        """The index's name and content."""

        index_name = "by_staff"
        projection = KeysOnlyProjection()

    staff = UnicodeAttribute(hash_key=True)
    given_name = UnicodeAttribute(range_key=True)


class ByOrganisation(GlobalSecondaryIndex["AccountRecord"]):
    """The staff of one desk, provider or funder, by given name."""

    class Meta:
        """The index's name and content."""

        index_name = "by_organisation"
        projection = KeysOnlyProjection()

    organisation_id = UnicodeAttribute(hash_key=True)
    given_name = UnicodeAttribute(range_key=True)


class AccountRecord(Record):
    """Who can sign in."""

    table = "access_table"

    by_staff = ByStaff()
    by_organisation = ByOrganisation()
    staff = UnicodeAttribute(null=True)
    email = UnicodeAttribute()
    given_name = UnicodeAttribute()
    language = UnicodeAttribute()
    roles: UnicodeSetAttribute = UnicodeSetAttribute()
    organisation_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    suspended_from = UnicodeAttribute(null=True)
    second_factor = BooleanAttribute(default=False)
    invitation_id = UnicodeAttribute(null=True)


class StaffChangeRecord(Record):
    """What an administrator did to a member of the staff. Added once, never changed."""

    table = "access_table"

    kind = UnicodeAttribute()
    reason = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    fingerprint = UnicodeAttribute()


class AddressRecord(Record):
    """That an e-mail address belongs to one account: the key is a keyed digest of it."""

    table = "access_table"

    account_id = UnicodeAttribute()


def add_account(writes: Transaction, account: Account, exists: Exception) -> None:
    """Write a new account and claim its address. Raises EmailInUse."""
    writes.create(
        AccountRecord(
            pk=f"account#{account.id}",
            sk=ACCOUNT,
            staff=STAFF if account.is_staff else None,
            email=account.email,
            given_name=account.given_name,
            language=account.language,
            roles={str(role) for role in account.roles},
            organisation_id=account.organisation_id,
            state=account.state,
            invitation_id=account.invitation_id,
        ),
        exists,
    )
    writes.create(AddressRecord(pk=address_key(account.email), sk=ADDRESS, account_id=account.id), EmailInUse())


def change_staff(writes: Transaction, before: Account, after: Account) -> None:
    """Write what has become of a member of the staff. Stale when it was not as it was read."""
    suspended_from = AccountRecord.suspended_from
    writes.change(
        AccountRecord(pk=f"account#{before.id}", sk=ACCOUNT),
        [
            AccountRecord.state.set(after.state),
            suspended_from.set(after.suspended_from) if after.suspended_from else suspended_from.remove(),
        ],
        AccountRecord.state == before.state,
        Stale(),
    )


def add_staff_change(writes: Transaction, change: StaffChange, exists: Exception) -> None:
    """Write down who did what to a member of the staff, when and why."""
    record = StaffChangeRecord(
        pk=f"account#{change.account_id}",
        sk=f"change#{change.id}",
        kind=change.kind,
        reason=change.reason,
        by=change.by,
        at=change.at,
        fingerprint=change.fingerprint,
    )
    writes.create(record, exists)


def check_active(writes: Transaction, account_id: str) -> None:
    """Let a transaction go through only if an account is active: a suspended one's token lives on for minutes."""
    record = AccountRecord(pk=f"account#{account_id}", sk=ACCOUNT)
    writes.check(record, AccountRecord.state == AccountState.ACTIVE, Forbidden())


def confirm_second_factor(writes: Transaction, account_id: str) -> None:
    """Record that an account has a second factor."""
    writes.change(
        AccountRecord(pk=f"account#{account_id}", sk=ACCOUNT),
        [AccountRecord.second_factor.set(True)],
        AccountRecord.pk.exists(),
        Stale(),
    )


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account."""
    return reads.ask(AccountRecord, f"account#{account_id}", ACCOUNT, _to_account)


def staff_ids(span: Span) -> Page[str]:
    """Everybody who works for an organisation, by given name."""
    return dynamodb.page(AccountRecord.by_staff, STAFF, _account_id, span)


def staff_ids_of(organisation_id: str) -> list[str]:
    """Everybody who works for one organisation, by given name."""
    return dynamodb.everything(AccountRecord.by_organisation, organisation_id, _account_id)


def staff_change(reads: Reads, account_id: str, change_id: str) -> Later[StaffChange]:
    """Ask for what was done to a member of the staff under a key."""
    return reads.ask(StaffChangeRecord, f"account#{account_id}", f"change#{change_id}", _to_staff_change)


def staff_changes(account_id: str) -> list[StaffChange]:
    """All that was ever done to a member of the staff, in no order."""
    where = StaffChangeRecord.sk.startswith("change#")
    return dynamodb.everything(StaffChangeRecord, f"account#{account_id}", _to_staff_change, where=where)


def address_key(email: str) -> str:
    """The key of what is known of an e-mail address, which it does not tell."""
    return f"address#{secrets.keyed_digest('address', email.casefold())}"


def owner(reads: Reads, address: str) -> Later[str]:
    """Ask whose account signs in with an address, given its key."""
    return reads.ask(AddressRecord, address, ADDRESS, lambda record: record.account_id)


def _account_id(record: AccountRecord) -> str:
    return record.pk.removeprefix("account#")


def _to_account(record: AccountRecord) -> Account:
    return Account(
        id=_account_id(record),
        email=record.email,
        given_name=record.given_name,
        language=Language(record.language),
        roles=frozenset(Role(role) for role in record.roles),
        organisation_id=record.organisation_id,
        state=AccountState(record.state),
        second_factor=record.second_factor,
        invitation_id=record.invitation_id,
        suspended_from=AccountState(record.suspended_from) if record.suspended_from else None,
    )


def _to_staff_change(record: StaffChangeRecord) -> StaffChange:
    return StaffChange(
        id=record.sk.removeprefix("change#"),
        account_id=record.pk.removeprefix("account#"),
        kind=StaffChangeKind(record.kind),
        reason=record.reason,
        by=record.by,
        at=record.at,
        fingerprint=record.fingerprint,
    )
