"""Look after the jobs and tell, without a worker or a scheduler."""

from django.core.management.base import BaseCommand

from access.viewer import System
from compliance import jobs
from compliance.services import notices, watching


class Command(BaseCommand):
    help = (
        "Find jobs that are late or dead and push what must not wait. For the machine's "
        "own timer, every ten minutes: it works while worker and scheduler do not."
    )

    def handle(self, *args, **options):
        by = System("command watch")
        # Under names of their own: a run by command is no sign that the scheduler lives.
        for name, act in (
            ("command check_record", lambda: watching.check_record(by=by)),
            ("command watch_jobs", lambda: watching.watch_jobs(by=by)),
            (
                "command push_notices",
                lambda: notices.notice(by=by) | notices.deliver(by=by),
            ),
        ):
            said = jobs.run(name, act)
            self.stdout.write(f"{name}: {said or 'done'}")
