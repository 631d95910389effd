"""Budgets, directions of imports, who acts, and what the scheduler names."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from access.viewer import System, Viewer
from jailrecords.celery import app as celery
from tests.architecture.sources import ROOT, functions, name_of, python_files

MODULE_LINES, FUNCTION_LINES = 400, 40
SERVICES = sorted(
    str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
    for config in apps.get_app_configs()
    for pattern in ("services.py", "services/[a-z]*.py")
    for path in (ROOT / config.name).glob(pattern)
)

# Public functions of a services module that are no act of somebody, and why.
NO_ACTOR = {
    "access.services.signing_in.sign_in": "whoever signs in is the actor, and was nobody before",
    "access.services.signing_in.sign_in_by_password": "nobody is known yet",
    "access.services.signing_in.refuse_unknown_sign_in": "nobody is known",
    "access.services.closing.is_jails_own": "an answer, not an act",
    "access.services.closing.is_jails_own_agency": "an answer, not an act",
    "access.services.attempts.counted": "part of somebody's attempt to be known",
    "access.services.attempts.try_password": "nobody is known yet",
    "access.services.attempts.is_locked": "an answer, not an act",
    "access.services.attempts.name_digest": "an answer, not an act",
    "access.services.attempts.written": "an answer, not an act",
    "bookings.services.roster_statements.new_people": "words of SQL",
    "bookings.services.roster_statements.new_bookings": "words of SQL",
    "bookings.services.roster_statements.changed_bookings": "words of SQL",
    "bookings.services.roster_statements.changed_people": "words of SQL",
    "access.services.signing_in.usual_purpose": "an answer, not an act",
    "access.services.laws.load_law_files": "the system's own act, by command",
    "access.services.laws.put_on_file": "part of loading or adopting a law",
    "compliance.services.adoption.check_draft": "an answer, not an act",
    "compliance.services.duties.key": "an answer, not an act",
    "compliance.services.duties.evidence": "an answer, not an act",
    "access.services.installation.create_first_administrators": (
        "by command, before anybody is there"
    ),
    "access.services.letters.send_invitation": "part of somebody's act",
    "access.services.sessions.begin": "part of signing in",
    "access.services.sessions.stamp": "says that somebody is still there",
    "access.services.sessions.why_over": "an answer; puts down an end that has come",
    "access.services.sessions.end": "part of somebody's act, or of a refusal",
    "access.services.sessions.end_all": "part of somebody's act",
    "access.services.challenges.give": "part of somebody's act, and bound to their session",
    "access.services.challenges.take": "part of somebody's act",
    "access.services.challenges.is_given": "an answer, not an act",
    "access.services.codes.accept": "part of showing a second factor",
    "access.services.codes.new_secret": "part of adding an authenticator",
    "access.services.codes.new_recovery_codes": "part of making them",
    "access.services.codes.secret_of": "an answer, not an act",
    "access.services.codes.step_of": "an answer, not an act",
    "access.services.codes.digests": "an answer, not an act",
    "access.services.codes.provisioning_address": "an answer, not an act",
    "access.services.passkeys.options_to_sign_in": "nobody is known",
    "access.services.passkeys.account_of": "nobody is known before",
    "access.services.county.begin": "nobody is known, or whoever is signed in goes away",
    "access.services.county.finish": "whoever signs in is the actor, and was nobody before",
    "access.services.county.is_linking": "an answer, not an act",
    "access.services.proposals.carries_out": "marks a function, and does nothing",
    "bookings.services.free_text.placed": "an answer, not an act",
    "bookings.services.custody.confined_since": "an answer, not an act",
    "bookings.services.numbers.next_number": "part of somebody's act",
    "bookings.services.case_files.opened": "an answer, not an act",
    "bookings.services.case_files.seal": "part of somebody's act",
    "bookings.services.case_files.answered_again": "part of somebody's act",
    "bookings.services.case_files.in_words": "an answer, not an act",
    "bookings.services.legal_texts.sha256_of": "an answer, not an act",
    "bookings.services.sections.put": "part of somebody's act",
    "bookings.services.sections.write_changes": "part of somebody's act",
    "bookings.services.description.looks_of": "an answer, not an act",
    "bookings.services.locks.one_at_a_time": "part of somebody's act",
    "bookings.services.locks.do_not_wait": "part of somebody's act",
    "warrants.services.requests.end_now": "part of somebody's act",
    "audit.services.record_act": "takes the actor of the act that it records",
    "audit.services.record_act_or_log": "takes the actor of the act that it records",
    "audit.services.keep_typed_text": "part of somebody's act, and named by it",
    "audit.services.own_typed_text": "an answer, not an act",
    "audit.services.kept_typed_text": "an answer, not an act",
    "audit.services.erase_typed_text": "the system's own act, by schedule",
}


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_module_is_short_enough_to_be_read(path):
    lines = len(path.read_text().splitlines())
    assert lines <= MODULE_LINES, f"{lines} lines: split it by its nouns"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_function_is_on_one_screen(path):
    long = {
        function.name: function.end_lineno - function.lineno + 1
        for function in functions(path)
        if function.end_lineno - function.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}, "name the part that has a name, and take it out"


def test_the_directions_of_imports_are_kept():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def _acts():
    for name in SERVICES:
        module = importlib.import_module(name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                yield f"{name}.{function_name}", function


ACTS = dict(_acts())


@pytest.mark.parametrize(("name", "act"), ACTS.items(), ids=ACTS)
def test_every_act_takes_its_actor_by_keyword(name, act):
    by = inspect.signature(act).parameters.get("by")
    if name in NO_ACTOR:
        assert by is None, f"{name} has its actor now: take it off NO_ACTOR"
        return
    assert by is not None, f"{name} must say who acts: add `*, by: Viewer`"
    assert by.kind is inspect.Parameter.KEYWORD_ONLY
    assert by.default is inspect.Parameter.empty, "nobody acts by default"
    assert by.annotation in (Viewer, System)


def test_every_scheduled_task_exists_and_every_task_is_scheduled():
    celery.loader.import_default_modules()
    ours = {
        name
        for name in celery.tasks
        if name.split(".")[0] in {a.name for a in apps.get_app_configs()}
    }
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled <= set(celery.tasks)
    assert ours == scheduled, "a task that nothing starts, or a name of nothing"
    for name in ours:
        assert import_string(name) is not None, "a task bears the name of its function"


def test_there_is_no_module_of_leftovers():
    """Find the noun (style 3.3)."""
    names = {path.stem for path in python_files()}

    assert not names & {"utils", "helpers", "common", "misc", "signals", "admin"}
    for path in python_files():
        assert "django.dispatch" not in path.read_text(), name_of(path)


def test_views_do_not_ask_the_database():
    """A view calls one selector or service (style 3.3)."""
    asking = [
        f"{name_of(path)}: {word}"
        for path in python_files()
        if path.name == "views.py" or path.parent.name == "views"
        for word in (".objects.", "connection", "cursor(", ".save(")
        if word in path.read_text().replace("request.session.save(", "")
    ]
    # An account and a law are found by their key, and say nothing about a person.
    assert set(asking) <= {
        "access/views/accounts.py: .objects.",
        "access/views/laws.py: .objects.",
        "compliance/demo/views.py: .objects.",
    }


def test_a_persons_records_are_read_by_the_gate_alone():
    """Who names the models of what is on record, and why it may."""
    allowed = {
        "bookings/pages/": "declares what the gate shows",
        "bookings/services/": "acts on what was shown",
        "bookings/corrections.py": "declares what may be corrected of what is shown",
        "bookings/envelopes.py": "keys, and no fact about a person",
        "bookings/selectors/continuity.py": "keys of sealed sheets, no person's data",
        "bookings/selectors/overdue.py": "keys, instants and counts, and of nobody",
        "bookings/selectors/marks.py": "a table of the FBI's, and of nobody",
        "bookings/selectors/consular.py": "which cases are open, for the gate; texts",
        "bookings/presenters/consular.py": "texts for everybody, and no person's data",
        "bookings/presenters/detainers.py": "texts for everybody, and no person's data",
        "bookings/selectors/papers.py": "names of offices, and of nobody",
        "bookings/selectors/records.py": "a person's key, for an act",
        "bookings/selectors/links.py": "which keys are joined; who it is by the gate",
        "bookings/selectors/legal_holds.py": "which cases keep a record, by keys",
        "bookings/selectors/retention.py": "schedules, and keys and counts of what is due",
        "bookings/presenters/retention.py": "schedules and cases, and of nobody",
        "bookings/selectors/who_may.py": "facts for the rule and counts, no value",
        "bookings/selectors/sent.py": "a name to look for in what was shown, told to nobody",
        "bookings/selectors/drafts.py": "who writes at an intake, and nothing of whom",
        "bookings/management/commands/decide.py": "facts for the rule, no value",
        "warrants/selectors/": "facts for the rule, no value",
        "disclosures/models.py": "the key of an interview's booking",
        "disclosures/pages.py": "declares what the gate shows",
        "disclosures/selectors.py": "agencies to be told, and of nobody; texts",
        "disclosures/presenters.py": "texts for everybody, and no person's data",
        "disclosures/services.py": "texts for everybody, and no person's data",
        "compliance/mailing.py": "agencies to be told, and of nobody",
        "compliance/services/authors.py": "agencies to be told, and of nobody",
        "warrants/pages.py": "declares what the gate shows",
        "warrants/services/requests.py": "a lock, and no fact",
        "warrants/services/appearances.py": "a lock, and whether a case is a charge's",
    }
    naming = {
        name_of(path)
        for path in python_files()
        if not {"demo", "models"} & set(path.parts)
        and "from bookings.models" in path.read_text()
    }
    unexplained = {name for name in naming if not name.startswith(tuple(allowed))}
    assert not unexplained, (
        "show it by access.gate, or give the reason why this reads no person's data"
    )
