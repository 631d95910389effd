"""Plant a false account that the law forbids, and measure how soon it is refused, found
and closed.
"""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse

from access.viewer import System
from compliance import selectors, services
from compliance.models import DrillRun
from compliance.presenters.duties import drill_times
from compliance.services import drills

LOOKED_EVERY = 0.5  # seconds


class Command(BaseCommand):
    help = """Plant a labelled false account that the law forbids, try to sign in with it,
let the scan find it, and close it. Nothing of a drill enters any statistic."""

    def add_arguments(self, parser):
        parser.add_argument(
            "--close", action="store_true", help="close the drill that is under way"
        )
        parser.add_argument(
            "--leave-open",
            action="store_true",
            help="leave the account for the worker's own scan to find; --close ends it",
        )
        parser.add_argument(
            "--wait",
            type=float,
            default=0,
            metavar="SECONDS",
            help="wait so long for the worker's own scan, instead of scanning here",
        )

    def handle(self, *args, **options):
        by = System("command drill")
        run = selectors.open_drill() if options["close"] else None
        if options["close"] and run is None:
            raise CommandError("No drill is under way. Nothing was done.")
        try:
            if run is None:
                run = self._plant(by)
                self._find(run, options["wait"], by)
            if not options["leave_open"]:
                drills.close_drill(run, by=by)
        except (drills.DrillRefused, drills.DoorStoodOpen) as refused:
            raise CommandError(str(refused)) from None
        for line in drill_times(DrillRun.objects.get(pk=run.pk)):
            self.stdout.write(line)

    def _plant(self, by: System) -> DrillRun:
        run, password = drills.plant_drill(by=by)
        self.stdout.write(f"Planted {run.account.sign_in_name}: {drills.NAME}.")
        try:
            drills.try_the_door(run, password, knock, by=by)
        except BaseException:
            # Whatever happened at the door, nothing that was planted stays open.
            if DrillRun.objects.filter(pk=run.pk, closed_at__isnull=True).exists():
                drills.close_drill(run, by=by)
            raise
        return run

    def _find(self, run: DrillRun, wait: float, by: System) -> None:
        if not wait:
            self.stdout.write("Scanning the accounts ...")
            services.scan_accounts(by=by)
        give_up = time.monotonic() + wait
        while not _is_found(run) and time.monotonic() < give_up:
            time.sleep(LOOKED_EVERY)
        run.refresh_from_db()
        if run.found_at is None:
            self.stderr.write("No scan has found it yet.")


def _is_found(run: DrillRun) -> bool:
    return DrillRun.objects.filter(pk=run.pk, found_at__isnull=False).exists()


def knock(sign_in_name: str, password: str) -> bool:
    """Come to the front door as a browser does, through everything that stands there;
    whether one is in.
    """
    names = [host for host in settings.ALLOWED_HOSTS if host[:1] not in ("*", ".")]
    browser = Client(SERVER_NAME=(names or ["localhost"])[0])
    browser.post(
        reverse("access:sign_in"),
        {"sign_in_name": sign_in_name, "password": password},
        secure=True,
    )
    return SESSION_KEY in browser.session
