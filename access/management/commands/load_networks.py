"""Load the list of networks people sign in from."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from access.services.networks import COLUMNS, BadNetworks, load_networks
from access.viewer import System


class Command(BaseCommand):
    help = (
        "Load networks from a CSV file with the columns "
        f"{', '.join(COLUMNS)} (a facility by its code, an agency by its name, yes or "
        "no). What stands already under a name is changed; all is loaded, or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_):
        try:
            loaded = load_networks(file, by=System("network.load"))
        except (BadNetworks, OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{file.name}: {fault}. Nothing was loaded.") from None
        self.stdout.write(f"{loaded} networks")
