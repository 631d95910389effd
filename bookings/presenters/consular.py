"""The advisement and the consular case, in words, each for its own reader."""

from datetime import datetime

from access.acts import Act
from access.enums import Certainty, FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import enums
from bookings.enums import CONSULATES, ConsularAnswer
from bookings.models import LegalText, MandatoryCountry
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, moment, name
from bookings.rules import CaseFile
from bookings.selectors import OpenCase

_ADVISED = "advisements.language+form+advised_at+interpreter+outcome"
_TOLD = "consular.told_by+told_how+purged_at+ended_as"
SHORT_HASH = 12


def advisement_page(shown: Shown, viewer: Viewer, texts: list[LegalText]) -> dict:
    """What was told, when and how. Of the question: that it was asked, and no answer."""
    advised = shown.get(_ADVISED) or []
    asked_at = shown.get("consular.asked_at")
    return {
        **_whom(shown, viewer),
        "tabs": tabs(viewer, shown.booking_id, "bookings:advisement", shown.classes),
        "may_advise": bool(viewer.may(Act.ADVISE)),
        "may_be_told": shown.allows(FieldClass.SAFETY),
        "is_advised": bool(advised),
        "advised": [_advised(one) for one in advised],
        "has_signature": any(
            one["outcome"] == enums.SignatureOutcome.SIGNED_HERE for one in advised
        ),
        "asked": moment(asked_at) if asked_at else "",
        "texts": [legal_text(text) for text in texts],
    }


def question_page(
    shown: Shown, viewer: Viewer, texts: list[LegalText], *, is_advised: bool
) -> dict:
    """The desk is told whether the advisement has come first, and nothing more."""
    return {
        **_whom(shown, viewer),
        "is_advised": is_advised,
        "is_officer": bool(viewer.may(Act.VIEW_CONSULAR)),
        "texts": [legal_text(text) for text in texts],
    }


def _advised(one: dict) -> dict:
    return {
        "facts": [
            ("Given", moment(one["advised_at"])),
            ("Language", one["language"]),
            ("Interpreter", one["interpreter"] or "none"),
            ("Signature", enums.SIGNATURE_LABELS[one["outcome"]]),
            ("Form", one["form"][:SHORT_HASH]),
        ]
    }


def legal_text(text: LegalText) -> dict:
    return {
        "id": text.pk,
        "kind": enums.LEGAL_TEXT_LABELS[text.kind],
        "language": text.language,
        "language_name": text.language_name,
        "edition": text.edition,
        "title": text.title,
        "body": text.body,
        "source": text.source,
        "sha256": text.sha256,
        "hash": text.sha256[:SHORT_HASH],
        "for_counsel": text.certainty != Certainty.FOUND,
    }


def legal_text_row(text: LegalText) -> dict:
    reviews = list(text.reviews.all())
    return {
        **legal_text(text),
        "is_shipped": text.is_shipped,
        "may_be_printed": text.is_shipped or bool(reviews),
        "reviews": [
            f"{r.reviewer} ({r.qualification}), signed by {r.signed_by.display_name},"
            f" {moment(r.signed_at)}"
            for r in reviews
        ],
    }


def _whom(shown: Shown, viewer: Viewer) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "facts": [
            ("Facility", shown["facility.name"]),
            ("Booked", moment(shown["booking.booked_at"])),
        ],
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


# --- For the consular officer alone ---------------------------------------------------


def consular_rows(cases: list[OpenCase], at: datetime) -> list[dict]:
    return [
        {
            "booking_id": case.shown.booking_id,
            "name": name(case.shown),
            "facility": case.shown["facility.name"],
            "booked": moment(case.shown["booking.booked_at"]),
            "what": _what(case.file),
            **_clock(case.file, at),
        }
        for case in cases
    ]


def _what(file: CaseFile) -> str:
    if file.answer is ConsularAnswer.YES:
        required = " (required)" if file.is_mandatory else ""
        return f"Tell {CONSULATES[file.which]}{required}"
    return f"Ask again at {moment(file.ask_again_at)}"


