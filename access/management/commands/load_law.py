"""Load the law files of a folder: all of them, or none."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from access import services
from access.law import BadLaw


class Command(BaseCommand):
    help = "Load law files (TOML). Files that are loaded already are left as they are."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=services.LAWS)

    def handle(self, *args, folder: Path, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Name one that holds law files.")
        try:
            loaded = services.load_law_files(folder)
        except BadLaw as bad:
            raise CommandError(f"Nothing was loaded. {bad}") from None
        except IntegrityError:
            # The database's own refusals: no row was malformed, since every file was
            # parsed before.
            raise CommandError(
                "Nothing was loaded. A law whose instant has passed would change at once "
                "what people see; only the owner loads it. Run this with DATABASE_URL "
                "set to the owner's address, or give the law an instant to come. A law "
                "to come is signed by two people: manage.py adopt_policy."
            ) from None
        for version in loaded:
            self.stdout.write(
                f"loaded {version.file_name}: in force from "
                f"{version.effective_at.isoformat()} ({version.sha256[:12]})"
            )
        self.stdout.write(f"{len(loaded)} law files loaded.")
