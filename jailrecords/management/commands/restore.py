"""`make restore FROM=…`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jailrecords import backup


class Command(BaseCommand):
    help = (
        "Bring a backup back: beside the database that stands, up to this version,"
        " checked against its own signed history, and then in its place. What stood"
        " there is kept under another name. Stop web, worker and scheduler first."
        " Takes the owner's role (DATABASE_OWNER_URL)."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder of one backup")

    def handle(self, *args, folder, **options):
        try:
            contents = backup.read(folder)
            age = backup.age_in_words(contents.taken_at)
            self.stdout.write(f"Taken {age} ago. Restoring …")
            done = backup.bring_back(folder)
        except backup.BackupError as error:
            raise CommandError(f"Nothing was changed: {error}.") from None
        self.stdout.write(
            f"{done.rows:,} rows are back; {done.sealed:,} events of the history agree"
            " with their signed tree."
        )
        if done.kept:
            self.stdout.write(
                f"What stood there is kept as the database {done.kept}. Once all is"
                f" well: DROP DATABASE {done.kept}."
            )
        self.stdout.write(
            "Now enter what happened since: docs/reference/when-it-is-down.md"
        )
