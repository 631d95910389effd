"""What Celery runs: find out, and make known. Decisions are taken at every request;
stopping these tasks widens nothing. Each may run twice, late, or not at all.
"""

from dataclasses import asdict

from access.viewer import System
from audit import months, sealer
from audit.services import erase_typed_text as erase
from bookings.presenters.continuity import paper
from bookings.services import continuity, purge_consular_cases, retention
from compliance import selectors, services
from compliance.jobs import job
from compliance.services import (
    authors,
    certification,
    desk,
    evidence,
    notices,
    reminders,
    reviews,
    watching,
)
from warrants.services import ends


@job
def seal_history() -> dict:
    """Every few seconds: finished events of both histories into the tree."""
    checkpoint = sealer.seal()
    return {"tree_size": checkpoint.tree_size} if checkpoint else {}


@job
def scan_accounts() -> dict:
    """Once a day: every account, whatever has changed."""
    return _counts(services.scan_accounts(by=System("scan_accounts")))


@job
def scan_accounts_if_changed() -> dict:
    """Once a minute: scan at once if a law, an agency or a unit has changed."""
    last = selectors.last_scan()
    if last is not None and not selectors.has_changed_since(last.started_at):
        return {}
    return _counts(services.scan_accounts(by=System("scan_accounts_if_changed")))


def _counts(result) -> dict:
    return {"accounts": result.scan.accounts, "opened": result.opened}


@job
def scan_evidence() -> dict:
    """Once an hour: what accounts do, held against what their labels say."""
    found = evidence.scan_evidence(by=System("scan_evidence"))
    return {"accounts": found.accounts, "opened": found.opened}


@job
def scan_desk() -> dict:
    """Every ten minutes: what the booking desk owes somebody and has not done in time."""
    return desk.scan_desk(by=System("scan_desk"))


@job
def close_grants() -> dict:
    """Every five minutes: grants that reached their end, so that no clock opens them."""
    return {"closed": ends.close_grants(by=System("close_grants"))}


@job
def watch_jobs() -> dict:
    """Every five minutes: a job that is late or dead is found."""
    return watching.watch_jobs(by=System("watch_jobs"))


@job
def check_record() -> dict:
    """Every ten minutes: can what is shown be written down, and is it sealed?"""
    return watching.check_record(by=System("check_record"))


@job
def compare_history() -> dict:
    """Once a day: is the history of every table whole, day by day?"""
    return watching.compare_history(by=System("compare_history"))


@job
def push_notices() -> dict:
    """Every five minutes: what must not wait to be looked at."""
    by = System("push_notices")
    return notices.notice(by=by) | notices.deliver(by=by)


@job
def remind() -> dict:
    """Once a day: who is about to lose an account, a training or an agreement."""
    return reminders.remind(by=System("remind"))


@job
def review_history() -> dict:
    """Once a day: last week's reviews, and those that nobody signed in time."""
    return reviews.review_history(by=System("review_history"))


@job
def certification_deadlines() -> None:
    """Once a day: ask for reviews, remind who reviews, and find what was not reviewed."""
    certification.certification_deadlines(by=System("certification_deadlines"))


@job
def law_day() -> dict:
    """Once an hour: duties that are overdue, and the report of a law's first day."""
    by = System("law_day")
    services.write_law_day_report(by=by)
    return {"overdue": services.open_overdue(by=by)}


@job
def tell_authors() -> dict:
    """Once an hour: agencies whose sworn words hold what must not be kept are told."""
    return authors.tell_authors(by=System("tell_authors"))


@job
def make_sheets() -> dict:
    """Once an hour: a sealed sheet of every facility, for when the system is down."""
    return {"made": continuity.make_sheets(paper, by=System("make_sheets"))}


@job
def keep_months() -> dict:
    """Once a day: the months of the view history have their place before they begin."""
    return {"made": months.make()}


@job
def purge_consular() -> dict:
    """Once a day: consular cases whose schedule is over. Without one, none."""
    return asdict(purge_consular_cases(by=System("purge_consular")))


@job
def dispose() -> dict:
    """Once an hour: what two people agreed to dispose of, one record after the other."""
    return retention.carry_out_dispositions(by=System("dispose"))


@job
def erase_typed_text() -> dict:
    """Once a day: what was typed about people, when its time is over; old runs too."""
    return {
        "erased": erase(),
        "runs_forgotten": watching.forget_old_runs(by=System("erase_typed_text")),
    }
