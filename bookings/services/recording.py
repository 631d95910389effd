"""The act history's line about an act on a booking."""

from access.acts import Act
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act, record_act_or_log
from bookings.models import Booking


def whose(*, by: Viewer) -> str:
    """Who wrote something down, in the words of the time."""
    return f"{by.display_name}, {by.unit_name}"[:160]


def record(act: Act, booking: Booking, *, by: Viewer) -> None:
    record_act(act, Outcome.DONE, actor=by, target_kind="booking", target_id=booking.pk)


def record_or_log(act: Act, booking: Booking, *, by: Viewer) -> None:
    """A release does not wait for the act history (law 14): the change history
    names the act and who did it.
    """
    record_act_or_log(
        act, Outcome.DONE, actor=by, target_kind="booking", target_id=booking.pk
    )
