"""Whatever was done to the ledger after a day was sealed is found and named."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import end_of_day, local_day, stamp
from chalicelib.ledger import merkle, seal, seal_table, verify
from chalicelib.ledger.merkle import Finding, Seal, Tampering
from chalicelib.ledger.table import day_shard
from chalicelib.ledger.verify import VerificationTooLarge
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.integration.controls import story
from tests.integration.controls.tamper import Item, change, edit, items, put, remove

pytestmark = pytest.mark.usefixtures("aws")

FIRST = local_day(a.NOW)
LAST = local_day(story.OVER)
DAY = timedelta(days=1)


def sealed() -> story.Story:
    """The eventful month, sealed to its end."""
    told = story.told()
    seal.days(at=end_of_day(LAST) + timedelta(hours=4))
    return told


def findings() -> list[Finding]:
    return verify.days(FIRST, LAST).findings


def kinds() -> list[tuple[Tampering, str]]:
    return [(one.kind, one.movement_id) for one in findings()]


def entry(account_id: str, kind: str) -> Item:
    return next(item for item in items(f"entries#{account_id}") if item["kind"]["S"] == kind)


def moved(item: Item, days: int) -> Item:
    """The same entry at another instant, in the index too."""
    at = a.NOW + days * DAY + timedelta(minutes=7)
    position = f"{stamp(at)}#{item['movement_id']['S']}"
    shard = day_shard(at, item["movement_id"]["S"])
    return item | {"sk": {"S": position}, "at": {"S": stamp(at)}, "day_shard": {"S": shard}}


def kept_seal(on: date) -> Item:
    return next(item for item in items("seals") if item["sk"]["S"] == on.isoformat())


def written_over(on: date, content: bytes) -> None:
    client("s3").put_object(Bucket="seals", Key=f"seals/{on}.json", Body=content)


def test_an_honest_ledger_is_silent() -> None:
    sealed()

    found = verify.days(FIRST, LAST)
    assert (found.findings, found.days) == ([], (LAST - FIRST).days + 1)
    assert found.entries == len(items("entries#"))


@pytest.mark.parametrize(
    "attribute", ["available_change", "held_change", "due_change", "paid_change", "kind", "at", "by", "about"]
)
def test_an_entry_that_was_changed_is_named_whatever_was_changed_of_it(attribute: str) -> None:
    capture = entry(sealed().payable_id, "capture")
    if "N" in capture[attribute]:
        edit(capture, **{attribute: 1})
    else:
        change(capture, **{attribute: "2027-03-05T00:00:00.000000Z"})

    [found] = findings()
    assert (found.kind, found.account_id) == (Tampering.CHANGED, capture["pk"]["S"].removeprefix("entries#"))
    assert (found.movement_id, found.position) == (capture["movement_id"]["S"], capture["sk"]["S"])


def test_an_attribute_that_was_added_to_an_entry_is_a_change() -> None:
    change(entry(sealed().payable_id, "capture"), note="x")

    assert [kind for kind, _ in kinds()] == [Tampering.CHANGED]


def test_an_entry_that_was_removed_is_named() -> None:
    hold = entry(sealed().voucher.account_id, "hold")
    remove(hold)

    assert kinds() == [(Tampering.REMOVED, hold["movement_id"]["S"])]


def test_an_entry_that_was_added_is_named_though_everything_else_agrees() -> None:
    account_id = sealed().voucher.account_id
    hold = entry(account_id, "hold")
    put(hold | {"sk": {"S": hold["sk"]["S"][:-1] + "x"}})

    assert [(kind, movement_id[-1]) for kind, movement_id in kinds()] == [(Tampering.ADDED, "x")]


def test_an_entry_that_is_there_twice_is_named() -> None:
    hold = entry(sealed().voucher.account_id, "hold")
    put(hold | {"sk": {"S": hold["sk"]["S"] + "#again"}})

    assert kinds() == [(Tampering.ADDED, hold["movement_id"]["S"] + "#again")]


@pytest.mark.parametrize("days", [0, 3], ids=["within its day", "to another day"])
def test_an_entry_that_was_moved_is_named_with_both_places(days: int) -> None:
    hold = entry(sealed().voucher.account_id, "hold")
    remove(hold)
    put(moved(hold, days))

    [found] = findings()
    assert (found.kind, found.movement_id) == (Tampering.REORDERED, hold["movement_id"]["S"])
    assert (found.position, found.now_at) == (hold["sk"]["S"], moved(hold, days)["sk"]["S"])


def test_an_entry_taken_out_of_the_index_is_found_all_the_same() -> None:
    change(entry(sealed().voucher.account_id, "hold"), day_shard="elsewhere")

    assert [kind for kind, _ in kinds()] == [Tampering.CHANGED]


def test_two_entries_that_were_exchanged_are_both_named() -> None:
    account_id = sealed().voucher.account_id
    one, other = [item for item in items(f"entries#{account_id}") if item["kind"]["S"] == "hold"][:2]
    put(one | {"sk": other["sk"]})
    put(other | {"sk": one["sk"]})

    assert [kind for kind, _ in kinds()] == [Tampering.CHANGED, Tampering.CHANGED]


def test_a_seal_that_was_changed_breaks_the_chain_and_differs_from_its_document() -> None:
    sealed()
    change(kept_seal(FIRST), root="0" * 64)

    assert {one.kind for one in findings()} == {Tampering.CHAIN, Tampering.DOCUMENT}


def test_a_seal_made_anew_over_changed_entries_breaks_the_chain_and_the_entry_is_named() -> None:
    hold = entry(sealed().voucher.account_id, "hold")
    change(hold, by="nobody")
    remake(FIRST)

    found = findings()
    assert {(one.day, one.kind) for one in found} == {
        (FIRST, Tampering.DOCUMENT),
        (FIRST, Tampering.CHANGED),
        (FIRST + DAY, Tampering.CHAIN),
    }
    assert hold["movement_id"]["S"] in {one.movement_id for one in found}


def remake(on: date) -> None:
    """Seal a day again, as somebody would who can write into the table but not into the locked bucket."""
    kept = kept_seal(on)
    made: Seal = merkle.seal(on, seal_table.leaves(on), kept["previous"]["S"])
    change(kept, root=made.root, hash=made.hash)


def test_a_document_that_was_written_over_is_told_and_the_first_one_counts() -> None:
    hold = entry(sealed().voucher.account_id, "hold")
    remove(hold)
    written_over(FIRST, document_without(hold))

    assert {one.kind for one in findings()} == {Tampering.DOCUMENT, Tampering.REMOVED}


def document_without(entry: Item) -> bytes:
    body = client("s3").get_object(Bucket="seals", Key=f"seals/{FIRST}.json")["Body"].read()
    content: dict[str, Any] = json.loads(body)
    content["entries"] = [one for one in content["entries"] if one["position"] != entry["sk"]["S"]]
    return json.dumps(content).encode()


def test_a_document_that_was_deleted_from_sight_is_still_there() -> None:
    sealed()
    client("s3").delete_object(Bucket="seals", Key=f"seals/{FIRST}.json")

    assert findings() == []


@pytest.mark.parametrize("content", [b"", b"{}", b"not a document"])
def test_a_spoiled_document_is_told_and_accuses_no_entry(content: bytes) -> None:
    sealed()
    for one in client("s3").list_object_versions(Bucket="seals", Prefix=f"seals/{FIRST}")["Versions"]:
        client("s3").delete_object(Bucket="seals", Key=one["Key"], VersionId=one["VersionId"])
    written_over(FIRST, content)

    assert [(one.day, one.kind) for one in findings()] == [(FIRST, Tampering.DOCUMENT)]


def test_a_document_that_is_missing_is_told() -> None:
    sealed()
    for one in client("s3").list_object_versions(Bucket="seals", Prefix=f"seals/{FIRST}")["Versions"]:
        client("s3").delete_object(Bucket="seals", Key=one["Key"], VersionId=one["VersionId"])

    assert [(one.day, one.kind) for one in findings()] == [(FIRST, Tampering.DOCUMENT)]


def test_a_seal_that_was_removed_leaves_a_hole() -> None:
    sealed()
    remove(kept_seal(FIRST + 2 * DAY))

    assert {(one.day, one.kind) for one in findings()} == {
        (FIRST + 2 * DAY, Tampering.UNSEALED),
        (FIRST + 3 * DAY, Tampering.CHAIN),
    }


def test_a_chain_whose_beginning_was_cut_off_is_broken() -> None:
    sealed()
    remove(kept_seal(FIRST))

    assert [(one.day, one.kind) for one in findings()] == [(FIRST + DAY, Tampering.CHAIN)]


def test_a_span_of_the_chain_is_verified_with_the_day_before_it() -> None:
    sealed()

    assert verify.days(FIRST + 3 * DAY, FIRST + 4 * DAY).findings == []


def test_days_that_are_not_sealed_yet_are_left_out() -> None:
    sealed()

    found = verify.days(LAST, LAST + 5 * DAY)
    assert (found.days, found.findings) == (1, [])


def test_while_somebody_waits_few_days_are_verified() -> None:
    sealed()

    assert verify.few_days(FIRST, FIRST + 30 * DAY).findings == []
    with pytest.raises(VerificationTooLarge):
        verify.few_days(FIRST, FIRST + 31 * DAY)


def test_while_somebody_waits_few_entries_are_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed()
    monkeypatch.setattr(verify, "ENTRIES_MAX", 3)

    with pytest.raises(VerificationTooLarge):
        verify.few_days(FIRST, FIRST)
