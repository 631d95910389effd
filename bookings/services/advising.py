"""Writing down that somebody was advised of their rights, in their language."""

import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PIL import Image, UnidentifiedImageError

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import LegalTextKind, SignatureOutcome
from bookings.models import Advisement, Booking, LegalText
from bookings.services.recording import record

SIGNATURE_BYTES, SIGNATURE_SIDE = 60_000, 1200


@dataclass(frozen=True, slots=True)
class Advised:
    """What was done. ``advised_at`` is aware; ``signature``: a PNG, or nothing."""

    text_id: UUID
    advised_at: datetime
    outcome: SignatureOutcome
    interpreter: str = ""
    signature: bytes = b""


def advise(booking_id: UUID, advised: Advised, *, by: Viewer) -> Advisement:
    """Record the written advisement of RCW 10.93.160(9).

    The caller has shown that the booking is visible to ``by``. Raises RuleViolation,
    ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.ADVISE, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        rules.check_advisement(
            booked_at=booking.booked_at,
            advised_at=advised.advised_at,
            now=now(),
            interpreter=advised.interpreter,
            outcome=advised.outcome,
            is_signed_here=bool(advised.signature),
        )
        text = (
            LegalText.objects.usable()
            .filter(pk=advised.text_id, kind=LegalTextKind.ADVISEMENT)
            .first()
        )
        if text is None:
            raise rules.RuleViolation("Nobody has reviewed this text. Choose another.")
        advisement = Advisement.objects.create(
            booking=booking,
            text=text,
            advised_at=advised.advised_at,
            interpreter=advised.interpreter,
            outcome=advised.outcome,
            signature=_drawn_again(advised.signature),
        )
        record(Act.ADVISE, booking, by=by)
    return advisement


def _drawn_again(signature: bytes) -> bytes:
    """The strokes alone, in black and white: nothing else that the file held is kept."""
    if not signature:
        return b""
    unreadable = rules.RuleViolation("The signature cannot be read. Draw it again.")
    if len(signature) > SIGNATURE_BYTES:
        raise unreadable
    try:
        with Image.open(io.BytesIO(signature), formats=["PNG"]) as image:
            if max(image.size) > SIGNATURE_SIDE:
                raise unreadable
            white = Image.new("RGBA", image.size, "white")
            white.alpha_composite(image.convert("RGBA"))
            drawn = white.convert("L").point(lambda light: 255 * (light > 127), "1")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise unreadable from None
    if drawn.getextrema() == (255, 255):
        raise rules.RuleViolation("Nothing is drawn in the box for the signature.")
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