def _clock(file: CaseFile, at: datetime) -> dict:
    """Without delay, in hours. Words first: a colour says nothing by itself."""
    hours = file.hours(at)
    if not file.is_open:
        return {"hours": f"{hours} h", "status": {"text": "Duty met", "tone": "good"}}
    if file.is_overdue(at):
        return {"hours": f"{hours} h", "status": {"text": "Overdue", "tone": "bad"}}
    if file.answer is ConsularAnswer.LATER:
        is_time = file.ask_again_at <= at
        word = "Ask again now" if is_time else "To be asked again"
        return {
            "hours": f"{hours} h",
            "status": {"text": word, "tone": "warn" if is_time else "info"},
        }
    return {"hours": f"{hours} h", "status": {"text": "Without delay", "tone": "warn"}}


def consular_page(
    case: OpenCase, viewer: Viewer, treaty: MandatoryCountry | None
) -> dict:
    told = case.shown[_TOLD]
    return {
        **_whom(case.shown, viewer),
        "case": _file(case.file, viewer.at, treaty) if case.file else None,
        "told": [_told(one) for one in told],
    }


def _file(file: CaseFile, at: datetime, treaty: MandatoryCountry | None) -> dict:
    facts = [("Answer", file.answer.label)]
    if file.which:
        facts.append(("Consulate", CONSULATES[file.which]))
        facts.append(
            ("Notice", "Required" if file.is_mandatory else "As the person wishes")
        )
    if file.ask_again_at:
        facts.append(("Ask again at", moment(file.ask_again_at)))
    facts.append(("Since", moment(file.since)))
    return {
        "facts": facts,
        "is_yes": file.answer is ConsularAnswer.YES,
        "footnote": _footnote(file, treaty),
        "source": treaty.source if treaty else "",
        **_clock(file, at),
        "log": [
            {
                "at": moment(entry.at),
                "kind": entry.kind.label,
                "by": entry.by,
                "words": entry.words,
            }
            for entry in sorted(file.log, key=lambda entry: entry.at, reverse=True)
        ],
    }


def _footnote(file: CaseFile, treaty: MandatoryCountry | None) -> str:
    if file.which == "TW":
        return (
            "Nobody must be told for holders of passports of the Republic of China"
            " (Taiwan). TECRO is told on request."
        )
    return treaty.footnote if treaty else ""


def _told(one: dict) -> dict:
    facts = [
        ("Told by", one["told_by"]),
        ("In what form", enums.TOLD_HOW_LABELS[one["told_how"]]),
    ]
    if one["purged_at"]:
        facts += [
            ("Ended", enums.CASE_END_LABELS[one["ended_as"]]),
            ("Purged", moment(one["purged_at"])),
        ]
    return {"facts": facts, "is_purged": bool(one["purged_at"])}


def letter(case: OpenCase, viewer: Viewer) -> dict:
    """Name, place, day and how to reach the jail. Nothing more, and never anything of
    asylum: what this is not given cannot be printed.
    """
    return {
        "agency": viewer.agency_name,
        "to": CONSULATES[case.file.which],
        "facts": [
            ("Name", name(case.shown)),
            ("Held at", case.shown["facility.name"]),
            ("Since", moment(case.shown["booking.booked_at"])),
        ],
        "written": moment(viewer.at),
        "contact": f"{viewer.display_name}, {viewer.unit_name}, {viewer.agency_name}",
    }


def no_letter(case: OpenCase, viewer: Viewer) -> dict:
    """Whom nobody asked to tell a consulate of, or whose case is purged."""
    return _whom(case.shown, viewer)


def advisement_form(shown: Shown, viewer: Viewer, texts: list[LegalText]) -> dict:
    """The form to sign, in every language that may be printed."""
    return {
        "name": name(shown),
        "agency": viewer.agency_name,
        "lines": ["Signature · Firma", "Date, time · Fecha, hora"],
        "texts": [
            {
                "language": text.language.partition("-")[0],
                "title": text.title,
                "paragraphs": [p.strip() for p in text.body.split("\n\n")],
                "form": f"{text.language_name}, {text.edition}, {text.sha256}",
            }
            for text in texts
        ],
    }
