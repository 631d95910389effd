"""The one judge's paper of the scenario as it lies in the register: invented, with a page
that says so, compared by counsel and confirmed by the clerk of court.
"""

import hashlib
import io
import json
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from access.enums import FieldClass
from access.models import Account
from bookings.envelopes import new_key, seal_with
from bookings.models import Booking
from warrants import selectors
from warrants.courts import COURTS
from warrants.enums import (
    CallResult,
    InstrumentKind,
    PartKind,
    ScopeKind,
    SignerTitle,
)
from warrants.models import CallBack, Instrument, InstrumentPart

COURT = COURTS["us-district-court-western-district-of-washington"]
SIGNED_BY = "Briar Thornquill"
GOOD_FOR = timedelta(days=14)  # Fed. R. Crim. P. 41(e)(2)(A)
_A4_AT_100_DPI = (827, 1169)


def search_warrant(
    booking_id: UUID,
    classes: FieldClass,
    case_number: str,
    *,
    received_at: datetime,
    confirmed_at: datetime,
    by: Account,
    compared_by: Account,
) -> Instrument:
    """A federal search warrant, issued on the day on which it was received."""
    issued = timezone.localtime(received_at).date()
    booking = Booking.objects.select_related("person").get(pk=booking_id)
    person = f"{booking.person.given_name} {booking.person.surname}"
    records = f"Booking records of {person}"
    lines = _lines(case_number, issued, records)
    page = _picture(lines)
    paper = Instrument.objects.create(
        received_at=received_at,
        received_by=by,
        means="in_person",
        sha256=hashlib.sha256(page).hexdigest(),
        page_count=1,
        key=new_key(selectors.SEALED_AS),
        entered_at=received_at,
        entered_by=by,
        **_said(case_number, issued),
        classes=int(classes),
        bookings=[booking_id],
        compared_at=confirmed_at,
        compared_by=compared_by,
    )
    _seal(paper, page, lines, {"people": [person], "records": records})
    _confirmed(paper, confirmed_at, compared_by)
    return paper


def _confirmed(paper: Instrument, at: datetime, by: Account) -> None:
    CallBack.objects.create(
        instrument=paper,
        called_at=at,
        called_by=by,
        number=COURT.telephone,
        number_source=COURT.telephone_source,
        spoke_with="a deputy clerk",
        result=CallResult.CONFIRMED,
    )


def _said(case_number: str, issued: date) -> dict:
    """What stands on it, as somebody wrote it down."""
    return {
        "kind": InstrumentKind.SEARCH_WARRANT,
        "court_label": "U.S. District Court, W.D. Wash.",
        "court_code": COURT.code,
        "signer": SignerTitle.US_MAGISTRATE_JUDGE,
        "signed_by": SIGNED_BY,
        "form": "AO 93",
        "case_number": case_number,
        "statutes": "18 U.S.C. § 1344",
        "states_probable_cause": True,
        "issued_on": issued,
        "execute_by": issued + GOOD_FOR,
        "scope_kind": ScopeKind.RECORDS,
        "purpose": "Criminal investigation",
    }


def _seal(paper: Instrument, page: bytes, lines: list[str], named: dict) -> None:
    for kind, content in (
        (PartKind.PAGE, page),
        (PartKind.TEXT, json.dumps(["\n".join(lines)]).encode()),
        (PartKind.NAMED, json.dumps(named).encode()),
    ):
        sealed = seal_with(paper.key_id, content, purpose=selectors.SEALED_AS)
        InstrumentPart.objects.create(instrument=paper, kind=kind, sealed=sealed)


def _lines(case_number: str, issued: date, records: str) -> list[str]:
    return [
        "INVENTED FOR A DEMONSTRATION",
        "AO 93 (Rev. 11/13) Search and Seizure Warrant",
        "UNITED STATES DISTRICT COURT",
        "for the Western District of Washington",
        f"Case No. {case_number}",
        "SEARCH AND SEIZURE WARRANT",
        "To: Any authorized law enforcement officer",
        "I find that the affidavit establishes probable cause to search",
        "for evidence of a violation of 18 U.S.C. § 1344, in:",
        f"{records}.",
        "YOU ARE COMMANDED to execute this warrant within 14 days.",
        f"Date and time issued: {issued:%B} {issued.day}, {issued.year}",
        f"Hon. {SIGNED_BY}, United States Magistrate Judge",
    ]


def _picture(lines: list[str]) -> bytes:
    page = Image.new("L", _A4_AT_100_DPI, 250)
    drawn = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        drawn.text((80, 90 + 44 * place), line, fill=20, font_size=20)
    written = io.BytesIO()
    page.save(written, "JPEG", quality=80)
    return written.getvalue()
