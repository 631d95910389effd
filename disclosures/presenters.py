"""What was asked and said, in words; what is read aloud at the counter."""

from access.gate import Shown
from bookings import presenters
from bookings.enums import SwornPaper
from bookings.models import LegalText
from bookings.reading import Kind
from disclosures import rules
from disclosures.enums import (
    Answer,
    AskerKind,
    Channel,
    Consent,
    Matter,
    PassedTo,
    Wanted,
)
from disclosures.models import Inquiry
from disclosures.pages import INTERVIEWS

# The one sentence for whoever is not on the register: nobody, a juvenile, a sealed
# record. RCW 13.50.260: nothing about whether there is a record.
NOBODY = (
    "There is nobody of that name on our public register. I can tell you nothing more."
)


# 8 USC 1373: nobody is hindered from sending what the statute protects, and there is
# nothing to send. It is answered, and counsel has it from there.
STATUS = (
    "The county does not collect citizenship or immigration status, and does not hold it. "
    "The county's counsel has your inquiry and answers anything further."
)


def script(rows: list[Shown]) -> list[str]:
    """What is read aloud of each, the register alone."""
    return [_sentence(row) for row in presenters.list_rows(rows)]


def _sentence(row: dict) -> str:
    if row["released"]:
        return f"{row['name']} left {row['facility']} on {row['released']}: {row['manner']}."
    return (
        f"{row['name']} is at {row['facility']} since {row['booked']},"
        f" for {row['cause'] or 'a charge that is not stated'}. Bail: {row['bail']}."
    )


def inquiry_rows(asked: list[Inquiry], callers: dict) -> list[dict]:
    return [
        {
            "at": presenters.moment(one.asked_at),
            "channel": Channel(one.channel).label,
            "wanted": Wanted(one.wanted).label,
            "answer": Answer(one.answer).label,
            "passed_to": PassedTo(one.passed_to).label,
            "caller": callers.get(one.caller_text, "")
            or ("erased" if one.caller_text else "not given"),
            "taken_by": one.taken_by.display_name,
        }
        for one in asked
    ]


def interview_rows(shown: Shown) -> list[dict]:
    """Each request, and whether the interview may take place."""
    asked = next(
        (shown[path] for path in _paths(shown)),
        [],
    )
    return [_interview(row) for row in asked]


def _paths(shown: Shown) -> list[str]:

    return [
        column.path
        for column in INTERVIEWS.columns
        if column.is_json and column.path in shown
    ]


def _interview(row: dict) -> dict:
    consent = Consent(row["consent"]) if row["consent"] else None
    may = rules.may_interview(
        AskerKind(row["asker"]),
        Matter(row["matter"]),
        has_court_order=bool(row["court_order"]),
        consent=consent,
    )
    return {
        **row,
        "asker": AskerKind(row["asker"]).label,
        "matter": Matter(row["matter"]).label,
        "asked": presenters.moment(row["asked_at"]),
        "said": consent.label if consent else "Not asked yet",
        "answered": presenters.moment(row["answered_at"]) if consent else "",
        "may": {
            "text": "May take place" if may else "No interview",
            "tone": "good" if may else "quiet",
        },
    }


# What is filled in by hand, in the languages that come with the product.
_BLANKS = (
    "Who asks · Quién lo pide",
    "Purpose · Propósito",
    "I agree to this interview · Acepto esta entrevista",
    "I do not agree · No acepto",
    "Interpreter · Intérprete",
    "Signature, date · Firma, fecha",
)


def consent_form(text: LegalText) -> dict:
    """The form in one language, blank but for its words: it names nobody."""
    return {
        "language": text.language.partition("-")[0],
        "heading": text.title,
        "paragraphs": [part.strip() for part in text.body.split("\n\n")],
        "words": _BLANKS,
        "sha256": f"{text.language_name}, {text.edition}, {text.sha256}",
    }


def author_rows(notices) -> list[dict]:
    return [
        {
            "id": notice.pk,
            "agency": notice.author_agency,
            "paper": SwornPaper(notice.paper).label,
            "kinds": ", ".join(Kind(kind).label for kind in notice.kinds),
            "since": presenters.moment(notice.created_at),
            "told": _told(notice),
        }
        for notice in notices
    ]


def _told(notice) -> str:
    if notice.told_at:
        return presenters.moment(notice.told_at)
    return f"By mail, {presenters.moment(notice.mailed_at)}" if notice.mailed_at else ""
