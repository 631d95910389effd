"""Papers of the immigration authorities, in words for the records unit."""

from datetime import datetime, timedelta
from uuid import UUID

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import pages
from bookings.models import LegalText
from bookings.presenters.consular import legal_text
from bookings.presenters.fields import LABELS, in_words
from bookings.presenters.record import subject_facts
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name
from bookings.rules import hours_waiting, served_within
from bookings.rules.papers import PAPER_ANSWERS

# Lines to sign on, in the languages that come with the product.
SIGNED = ("Signature, or: refused · Firma, o: se negó", "Date, time · Fecha, hora")
_LATER = ("copy_", "lifted_", "outcome")
_HOUR = timedelta(hours=1)


def _papers(shown: Shown, page) -> list[dict]:
    """None of them where the class is not open to this reader."""
    path = next(c.path for c in page.columns if c.path.startswith("detainers."))
    return shown.get(path, [])


def paper_rows(rows: list[Shown], at: datetime) -> list[dict]:
    """The register: a row for each booking, its papers inside."""
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "facts": subject_facts(shown),
            "papers": [
                _paper(paper, at) for paper in _papers(shown, pages.PAPER_REGISTER)
            ],
        }
        for shown in rows
    ]


def _paper(paper: dict, at: datetime) -> dict:
    return {
        "id": paper["id"],
        "form": paper["form"],
        "office": paper["office"],
        "received": moment(paper["received_at"]),
        "clock": _clock(paper, at),
        "pages": paper["pages"],
    }


def _clock(paper: dict, at: datetime) -> dict:
    """How the copy stands, in hours; words first."""
    served_at = paper["copy_served_at"]
    if served_at:
        return {"text": f"Served {moment(served_at)}", "tone": "good", "is_due": False}
    hours = hours_waiting(datetime.fromisoformat(paper["received_at"]), at)
    left = _hours_given(paper) - hours
    late = left <= 0
    text = f"Overdue: {hours} h" if late else f"Unserved, {left} h left"
    return {"text": text, "tone": "bad" if late else "warn", "is_due": True}


def _hours_given(paper: dict) -> int:
    return int(served_within(datetime.fromisoformat(paper["received_at"])) / _HOUR)


def papers_page(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": subject_facts(shown),
        "papers": [
            _paper(paper, viewer.at) for paper in _papers(shown, pages.PAPERS_OF)
        ],
        "tabs": tabs(viewer, shown.booking_id, "bookings:papers_of"),
        "is_withheld": not shown.allows(FieldClass.PAPERS),
        "may_receive": bool(viewer.may(Act.RECEIVE_PAPER)),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def paper_page(shown: Shown, viewer: Viewer, paper_id: UUID) -> dict:
    """One paper: everything kept of it, the pages of the scan to open, and the others."""
    every = _papers(shown, pages.PAPER)
    paper = next(one for one in every if one["id"] == str(paper_id))
    return {
        "booking_id": shown.booking_id,
        "paper_id": paper["id"],
        "name": name(shown),
        "subject": subject_facts(shown),
        "form_name": paper["form"],
        "facts": _facts(paper),
        "others": [
            {"id": one["id"], "form": one["form"], "facts": _facts(one)}
            for one in every
            if one is not paper
        ],
        "clock": _clock(paper, viewer.at),
        "answer": PAPER_ANSWERS.get(paper["form"]),
        "hours": _hours_given(paper),
        "sheets": range(1, paper["pages"] + 1),
        "is_concluded": bool(paper["outcome"]),
        "paper": paper,
        "tabs": tabs(viewer, shown.booking_id, "bookings:papers_of"),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _facts(paper: dict) -> list[tuple[str, str]]:
    """What is not known yet of a copy, or of an end, is not said line by line."""
    return [
        (LABELS[f"detainers.{field}"], in_words(f"detainers.{field}", paper[field]))
        for field in pages.papers.EVERYTHING
        if paper[field] or not field.startswith(_LATER)
    ]


def papers_for_person(
    shown: Shown, viewer: Viewer, answer: LegalText, texts: list[LegalText]
) -> dict:
    """What the person is given: the county's answer, then each paper page by page."""
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "number": shown.get("booking.booking_number", ""),
        "facility": shown["facility.name"],
        "answer": {**legal_text(answer), "lines": SIGNED},
        "languages": [legal_text(text) for text in texts],
        "papers": [
            {
                "id": paper["id"],
                "form": paper["form"],
                "office": paper["office"],
                "received": moment(paper["received_at"]),
                "sheets": range(1, paper["pages"] + 1),
            }
            for paper in _papers(shown, pages.PAPERS_FOR_PERSON)
        ],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def answer_paper(shown: Shown, viewer: Viewer, answer: LegalText) -> dict:
    """The answer on paper, to be given with the copies and signed for."""
    return {
        "language": answer.language.partition("-")[0],
        "heading": answer.title,
        "paragraphs": [part.strip() for part in answer.body.split("\n\n")],
        "agency": viewer.agency_name,
        "whom": [
            ("Name", name(shown)),
            ("Held at", shown["facility.name"]),
            ("Booking", shown.get("booking.booking_number", "")),
        ],
        "papers": [
            (paper["form"], paper["office"] or "–", moment(paper["received_at"]))
            for paper in _papers(shown, pages.PAPERS_FOR_PERSON)
        ],
        "lines": SIGNED,
        "form": f"{answer.language_name}, {answer.edition}, {answer.sha256}",
    }
