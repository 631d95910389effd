"""Prepare a law to come: check it, count what it would change, and lay it before two
people. This command alone puts no law into force.
"""

import json
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from access.law import BadLaw
from access.viewer import System
from audit.clock import now
from compliance import services
from compliance.presenters.adoption import preview_lines
from compliance.selectors.law_figures import preview
from compliance.services.adoption import check_draft

BIGGEST = 1_000_000  # bytes: a law is read by people


class Command(BaseCommand):
    help = """Prepare the adoption of a law file: refuse it with every reason, or show who
would lose what, and lay it before two people, who sign it on its page."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--effective-at",
            required=True,
            metavar="INSTANT",
            help="the instant that the file says, such as 2027-01-01T00:00:00-08:00",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check and count; keep nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        file, effective_at = options["file"], _instant(options["effective_at"])
        source = _source(file)
        say = self.stderr.write if options["json"] else self.stdout.write
        try:
            if options["dry_run"]:
                law = check_draft(source, file.name, effective_at)
                figures, key = preview(law, now(), say=say), ""
            else:
                draft = services.prepare_adoption(
                    source,
                    file.name,
                    effective_at,
                    say=say,
                    by=System("adopt_policy"),
                )
                figures, key = draft.preview, str(draft.pk)
        except BadLaw as bad:
            raise CommandError(f"Not adopted. {bad}") from None
        except services.AdoptionRefused as refused:
            listed = "\n".join(f"  - {reason}" for reason in refused.reasons)
            raise CommandError(f"Not adopted. {file.name}:\n{listed}") from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was kept.") from None
        if options["json"]:
            self.stdout.write(json.dumps({"adoption": key, **figures}, indent=2))
            return
        for line in preview_lines(figures):
            self.stdout.write(line)
        self.stdout.write(
            f"Two people of two units sign it at /adoption/{key}/. It is not in force."
            if key
            else "Tried only: nothing was kept."
        )


def _source(file: Path) -> bytes:
    try:
        if file.stat().st_size > BIGGEST:
            raise CommandError(
                f"{file} is larger than a law: {BIGGEST:,} bytes at most."
            )
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None


def _instant(text: str) -> datetime:
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise CommandError(
            f"--effective-at: write an instant such as 2027-01-01T00:00:00-08:00, not {text!r}."
        )
    return at if at.tzinfo else timezone.make_aware(at)
