"""How somebody is kept: on what, for whom else, and what entitles them to leave.

``recorded_by`` and its like are the words of the time: who wrote it down, working as
what. The change history names the account.
"""

from django.db import models
from django.db.models import Q

from access.enums import FieldClass
from access.models import choices, kept_history
from bookings import enums
from bookings.models.booking import Booking
from bookings.models.record import REFERENCE, Record

P1 = FieldClass.CUSTODY
P1M = FieldClass.MOVEMENTS

# Words of immigration papers and of those who send them: none of it is a custody hold
# (law 10). The form says it first, in bookings.rules.holds.
NOT_A_CUSTODY_HOLD = r"(?i)\m(I[- ]?2\d\d[A-Z]?|ICE|ERO|DHS|CBP|USCIS|INS)\M|immigra|homeland|deport|remov(al|able)|border p"


class CustodyPart(Record):
    """Something on record about how somebody is kept under one booking."""

    recorded_by = models.CharField(max_length=160, blank=True)

    class Meta(Record.Meta):
        abstract = True

    def __str__(self):
        return str(self.pk)


class CustodyHold(CustodyPart):
    """A paper of another court or body on which somebody is kept, or not."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=20, choices=choices(enums.HoldKind))
    effect = models.CharField(max_length=20, choices=choices(enums.HoldEffect))
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_why = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1,
        "effect": P1,
        "issuer": P1,
        "number": P1,
        "received_at": P1,
        "recorded_by": P1,
        "cleared_at": P1,
        "cleared_why": P1,
    }

    class Meta(CustodyPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="immigration_papers_are_no_custody_hold",
                condition=~Q(issuer__regex=NOT_A_CUSTODY_HOLD)
                & ~Q(number__regex=NOT_A_CUSTODY_HOLD)
                & ~Q(kind__regex=NOT_A_CUSTODY_HOLD),
            ),
            models.UniqueConstraint(
                fields=["booking", "kind", "number"],
                condition=Q(cleared_at__isnull=True),
                name="a_custody_hold_stands_once",
            ),
        ]


class CustodyBasis(CustodyPart):
    """What a court has decided, by which somebody may be kept past a clock."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="bases")
    kind = models.CharField(max_length=20, choices=choices(enums.BasisKind))
    at = models.DateTimeField()
    source = models.CharField(max_length=120)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1M,
        "at": P1M,
        "source": P1M,
        "recorded_by": P1M,
    }

    class Meta(CustodyPart.Meta):
        verbose_name_plural = "custody bases"


class ReleaseEntitlement(CustodyPart):
    """From an instant on, somebody is entitled to leave. The clock runs until they are
    out; one written down in error is withdrawn for a reason, and stays to be read.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="entitlements")
    kind = models.CharField(max_length=20, choices=choices(enums.EntitlementKind))
    at = models.DateTimeField()
    source = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=120, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1M,
        "at": P1M,
        "source": P1M,
        "recorded_by": P1M,
        "withdrawn_at": P1M,
        "withdrawn_why": P1M,
        "withdrawn_by": P1M,
    }

    class Meta(CustodyPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_entitlement_is_withdrawn_for_a_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
            ),
            models.UniqueConstraint(
                fields=["booking", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="an_entitlement_of_a_kind_runs_once",
            ),
        ]


class Handover(CustodyPart):
    """To whom somebody was handed over, and on which judge's paper. NIEM 6.0
    ``nc:Release``, its recipient.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="handovers")
    agency = models.CharField(max_length=120)
    officer = models.CharField(max_length=120)
    instrument = models.CharField(max_length=20, choices=choices(enums.InstrumentKind))
    court = models.CharField(max_length=120)
    case_number = models.CharField(max_length=40)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "agency": P1M,
        "officer": P1M,
        "instrument": P1M,
        "court": P1M,
        "case_number": P1M,
        "recorded_by": P1M,
    }

    class Meta(CustodyPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="a_handover_names_its_court_and_case",
                condition=~Q(court="") & ~Q(case_number="") & ~Q(officer=""),
            )
        ]


class DeskTask(CustodyPart):
    """Something about a booking that waits for the shift supervisor. It stops nothing."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=20, choices=choices(enums.TaskKind))
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=160, blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    history = kept_history()

    field_classes = Record.field_classes | {
        "booking": REFERENCE,
        "kind": P1M,
        "recorded_by": P1M,
        "done_at": P1M,
        "done_by": P1M,
        "outcome": P1M,
    }

    class Meta(CustodyPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "kind"],
                condition=Q(done_at__isnull=True),
                name="a_task_of_a_kind_waits_once",
            )
        ]
