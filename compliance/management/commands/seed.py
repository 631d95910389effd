"""manage.py seed king-county: invented people for a demonstration, once."""

from argparse import ArgumentTypeError
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.demo import scenario
from compliance.demo.accounts import PASSWORD
from compliance.demo.people import PEOPLE


class Command(BaseCommand):
    help = "Load invented people of King County. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "scenario", nargs="?", choices=[scenario.NAME], default=scenario.NAME
        )
        parser.add_argument(
            "--bookings", type=int, default=scenario.FULL_SIZE, help="how many in all"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=scenario.FULL_DAYS,
            help="over how many days those of late; the others are of 2018 and 2019",
        )
        parser.add_argument(
            "--as-of", type=_instant, help="ISO 8601; without a zone it is jail time"
        )

    def handle(self, *args, bookings, days, as_of, **options):
        try:
            is_new = scenario.load(
                scenario.Size(bookings, days), as_of=as_of, say=self._say
            )
        except scenario.ScenarioRefused as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was changed.") from None
        if is_new:
            names = ", ".join(person.sign_in_name for person in PEOPLE)
            self._say(f"Sign in as {names}. The password of each is {PASSWORD}")
        else:
            self._say(f"{scenario.NAME} is already there; nothing was changed.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text} is no instant, like 2026-11-22T08:00"
        ) from None
    return at if timezone.is_aware(at) else timezone.make_aware(at)
