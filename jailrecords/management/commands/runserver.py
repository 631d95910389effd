"""runserver, on this machine only while DEBUG is on."""

from django.contrib.staticfiles.management.commands import runserver
from django.core.management import CommandError

from jailrecords import startup


class Command(runserver.Command):
    def run(self, **options):
        if refusals := list(startup.exposure_refusals([self.addr])):
            raise CommandError(refusals[0])
        super().run(**options)
