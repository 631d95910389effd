"""What a person brought, and what they get back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.enums import PropertyKind, ReceiptKind, ReceiptOutcome, TaskKind
from bookings.models import Booking, PropertyItem, PropertyReceipt
from bookings.services.recording import record, whose


@dataclass(frozen=True, slots=True)
class NewItem:
    """One thing, or an amount of cash in US cents."""

    kind: PropertyKind
    description: str
    quantity: int = 1
    container: str = ""
    cash_cents: int | None = None
    handed_to: str = ""


def keep_property(
    booking_id: UUID,
    items: Iterable[NewItem],
    receipt: ReceiptOutcome | None = None,
    *,
    by: Viewer,
) -> list[PropertyItem]:
    """Write down what a person brought, and whether they signed for it.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.KEEP_PROPERTY, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        kept = []
        for one in items:
            rules.check_item(kind=one.kind, handed_to=one.handed_to)
            kept.append(PropertyItem(booking=booking, **asdict(one)))
        PropertyItem.objects.bulk_create(kept)
        _sign(booking, ReceiptKind.TAKEN, receipt)
        record(Act.KEEP_PROPERTY, booking, by=by)
    return kept


def return_property(
    booking_id: UUID,
    item_ids: Iterable[UUID] | None,
    receipt: ReceiptOutcome | None = None,
    *,
    handed_to: str = "",
    by: Viewer,
) -> list[PropertyItem]:
    """Give back what was deposited: the things named, or all that is left (None).
    ``handed_to``: to whom, where it is not the person. It is no condition of a release,
    and nothing left behind keeps anybody (law 14).

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.RETURN_PROPERTY, by):
        booking = Booking.objects.select_for_update().get(pk=booking_id)
        found = booking.property_items.order_by("created_at", "id")
        if item_ids is None:
            found = found.filter(kind=PropertyKind.DEPOSITED, returned_at__isnull=True)
        else:
            wanted = set(item_ids)
            found = found.filter(pk__in=wanted)
            if found.count() != len(wanted):
                raise rules.RuleViolation("That property is not on this record.")
        at, given = now(), list(found)
        for one in given:
            rules.check_return(
                kind=PropertyKind(one.kind), is_returned=one.returned_at is not None
            )
            one.returned_at, one.handed_to = at, handed_to
            one.save(update_fields=["returned_at", "handed_to"])
        _sign(booking, ReceiptKind.RETURNED, receipt)
        _end_task(booking, by)
        record(Act.RETURN_PROPERTY, booking, by=by)
    return given


def _end_task(booking: Booking, by: Viewer) -> None:
    """Nothing waits for the supervisor any more once all of it is given back."""
    still_here = booking.property_items.filter(
        kind=PropertyKind.DEPOSITED, returned_at=None
    )
    if not still_here.exists():
        booking.tasks.filter(kind=TaskKind.PROPERTY_HELD, done_at=None).update(
            done_at=now(), done_by=whose(by=by), outcome="All of it was given back"
        )


def _sign(booking: Booking, kind: ReceiptKind, outcome: ReceiptOutcome | None) -> None:
    if outcome is not None:
        PropertyReceipt.objects.create(
            booking=booking, kind=kind, outcome=outcome, given_at=now()
        )
