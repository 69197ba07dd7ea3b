"""Tells the story on the terminal, and stops it at the first thing that is not as it must be."""


class Off(Exception):
    """Something is not as it must be; the message is one line for a person."""


def act(title: str) -> None:
    """Begin a part of the story."""
    print(f"\n## {title}", flush=True)


def say(line: str) -> None:
    """Tell what happened."""
    print(f"    {line}", flush=True)


def equal(what: str, found: object, wanted: object) -> None:
    """Check one fact of the story."""
    if found != wanted:
        raise Off(f"{what}: found {found}, wanted {wanted}")
