"""Check the whole view and act history against its signed tree."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from audit import sealer


class Command(BaseCommand):
    help = "Compute every leaf and head of the history again; fail on any difference."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        verdict = sealer.verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict), indent=2))
        else:
            self.stdout.write(
                f"{verdict.tree_size} events sealed under {verdict.checkpoints} "
                f"signed heads; {verdict.unsealed} not sealed yet."
            )
        if verdict.faults:
            raise CommandError("The history was altered: " + "; ".join(verdict.faults))
