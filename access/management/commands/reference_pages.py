"""Write the reference pages from the rule and the acts, or say that they are stale."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from access import reference

FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"


class Command(BaseCommand):
    help = "Write docs/reference/who-may-*.md, or with --check fail if one is stale."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check: bool, **options):
        stale = [
            name
            for name, text in reference.pages().items()
            if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
        ]
        if check and stale:
            raise CommandError(
                f"{', '.join(stale)}: stale. Run: manage.py reference_pages"
            )
        for name in stale:
            (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_text(reference.pages()[name])
            self.stdout.write(f"wrote docs/reference/{name}")
