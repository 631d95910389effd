"""Import who is on shift."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from access.viewer import System
from compliance.services.roster import BadRoster, import_roster


class Command(BaseCommand):
    help = (
        "Import a CSV with the columns account, facility, starts_at, ends_at. The same"
        " facilities' shifts of the same time are replaced; a faulty line changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, **options):
        try:
            done = import_roster(file, by=System("command import_roster"))
        except BadRoster as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(
            f"{done.imported:,} shifts imported, {done.replaced:,} replaced."
        )
