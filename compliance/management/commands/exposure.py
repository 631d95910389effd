"""What was within reach, or shown, against the law of its moment."""

import json
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from access.models import Agency, LawVersion
from compliance.models import LogImport
from compliance.presenters import exposure_answer
from compliance.selectors.exposure import Period
from compliance.selectors.exposure_report import Exposure, exposure_of

_EARLIEST, _LATEST = 1900, 9000  # years that every clock here can count


class Command(BaseCommand):
    help = """Decide a period again under the law in force at each moment: what old
systems had within reach, and what this one showed, against the law."""

    def add_arguments(self, parser):
        parser.add_argument(
            "--from",
            dest="begins",
            metavar="DAY",
            required=True,
            help="such as 2018-03-18",
        )
        parser.add_argument(
            "--to",
            dest="ends",
            metavar="DAY",
            required=True,
            help="such as 2019-04-30; the day is included",
        )
        parser.add_argument("--agency", help="the agency's name, or its key")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        period = Period(
            _instant(options["begins"], "--from"),
            _instant(options["ends"], "--to", is_end=True),
            _agency(options["agency"]),
        )
        if period.begins >= period.ends:
            raise CommandError("--from lies after --to. Nothing can lie between.")
        try:
            report = exposure_of(period)
        except KeyboardInterrupt:
            raise CommandError("Interrupted; nothing was changed.") from None
        if options["json"]:
            self.stdout.write(json.dumps(exposure_answer(report), indent=2))
        else:
            self._tell(report)

    def _tell(self, report: Exposure):
        self._tell_what_is_missing(report.period)
        if not report.accounts:
            self.stdout.write("Nothing was within reach, or shown, against the law.")
        else:
            answer = exposure_answer(report)
            self.stdout.write(
                f"{len(report.accounts)} accounts, {report.sign_ins:,} sign-ins, from "
                f"{answer['first'][:10]} to {answer['last'][:10]}.\n"
                f"{report.bookings_visible:,} bookings of {report.persons:,} persons "
                f"could be seen; shown: {answer['bookings_shown']}.\n"
                f"Against {'; '.join(law.title for law in report.laws)} "
                f"({'; '.join(report.citations)})."
            )
            for account in answer["by_account"]:
                self.stdout.write(
                    f"  {account['account']:<24}{account['sign_ins']:>7,} sign-ins  "
                    f"{account['bookings_visible']:>9,} could be seen  "
                    f"shown: {account['bookings_shown']}  {account['unit']}"
                )
        for question in report.questions:
            self.stdout.write(
                f"A question: {question.accounts} accounts of {question.mission.value} "
                f"units had more within reach than the law gives without a basis "
                f"({'; '.join(question.citations)}); the log tells no basis."
            )

    def _tell_what_is_missing(self, period: Period):
        """Nothing found, where nothing could be held against the law, is no answer."""
        laws = LawVersion.objects.filter(kind="law", effective_at__lt=period.ends)
        if not laws.exists():
            self.stdout.write(
                "No law is on file for this period: load one (manage.py load_law) before "
                "asking what was against it."
            )
        blind = LogImport.objects.filter(system=None, undone_at__isnull=True)
        for origin in blind.values_list("origin", flat=True):
            self.stdout.write(
                f"Of {origin} no system file says what it let people reach: load one, "
                "undo the import and import it again."
            )


def _instant(text: str, option: str, *, is_end: bool = False) -> datetime:
    """A day or an instant, in jail time unless it says otherwise. The end is the first
    instant that no longer belongs to it.
    """
    try:
        day = parse_date(text)
        at = None if day else parse_datetime(text)
    except ValueError:
        day = at = None
    if (day or at) and not _EARLIEST <= (day or at).year <= _LATEST:
        raise CommandError(
            f"{option}: between {_EARLIEST} and {_LATEST}, not {text!r}."
        )
    if day:
        following = day + timedelta(days=1) if is_end else day
        return timezone.make_aware(datetime.combine(following, datetime.min.time()))
    if at is None:
        raise CommandError(f"{option}: write a day as 2018-03-01, not {text!r}.")
    return at if at.tzinfo else timezone.make_aware(at)


def _agency(text: str | None) -> int | None:
    if not text:
        return None
    by_name = Agency.objects.filter(name__iexact=text).values_list("pk", flat=True)
    if found := by_name.first():
        return found
    if text.isdigit() and Agency.objects.filter(pk=int(text)).exists():
        return int(text)
    names = ", ".join(Agency.objects.values_list("name", flat=True))
    raise CommandError(f"There is no agency {text!r}. There are: {names or 'none'}.")
