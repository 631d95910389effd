"""Writing down how somebody looks."""

from dataclasses import asdict, dataclass
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from bookings import rules
from bookings.models import (
    Booking,
    HealthMark,
    Mark,
    MarkCode,
    Photo,
    PhysicalDescription,
)
from bookings.scans import KeptPhoto
from bookings.services.recording import record


@dataclass(frozen=True, slots=True)
class Looks:
    """A description by NCIC's tables. Inches and pounds; codes as they are stored."""

    height_inches: int | None = None
    weight_pounds: int | None = None
    eye_colour: str = ""
    hair_colour: str = ""
    race: str = ""
    ethnicity: str = ""
    skin_tone: str = ""
    build: str = ""


def describe_person(
    booking_id: UUID, looks: Looks, *, sex: str | None = None, by: Viewer
) -> PhysicalDescription:
    """Write down how the person of a booking looks now. What stood before is in the
    history. ``sex``: None leaves it as it is.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.DESCRIBE, by):
        booking = _locked(booking_id)
        person = booking.person
        if looks.weight_pounds is not None:
            rules.check_weight(looks.weight_pounds)
        if sex is not None and sex != person.sex:
            person.sex = sex
            person.save(update_fields=["sex"])
        described = looks_of(person)
        for name, value in asdict(looks).items():
            setattr(described, name, value)
        described.save()
        record(Act.DESCRIBE, booking, by=by)
    return described


def looks_of(person) -> PhysicalDescription:
    """The description that stands of a person, or one that is not saved yet."""
    stands = person.descriptions.order_by("-created_at", "id").first()
    return stands or PhysicalDescription(person=person)


def add_mark(
    booking_id: UUID, code: str, description: str = "", *, by: Viewer
) -> Mark | HealthMark:
    """Write down a mark by NCIC's code. One that tells of health goes to health staff
    alone, and whoever wrote it cannot read it again.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.DESCRIBE, by):
        booking = _locked(booking_id)
        if not MarkCode.objects.filter(pk=code).exists():
            raise rules.RuleViolation(
                f"{code} is no code of the table of marks. Type what you see, like"
                " “tattoo left forearm”."
            )
        person = booking.person
        if rules.is_of_health(code):
            mark = HealthMark.objects.create(
                person=person, code=code, description=description
            )
        else:
            mark = Mark.objects.create(
                person=person,
                family=rules.family_of(code),
                code=code,
                description=description,
            )
        record(Act.DESCRIBE, booking, by=by)
    return mark


def remove_mark(booking_id: UUID, mark_id: UUID, *, by: Viewer) -> None:
    """Take away a mark that was written down in error; its history stays.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.DESCRIBE, by):
        booking = _locked(booking_id)
        mark = Mark.objects.filter(pk=mark_id, person_id=booking.person_id).first()
        if mark is None:
            raise rules.RuleViolation("That mark is not on this record any more.")
        mark.delete()
        record(Act.DESCRIBE, booking, by=by)


def take_photo(booking_id: UUID, photo: KeptPhoto, *, by: Viewer) -> Photo:
    """Keep a photo of this stay, newly written and without metadata. An earlier one of
    the stay is kept too; the newest is shown.

    Raises RuleViolation, ActDenied, Booking.DoesNotExist.
    """
    with performing(Act.PHOTOGRAPH, by):
        booking = _locked(booking_id)
        if booking.discharged_at is not None:
            raise rules.RuleViolation(
                "This person has left. A photo is taken during the stay."
            )
        kept = Photo.objects.create(
            person_id=booking.person_id,
            booking=booking,
            image=photo.image,
            taken_at=now(),
        )
        record(Act.PHOTOGRAPH, booking, by=by)
    return kept


def _locked(booking_id: UUID) -> Booking:
    return Booking.objects.select_for_update(of=("self",)).get(pk=booking_id)
