"""What is done with words that may tell what must not be kept."""

from enum import StrEnum


class TextChoice(StrEnum):
    TAKEN_OUT = "taken_out"
    NOT_SUCH_A_FACT = "not_such_a_fact"
    REQUIRED_BY_LAW = "required_by_law"

    @property
    def label(self) -> str:
        return TEXT_CHOICE_LABELS[self]


TEXT_CHOICE_LABELS = {
    TextChoice.TAKEN_OUT: "Take the words out, and save the rest",
    TextChoice.NOT_SUCH_A_FACT: "It is not such a fact: keep it as it is",
    TextChoice.REQUIRED_BY_LAW: "A law or a criminal case requires it: keep it",
}


class SwornPaper(StrEnum):
    """Another person's words, which nobody here edits."""

    PROBABLE_CAUSE = "probable_cause"
    COURT_ORDER = "court_order"
    QUOTED = "quoted"

    @property
    def label(self) -> str:
        return SWORN_PAPER_LABELS[self]


SWORN_PAPER_LABELS = {
    SwornPaper.PROBABLE_CAUSE: "Probable-cause statement",
    SwornPaper.COURT_ORDER: "Court order",
    SwornPaper.QUOTED: "Quoted words",
}
