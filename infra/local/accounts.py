"""The demo accounts that one can sign in with: kept beside the cloud's state, shown when the platform is ready."""

from pathlib import Path

import msgspec

from chalicelib.kernel.caller import Role
from infra.build import ROOT
from infra.local import cloud


def kept_in() -> Path:
    """The file that keeps them, beside the state they belong to."""
    return cloud.kept_state() / "accounts.json"


class DemoAccount(msgspec.Struct, frozen=True):
    """An account one can sign in with, as `accounts.json` keeps it."""

    role: Role
    organisation: str
    given_name: str
    email: str
    password: str
    totp_secret: str | None = None


class DemoAccounts:
    """The demo accounts, written at once: a second factor's secret is told only when it is enrolled."""

    def __init__(self, path: Path) -> None:
        self._path = path
        earlier = msgspec.json.decode(path.read_bytes(), type=list[DemoAccount]) if path.exists() else []
        self._secrets = {account.email: account.totp_secret for account in earlier}
        self._accounts: list[DemoAccount] = []

    def keep(self, account: DemoAccount, *, new_secret: str | None) -> None:
        """Take an account in, with the secret that was made now or the one that was kept before."""
        secret = new_secret or self._secrets.get(account.email)
        self._accounts.append(msgspec.structs.replace(account, totp_secret=secret))
        if new_secret:
            self._write()

    def all(self) -> list[DemoAccount]:
        """All of them, as they are on disk from now on."""
        self._write()
        return self._accounts

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch(mode=0o600)
        self._path.write_bytes(msgspec.json.format(msgspec.json.encode(self._accounts), indent=2) + b"\n")


def show(accounts: list[DemoAccount]) -> None:
    """Print them as a table."""
    rows = [("ROLE", "WORKS FOR", "E-MAIL", "PASSWORD", "TOTP SECRET")]
    for one in accounts:
        secret = one.totp_secret or ("" if one.role is Role.CITIZEN else "lost: start again with RESET=1")
        rows.append((one.role, one.organisation, one.email, one.password, secret))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"\nDemo accounts (also in {kept_in().relative_to(ROOT)}):\n")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
