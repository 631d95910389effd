"""The words of attorneys of record. Values are stored."""

from enum import StrEnum


class Side(StrEnum):
    """For whom an attorney appears: the mission of their unit, and so the purpose."""

    PROSECUTION = "prosecution"
    DEFENCE = "defence"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class AppearanceEnd(StrEnum):
    """Why an attorney is no longer of record. Values are stored."""

    WITHDREW = "withdrew"
    SUBSTITUTED = "substituted"
    CASE_CLOSED = "case_closed"
    MISTAKE = "mistake"

    @property
    def label(self) -> str:
        return APPEARANCE_END_LABELS[self]


APPEARANCE_END_LABELS = {
    AppearanceEnd.WITHDREW: "The attorney withdrew",
    AppearanceEnd.SUBSTITUTED: "Another attorney took the case",
    AppearanceEnd.CASE_CLOSED: "The case is closed",
    AppearanceEnd.MISTAKE: "It was recorded by mistake",
}
