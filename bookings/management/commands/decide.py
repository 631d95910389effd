"""Print the answer to the one question, and the path to it. Shows no personal data."""

from datetime import datetime
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access import policy, selectors
from access.enums import CLASS_LABELS, CLASSES, Basis, Purpose, class_words
from access.models import Account
from audit.clock import now
from bookings.models import Booking


class Command(BaseCommand):
    help = "Say which classes of fields of a booking an account may be shown, and why."

    def add_arguments(self, parser):
        parser.add_argument("--account", required=True, help="sign-in name")
        parser.add_argument("--booking", required=True, type=UUID, help="key, a UUID")
        parser.add_argument(
            "--purpose", required=True, type=Purpose, choices=list(Purpose)
        )
        parser.add_argument(
            "--at", type=datetime.fromisoformat, help="instant, ISO 8601; now if absent"
        )

    def handle(self, *args, account, booking, purpose, at, **options):
        found = Account.objects.filter(sign_in_name__iexact=account).first()
        if found is None:
            raise CommandError(f"There is no account {account!r}.")
        if at is not None and timezone.is_naive(at):
            at = timezone.make_aware(at)
        memberships = list(found.memberships.select_related("unit__agency"))
        if not memberships:
            raise CommandError(f"{account!r} works in no unit: nothing is allowed.")
        for membership in memberships:
            viewer = (
                selectors.viewer_for(found.pk, membership.pk, purpose)[0]
                if at is None
                else selectors.viewer_as_of(found, membership.pk, purpose, at)
            )
            self._explain(viewer, membership, booking, at or now())

    def _explain(self, viewer, membership, booking_id: UUID, at: datetime) -> None:
        booking = Booking.history.as_of(at).filter(pk=booking_id).first()
        facts = booking.facts() if booking else policy.BookingFacts()
        held = (
            selectors.held_as_of(viewer, booking.facility_id, booking.pk)
            if booking
            else {}
        )
        decision = policy.decide(viewer.law, viewer.facts, viewer.purpose, facts, held)
        write = self.stdout.write
        write(f"{membership}")
        write(f"  at        {at.isoformat()}")
        write(f"  law       {viewer.law.title if viewer.law else 'none in force'}")
        write(f"  standing  {viewer.standing}")
        write(f"  booking   {facts.kind if booking else 'no such booking then'}")
        for source, classes in held.items():
            write(f"  holds     {Basis(source).label}: {_words(classes)}")
        if booking is None or viewer.law is None:
            write("  allowed   nothing")
            return
        write(f"  allowed   {_words(decision.allowed) or 'nothing'}")
        write(f"  bases     {', '.join(b.label for b in decision.bases) or 'none'}")
        for rule_id in decision.rules:
            rule = viewer.law.rule(rule_id)
            write(f"  by rule   {rule.id}: {rule.citation} ({rule.certainty})")
        for field_class in CLASSES:
            if field_class not in decision.allowed:
                why = policy.why_not(
                    viewer.law,
                    viewer.facts,
                    viewer.purpose,
                    facts,
                    field_class,
                    decision.allowed,
                )
                cited = f", {why.rule.id}: {why.rule.citation}" if why.rule else ""
                write(f"  not       {CLASS_LABELS[field_class]}: {why.refusal}{cited}")


def _words(classes) -> str:
    return ", ".join(class_words(classes))
