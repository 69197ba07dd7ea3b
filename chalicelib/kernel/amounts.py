"""Parts of amounts: whole units only, rounded in one way everywhere."""


def portion(units: int, part: int, whole: int) -> int:
    """What falls on a part of a whole, to the nearest unit, halves up (all of them zero or more, `whole` not zero)."""
    return (units * part * 2 + whole) // (whole * 2)
