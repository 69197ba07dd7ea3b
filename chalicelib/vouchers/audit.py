"""What the controls and the figures read of the vouchers, whoever holds them."""

from collections.abc import Iterable, Iterator

from . import table
from .model import Voucher


def everything(segment: int = 0, segments: int = 1) -> Iterator[Voucher]:
    """Every voucher in one of the table's segments, in no order. It reads the whole segment."""
    return table.everything(segment, segments)


def several(voucher_ids: Iterable[str]) -> Iterator[Voucher]:
    """Some vouchers as they are now, those of them that there are."""
    return table.several(sorted(voucher_ids))
