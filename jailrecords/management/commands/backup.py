"""`make backup`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jailrecords import backup


class Command(BaseCommand):
    help = (
        "Write the whole record into a folder of its own, and the data keys of sealed"
        " cases beside it. Takes the owner's role (DATABASE_OWNER_URL). Keep the folder"
        " where only the jail's own can read it: docs/reference/when-it-is-down.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("into", type=Path, help="the folder of all backups")

    def handle(self, *args, into, **options):
        try:
            folder = backup.take(into)
        except backup.BackupError as error:
            raise CommandError(f"Nothing was taken: {error}.") from None
        contents = backup.read(folder)
        rows = sum(contents.rows.values())
        self.stdout.write(f"{folder}: {rows:,} rows of {len(contents.rows)} tables.")
