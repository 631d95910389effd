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
    # The same words over everybody: whether a paper came is not told here.
    Offer(Act.HAND_IN_PAPER, "bookings:hand_in_paper", "Hand in a paper", always),
    Offer(Act.CORRECT, "bookings:correct", "Correct", always),
)


def acts_on(shown: Shown, viewer: Viewer) -> list[dict]:
    """The buttons for this reader, in the order of the table."""
    return [
        {
            "label": offer.label,
            "url": reverse(offer.route, args=[shown.booking_id]),
            "is_main": offer.is_main,
        }
        for offer in OFFERS
        if viewer.may(offer.act) and offer.when(shown)
    ]
