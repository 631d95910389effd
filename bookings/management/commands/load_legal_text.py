"""Load texts for people in custody in another language."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from access.viewer import System
from bookings.services.legal_texts import BadText, load_legal_texts


class Command(BaseCommand):
    help = (
        "Load texts of one language from a TOML file (docs/reference/legal-texts.md): all"
        " of it, or nothing. None is printed until a named reviewer has signed its hash."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_):
        try:
            loaded = load_legal_texts(file, by=System("load_legal_text"))
        except (BadText, OSError) as fault:
            raise CommandError(f"{file.name}: {fault}. Nothing was loaded.") from None
        self.stdout.write(f"{loaded} texts are new. They wait for their reviewer.")
