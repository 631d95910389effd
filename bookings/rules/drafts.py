"""What permits writing at an intake that is under way, and what it still lacks."""

from dataclasses import dataclass

from bookings.rules.violations import RuleViolation


class KeptByAnother(RuleViolation):
    """Somebody else keeps this intake; what was typed is not saved."""


class ChangedMeanwhile(RuleViolation):
    """A section was saved from another screen since it was read."""


class Unfinished(RuleViolation):
    """What an intake still lacks. ``missing`` says it section by section."""

    def __init__(self, missing: "tuple[Missing, ...]"):
        super().__init__("This intake is not finished yet.")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that an intake lacks: its section, its field, and what to do."""

    section: str
    field: str
    words: str


def check_writing(
    *, is_finished: bool, was_admitted: bool, keeper_id: int, keeper: str, by_id: int
) -> None:
    """Raise RuleViolation unless this account may write at this intake.

    A release changes nothing here: what came in is still written down.
    """
    if not was_admitted:
        raise RuleViolation(
            "This person was not admitted. If they come back, begin a new intake."
        )
    if is_finished:
        raise RuleViolation(
            "This intake is finished. Correct the record on its own page."
        )
    if keeper_id != by_id:
        raise KeptByAnother(
            f"{keeper} keeps this intake now. What you typed is not saved: copy what"
            " you need, then ask them, or take the intake over."
        )


def check_unchanged(seen: int | None, saved: int) -> None:
    """Raise ChangedMeanwhile if a section was saved after it was read."""
    if seen is not None and seen != saved:
        raise ChangedMeanwhile(
            "This section was saved from another screen since you opened it. What you"
            " typed is not saved and still stands here; see what is saved, then decide."
        )
