"""Say what is due by its retention schedule, or dispose of what was agreed upon."""

from django.core.management.base import BaseCommand

from access.viewer import System
from audit.clock import now
from bookings.selectors.retention import due_without_writing
from bookings.services import retention


class Command(BaseCommand):
    help = (
        "Dispose of the records that two people have agreed upon. With --simulate: print "
        "what is due by each schedule, and change nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--simulate", action="store_true")

    def handle(self, *args, **options):
        if not options["simulate"]:
            for outcome, number in retention.carry_out_dispositions(
                by=System("command disposition")
            ).items():
                self.stdout.write(f"{outcome}: {number}")
            return
        found = due_without_writing(now())
        for due in found:
            schedule = due.schedule
            self.stdout.write(
                f"{schedule.number} ({schedule.retained}, {schedule.days} days): "
                f"{len(due.keys)} due, {due.held} kept for a case"
            )
        if not found:
            self.stdout.write("No schedule is in force.")
