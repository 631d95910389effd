"""Enter what was opened while the system was down."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from access.viewer import System
from bookings.rules import RuleViolation
from bookings.services.continuity import record_openings


class Command(BaseCommand):
    help = (
        "Enter the log of opened continuity sheets (openings.jsonl): each person of an"
        " opened sheet was shown to whoever opened it, at that time. The same log again"
        " enters nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("log", type=Path)

    def handle(self, *args, log, **options):
        try:
            lines = log.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{log} cannot be read.") from None
        try:
            new, people = record_openings(lines, by=System("record_openings"))
        except RuleViolation as violation:
            raise CommandError(f"Nothing was entered. {violation}") from None
        self.stdout.write(f"{new} openings entered, of {people:,} people.")
