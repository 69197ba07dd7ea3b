"""Who is asking."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may be; held in the user pool's groups."""

    CITIZEN = "citizen"
    DESK_OPERATOR = "desk_operator"
    PROVIDER_MANAGER = "provider_manager"
    PROVIDER_WORKER = "provider_worker"
    PROGRAMME_OFFICER = "programme_officer"
    FINANCE_OFFICER = "finance_officer"
    WELFARE_MANAGER = "welfare_manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.CITIZEN}


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated account: its id (for a resident, the person's) and its roles."""

    account_id: str
    roles: frozenset[Role]

    def is_a(self, role: Role) -> bool:
        """Whether the account holds this role."""
        return role in self.roles


PLATFORM = Caller("platform", frozenset())  # jobs and the demo loader act under this name


@dataclass(frozen=True, slots=True)
class Permission:
    """A thing that may be done over HTTP, and the roles that may do it."""

    action: str
    roles: frozenset[Role]
