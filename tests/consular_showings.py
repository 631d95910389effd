"""Every way to show an advisement or a consular case: for law 2's table."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from access.enums import Role
from access.gate import open_one
from bookings import pages, selectors, services
from bookings.enums import ConsularAnswer, LegalTextKind, SignatureOutcome, ToldHow
from bookings.selectors.records import ONE
from bookings.services import Advised, Answered
from tests import factories


def showings(clerk, booking) -> dict[str, Callable]:
    """Somebody signed on the screen and asked that a consulate be told."""
    text = selectors.usable_text(LegalTextKind.ADVISEMENT, "en")
    signed = SignatureOutcome.SIGNED_HERE
    services.advise(
        booking.pk,
        Advised(text.pk, booking.booked_at, signed, signature=_drawn()),
        by=clerk,
    )
    answer = Answered(ConsularAnswer.YES, ToldHow.READ_ALOUD, which="MX")
    services.ask_consular(booking.pk, answer, by=clerk)
    officer = factories.viewer(Role.CONSULAR_OFFICER, sees=[booking.facility])
    return {
        "bookings.advisement": lambda: selectors.open_advisement(clerk, booking.pk),
        "bookings.signature": lambda: selectors.open_signature(clerk, booking.pk),
        "bookings.consular_question": lambda: selectors.open_question(
            clerk, booking.pk
        ),
        "bookings.consular_list": lambda: selectors.open_consular_cases(officer),
        "bookings.consular_case": lambda: selectors.open_consular_case(
            officer, booking.pk
        ),
        "bookings.consular_letter": lambda: selectors.open_consular_letter(
            officer, booking.pk
        ),
        # By it a refusal leaves its trace: the officer is shown nothing of it elsewhere.
        "bookings.consular_door": lambda: open_door(officer, booking.pk),
    }


def open_door(viewer, booking_id):
    return open_one(viewer, pages.CONSULAR_DOOR, booking_id, ONE)


def _drawn() -> bytes:
    image = Image.new("L", (300, 100), "white")
    ImageDraw.Draw(image).line((10, 50, 250, 60), fill="black", width=4)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
