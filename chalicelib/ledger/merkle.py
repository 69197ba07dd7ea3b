"""What a day's entries hash to, and how what is there today differs from what was sealed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64  # what the first seal of all names as the one before it
# Leaves, nodes and seals are hashed under different first bytes, so that none can pass for another (RFC 6962, 2.1).
LEAF, NODE, SEAL = b"\x00", b"\x01", b"\x02"


class Tampering(StrEnum):
    """What can have happened to what was sealed."""

    CHANGED = "changed"  # the entry says something else
    REMOVED = "removed"  # the entry is gone
    ADDED = "added"  # the entry was not there when its day was sealed
    REORDERED = "reordered"  # the same entry stands at another instant
    DOCUMENT = "document"  # the sealed list of entries is missing, or not the one the seal stands for
    CHAIN = "chain"  # the seal does not follow from the one before it
    UNSEALED = "unsealed"  # the day has no seal, and later ones have


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """One entry as it is sealed: its place in the order of time, its account, the digest of all it says."""

    position: str  # <instant>#<movement id>
    account_id: str
    digest: str

    @property
    def name(self) -> tuple[str, str]:
        """Which entry it is."""
        return self.account_id, self.position

    @property
    def movement_id(self) -> str:
        """The movement that the entry is a side of."""
        return self.position.partition("#")[2]

    def hashed(self) -> bytes:
        """Its hash in the tree: the name is in it too."""
        return hashlib.sha256(LEAF + f"{self.position}\x1f{self.account_id}\x1f{self.digest}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Seal:
    """That the entries of an Italian day were these and no others, after all the days before it."""

    day: date
    entries: int
    root: str
    previous: str

    @property
    def hash(self) -> str:
        """What the next day's seal takes in."""
        said = "\x1f".join((self.day.isoformat(), str(self.entries), self.root, self.previous))
        return hashlib.sha256(SEAL + said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is no longer as it was sealed; without an account it concerns the whole day."""

    day: date
    kind: Tampering
    account_id: str = ""
    movement_id: str = ""
    position: str = ""
    now_at: str = ""  # where a reordered entry stands today


def digest(item: Mapping[str, Any]) -> str:
    """The digest of an entry exactly as it is stored: every attribute, in the order of their names."""
    return hashlib.sha256(json.dumps(item, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def root(leaves: Iterable[Leaf]) -> str:
    """What an ordered list of leaves hashes to."""
    return tree([leaf.hashed() for leaf in leaves]).hex()


def tree(hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of an ordered list of leaf hashes, as RFC 6962 (2.1) defines it."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1  # the largest power of two below their number
    return hashlib.sha256(NODE + tree(hashes[:left]) + tree(hashes[left:])).digest()


def seal(day: date, leaves: Sequence[Leaf], previous: str) -> Seal:
    """The seal of a day, after the one whose hash is given."""
    return Seal(day, len(leaves), root(leaves), previous)


def differences(day: date, sealed: Sequence[Leaf], found: Iterable[Leaf]) -> list[Finding]:
    """Every entry of a day that was changed, removed or added since it was sealed, in the order of time."""
    now = {leaf.name: leaf for leaf in found}
    then = {leaf.name: leaf for leaf in sealed}
    findings = [
        _finding(day, Tampering.CHANGED if leaf.name in now else Tampering.REMOVED, leaf)
        for leaf in sealed
        if leaf.name not in now or now[leaf.name].digest != leaf.digest
    ]
    added = [_finding(day, Tampering.ADDED, leaf) for name, leaf in now.items() if name not in then]
    return sorted(findings + added, key=lambda finding: (finding.position, finding.account_id))


def paired(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, where a side of a movement that is gone here and new there counts as one: reordered."""
    told = list(findings)
    added = {(finding.account_id, finding.movement_id): finding for finding in told if finding.kind is Tampering.ADDED}
    moved: dict[tuple[str, str], Finding] = {}
    for finding in told:
        name = (finding.account_id, finding.movement_id)
        if finding.kind is Tampering.REMOVED and name in added:
            moved[name] = replace(finding, kind=Tampering.REORDERED, now_at=added[name].position)
    whole = {Tampering.REMOVED, Tampering.ADDED}
    others = [
        finding
        for finding in told
        if finding.kind not in whole or (finding.account_id, finding.movement_id) not in moved
    ]
    return sorted([*others, *moved.values()], key=lambda finding: (finding.day, finding.position, finding.account_id))


def _finding(day: date, kind: Tampering, leaf: Leaf) -> Finding:
    return Finding(day, kind, leaf.account_id, leaf.movement_id, leaf.position)
