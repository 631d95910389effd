"""Wrap the keys of cases by the newest of RECORD_KEYS."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from access.viewer import System
from bookings.services.record_keys import rotate_record_keys


class Command(BaseCommand):
    help = (
        "After a new key was put first in RECORD_KEYS: wrap the key of every case by it,"
        " and say which keys may be taken out. Nothing that is sealed is touched. May be"
        " run at any time, and again after an interruption."
    )

    def handle(self, *args, **options):
        done = rotate_record_keys(by=System("rotate_record_keys"))
        newest = next(iter(settings.RECORD_KEYS))
        self.stdout.write(f"{done.rewrapped} keys are now wrapped by {newest}.")
        if done.retired:
            self.stdout.write(
                f"May be taken out of RECORD_KEYS: {', '.join(done.retired)}."
            )
        if done.unopened:
            lost = ", ".join(f"{n} by {key}" for key, n in done.unopened.items())
            raise CommandError(
                f"Could not be opened: {lost}. Put those keys back into RECORD_KEYS, after"
                " the newest, and run this again."
            )
