"""What may be done with one record: one table, from which the record page's buttons
are made. Another act is another row.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from access.acts import Act
from access.gate import Shown
from access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that leads to an act on a booking. ``route`` takes its ``booking_id``;
    ``when``: what must stand on the record for it to be offered. ``is_main``: what is
    done most, drawn as the filled button.
    """

    act: Act
    route: str
    label: str
    when: Callable[[Shown], bool]
    is_main: bool = False


def in_custody(shown: Shown) -> bool:
    return not shown["booking.discharged_at"]


def released(shown: Shown) -> bool:
    return not in_custody(shown)


def always(shown: Shown) -> bool:
    return True


OFFERS = (
    Offer(Act.DISCHARGE, "bookings:release", "Release", in_custody, is_main=True),
    Offer(Act.BOOK, "bookings:intake_again", "Book again", released),
    Offer(Act.DISCHARGE, "bookings:release_sheet", "Release sheet (PDF)", released),
    # The same words over everybody: whether a paper came is not told here.
    Offer(Act.HAND_IN_PAPER, "bookings:hand_in_paper", "Hand in a paper", always),
    Offer(
        Act.OPEN_EMERGENCY, "warrants:open_emergency", "Open in an emergency", always
    ),
    Offer(Act.CORRECT, "bookings:correct", "Correct", always),
    Offer(Act.VIEW_ORDERS, "bookings:orders_about", "Court orders", always),
    Offer(Act.RECORD_APPEARANCE, "warrants:appearances", "Attorneys", always),
    Offer(Act.VIEW_SENT, "bookings:sent", "What was sent", always),
    Offer(Act.DELETE_RECORD, "bookings:deletion", "Deletion on request", released),
    Offer(Act.VIEW_LINKS, "bookings:same_person", "Same person", always),
    Offer(Act.KEEP_FOR_CASE, "bookings:legal_holds", "Legal holds", always),
)


# What is written down on the Custody tab.
CUSTODY_OFFERS = (
    Offer(Act.ENTITLE, "bookings:entitle", "Entitled to leave", always),
    Offer(Act.RECORD_BASIS, "bookings:record_basis", "A court decided", in_custody),
    Offer(Act.HOUSE, "bookings:house", "Change housing", in_custody),
    Offer(Act.MOVE, "bookings:take_out", "To court or hospital", in_custody),
    Offer(Act.MOVE, "bookings:bring_back", "Back in the building", in_custody),
    Offer(Act.TRANSFER, "bookings:transfer", "To another facility", in_custody),
    Offer(Act.RECORD_HOLD, "bookings:record_hold", "Add a hold", in_custody),
    Offer(
        Act.QUESTION_RELEASE,
        "bookings:question_release",
        "This release was wrong",
        released,
    ),
    Offer(
        Act.UNDO_DISCHARGE, "bookings:undo_release", "Take the release back", released
    ),
)


def acts_on(shown: Shown, viewer: Viewer) -> list[dict]:
    """The buttons for this reader, in the order of the table."""
    return _offered(OFFERS, shown, viewer)


def custody_acts_on(shown: Shown, viewer: Viewer) -> list[dict]:
    return _offered(CUSTODY_OFFERS, shown, viewer)


def _offered(offers: tuple[Offer, ...], shown: Shown, viewer: Viewer) -> list[dict]:
    return [
        {
            "label": offer.label,
            "url": reverse(offer.route, args=[shown.booking_id]),
            "is_main": offer.is_main,
        }
        for offer in offers
        if viewer.may(offer.act) and offer.when(shown)
    ]
