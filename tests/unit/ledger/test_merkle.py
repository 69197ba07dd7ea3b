"""A root stands for every leaf, its place and its order; findings name what differs."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ledger import merkle
from chalicelib.ledger.merkle import GENESIS, Finding, Leaf, Seal, Tampering

DAY = date(2027, 3, 1)
# The leaves and roots of Certificate Transparency's own tests (RFC 6962): google/certificate-transparency.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
LEAVES = st.lists(st.builds(Leaf, TEXTS, TEXTS, TEXTS), unique=True, max_size=12)


def leaf(number: int, digest: str = "as it was") -> Leaf:
    return Leaf(f"2027-03-01T09:00:{number:02d}.000000Z#m{number}", f"voucher:{number}", digest)


@pytest.mark.parametrize(("count", "root"), ROOTS.items())
def test_the_tree_is_that_of_the_standard(count: int, root: str) -> None:
    hashes = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in DATA[:count]]

    assert merkle.tree(hashes).hex() == root


@given(LEAVES, LEAVES)
def test_other_leaves_have_another_root(one: list[Leaf], other: list[Leaf]) -> None:
    assert (merkle.root(one) == merkle.root(other)) == (one == other)


@pytest.mark.parametrize("field", ["position", "account_id", "digest"])
def test_everything_a_leaf_says_is_in_the_root(field: str) -> None:
    leaves = [leaf(1), leaf(2), leaf(3)]
    spoiled = [leaf(1), replace(leaf(2), **{field: "other"}), leaf(3)]

    assert merkle.root(spoiled) != merkle.root(leaves)


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = leaf(1).hashed(), leaf(2).hashed()

    assert merkle.tree([left, right]) != hashlib.sha256(merkle.LEAF + left + right).digest()


@pytest.mark.parametrize("field", ["day", "entries", "root", "previous"])
def test_everything_a_seal_says_is_in_its_hash(field: str) -> None:
    seal = Seal(DAY, 3, "root", GENESIS)
    other = {"day": date(2027, 3, 2), "entries": 4, "root": "other", "previous": "other"}

    assert replace(seal, **{field: other[field]}).hash != seal.hash  # type: ignore[arg-type]


def test_an_entry_hashes_the_same_whatever_the_order_of_its_attributes() -> None:
    one = {"pk": {"S": "a"}, "units": {"N": "1"}}

    assert merkle.digest(one) == merkle.digest(dict(reversed(one.items())))


def test_an_attribute_more_makes_another_entry() -> None:
    assert merkle.digest({"pk": {"S": "a"}}) != merkle.digest({"pk": {"S": "a"}, "x": {"S": ""}})


def found(sealed: list[Leaf], now: list[Leaf]) -> list[tuple[Tampering, str]]:
    return [(one.kind, one.movement_id) for one in merkle.differences(DAY, sealed, now)]


def test_what_is_as_it_was_is_silent() -> None:
    assert found([leaf(1), leaf(2)], [leaf(2), leaf(1)]) == []


def test_each_entry_that_was_touched_is_named() -> None:
    sealed = [leaf(1), leaf(2), leaf(3)]

    assert found(sealed, [leaf(2, "changed"), leaf(3), leaf(4)]) == [
        (Tampering.REMOVED, "m1"),
        (Tampering.CHANGED, "m2"),
        (Tampering.ADDED, "m4"),
    ]


def test_an_entry_that_is_gone_here_and_new_there_was_moved() -> None:
    moved = replace(leaf(1), position="2027-03-01T23:00:00.000000Z#m1")

    assert merkle.paired(merkle.differences(DAY, [leaf(1), leaf(2)], [leaf(2), moved])) == [
        Finding(DAY, Tampering.REORDERED, "voucher:1", "m1", leaf(1).position, moved.position)
    ]


def test_a_copy_of_an_entry_that_is_still_there_was_added() -> None:
    copied = replace(leaf(1), position="2027-03-01T23:00:00.000000Z#m1")

    kinds = [one.kind for one in merkle.paired(merkle.differences(DAY, [leaf(1)], [leaf(1), copied]))]
    assert kinds == [Tampering.ADDED]
