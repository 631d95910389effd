"""Who was a juvenile when booked, once something that tells of it was corrected.

The register and every list read the flag on the booking, so that an entry is
withdrawn in the transaction of the correction itself.
"""

from uuid import UUID

from django.utils import timezone

from access.acts import Act
from access.enums import Role
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.models import Booking, Person

WITHDRAWN = "withdrawn_from_register"
_RECORDS = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR}


def reckon_ages(person_id: UUID, corrected_id: UUID, *, by: Viewer) -> list[UUID]:
    """Set for each stay of a person whether they were a juvenile; return those that
    were withdrawn from the register by it.

    Of the stay that is corrected, the records unit alone makes an adult's of what was
    a juvenile's. Another stay, which the corrector may not even know of, stays closed
    until the records unit corrects it there. Raises RuleViolation.
    """
    person = Person.objects.get(pk=person_id)
    withdrawn = []
    for booking in Booking.objects.select_for_update().filter(person=person):
        stay = rules.Stay(timezone.localdate(booking.booked_at), booking.is_juvenile)
        if rules.becomes_juvenile(stay, person.birth_date):
            _mark(booking, is_juvenile=True, by=by)
            withdrawn.append(booking.pk)
        elif booking.pk == corrected_id and rules.becomes_adult(
            stay, person.birth_date
        ):
            rules.check_opens_a_juvenile(is_records_unit=bool(by.roles & _RECORDS))
            _mark(booking, is_juvenile=False, by=by)
    return withdrawn


def _mark(booking: Booking, *, is_juvenile: bool, by: Viewer) -> None:
    Booking.objects.filter(pk=booking.pk).update(is_juvenile=is_juvenile)
    record_act(
        Act.CORRECT,
        Outcome.DONE,
        actor=by,
        reason=WITHDRAWN if is_juvenile else "opened_as_adult",
        target_kind="booking",
        target_id=booking.pk,
    )
