"""Training on the law in force: what is asked is what the rule answers, and what is
taken is evidence. And the banner, which everybody acknowledges again when it changes.
"""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from access import banner, training
from access import law as lawfile
from access.enums import (
    Effect,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.models import Account, BannerAcknowledgement, LawVersion, Training
from access.policy import ViewerFacts
from access.selectors import law_by_hash
from access.services import LAWS, load_law_files
from access.standing import TRAINING_LASTS
from access.training import Progress
from audit.models import ActEvent
from tests import factories
from tests.clients import signed_in

BEGINS = datetime(2026, 7, 1, 7, tzinfo=UTC)
DUE = datetime(2026, 8, 1, 7, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
FILES = sorted(path.name for path in LAWS.glob("2*.toml"))


def a_law(begins=BEGINS, due=DUE, *, without="") -> bytes:
    """The last law that we ship, from another instant on, with a duty to train."""
    text = (LAWS / "2019-keep-washington-working.toml").read_text()
    head, *rules = text.split("[[rule]]")
    line = next(at for at in head.splitlines() if at.startswith("effective_at"))
    head = head.replace(line, f"effective_at = {begins.isoformat()}")
    kept = [rule for rule in rules if not without or f'id = "{without}"' not in rule]
    kept = [rule.split("[[duty]]")[0] for rule in kept]
    duty = f"""[[duty]]
id = "train-everybody"
kind = "train"
text = "Everybody who has an account is trained on this law."
citation = "KCC 2.15.030"
certainty = "found"
owner = "privacy_officer"
due_at = {due.isoformat()}
proof = "a training for each account"
"""
    return ("[[rule]]".join([head, *kept]) + duty).encode()


def load(folder, source: bytes) -> LawVersion:
    (folder / "new.toml").write_bytes(source)
    (version,) = load_law_files(folder)
    return version


@pytest.fixture
def at(db, clock):
    clock(BEGINS - 60 * DAY)
    factories.laws()
    return clock


@pytest.fixture
def law(at, tmp_path):
    return load(tmp_path, a_law())


def officer(**fields):
    account = factories.account(**fields)
    return factories.membership(Role.OFFICER, account=account)


def keep_used(member, at) -> None:
    Account.objects.filter(pk=member.account_id).update(last_sign_in_at=at)


def training_page(client) -> str:
    return html.unescape(client.get(reverse("access:training")).content.decode())


def question_on(page: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", page, re.DOTALL).group(1)


def asked_of(member, version, client) -> dict[str, training.Question]:
    """The questions of somebody's session, by their text."""
    viewer = factories.viewer_of(member)
    kept = Progress.of_words(client.session["training"])
    law = law_by_hash(version.sha256)
    seed = f"{member.account_id}:{law.sha256}:{kept.began_at.isoformat()}"
    found = training.questions(law, viewer.facts, kept.purpose, seed=seed)
    return {question.text: question for question in found}


def take(member, version, *, wrongly=0):
    """Somebody reads and answers, the first so many wrongly at first."""
    client = signed_in(factories.viewer_of(member))
    page = training_page(client)
    assert version.title in page
    client.post(reverse("access:training"))
    told = []
    for _ in range(30):
        page = training_page(client)
        if "training" not in client.session or "question" not in page:
            break
        text = question_on(page)
        known = asked_of(member, version, client)
        if text not in known:
            break
        says = known[text].answer
        if wrongly:
            says, wrongly = not says, wrongly - 1
        word = "yes" if says else "no"
        answer = client.post(reverse("access:training"), {"answer": word})
        if answer.status_code == 200:
            told.append((known[text], html.unescape(answer.content.decode())))
        elif answer["Location"] == reverse("access:home"):
            break
    return client, told


# --- What is asked --------------------------------------------------------------------

READERS = {
    "an officer of a criminal unit": ViewerFacts(
        Mission.CRIMINAL, frozenset({Role.OFFICER})
    ),
    "a booking clerk": ViewerFacts(Mission.JAIL, frozenset({Role.BOOKING_CLERK})),
    "a nurse": ViewerFacts(Mission.HEALTH, frozenset({Role.NURSE})),
    "a public defender": ViewerFacts(
        Mission.DEFENCE, frozenset({Role.PUBLIC_DEFENDER})
    ),
    "an auditor": ViewerFacts(Mission.OVERSIGHT, frozenset({Role.AUDITOR})),
    "an immigration officer": ViewerFacts(
        Mission.CIVIL_IMMIGRATION,
        frozenset({Role.OFFICER}),
        in_immigration_department=True,
    ),
}


def parsed(name: str) -> lawfile.Law:
    return lawfile.parse((LAWS / name).read_bytes(), name=name)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_there_are_eight_questions_for_everybody_under_every_law(name, reader):
    for seed in ("1", "2", "3"):
        found = training.questions(
            parsed(name), reader, Purpose.CRIMINAL_INVESTIGATION, seed=seed
        )

        assert len({question.id for question in found}) == training.QUESTIONS
        for question in found:
            assert question.because
            assert question.text.count("?") == 1


def test_the_law_of_2018_turned_the_right_answers_over():
    """Nobody types an answer in: another law, another answer to the same question."""
    answers = {}
    for name in FILES:
        law = parsed(name)
        for case in training._without_paper():
            question = training._asked(law, case)
            answers.setdefault(question.id, []).append(question.answer)

    assert answers["civil:contact"] == [True] + [False] * (len(FILES) - 1)
    assert answers["civil:identity"] == [True] + [False] * (len(FILES) - 1)


def test_a_law_without_a_rule_answers_no_where_it_answered_yes():
    kept = lawfile.parse(a_law(), name="kept")
    cut = lawfile.parse(a_law(without="criminal-justice-agency"), name="cut")
    reader = READERS["an officer of a criminal unit"]

    def answer(law) -> training.Question:
        cases = training._own_work(reader, Purpose.CRIMINAL_INVESTIGATION)
        (case,) = [case for case in cases if case.id == "standing:identity"]
        return training._asked(law, case)

    assert answer(kept).answer is True
    assert answer(kept).rule.id == "criminal-justice-agency"
    assert answer(cut).answer is False
    assert answer(cut).because == training.BECAUSE[training.Refusal.NEEDS_BASIS]
    assert answer(cut).rule.id == "approved-request"


# fmt: off
KNOWN = [
    # case                      answer  because it says so
    ("civil:contact",           False,  "without a judge's paper"),
    ("civil_warrant:criminal_investigation:contact", True, "a criminal warrant of a judge"),
    ("civil_warrant:civil_immigration:contact", False, "no warrant serves civil enforcement"),
    ("paper:detainer, form I-247A,:contact", False, "a detainer opens nothing"),
    ("paper:administrative warrant, form I-200,:identity", False, "nor does a form I-200"),
]
# fmt: on


@pytest.mark.parametrize(("case_id", "answer", "why"), KNOWN, ids=[r[0] for r in KNOWN])
def test_what_everybody_must_know_of_the_law_of_2019(case_id, answer, why):
    law = parsed("2019-keep-washington-working.toml")
    cases = [
        *training._without_paper(),
        *training._detainers(),
        *training._with_warrant(),
    ]
    (case,) = [case for case in cases if case.id == case_id]

    assert training._asked(law, case).answer is answer, why


def test_two_people_are_asked_different_questions():
    law = parsed("2019-keep-washington-working.toml")
    reader = READERS["an officer of a criminal unit"]
    sets = {
        tuple(
            q.id
            for q in training.questions(
                law, reader, Purpose.CRIMINAL_INVESTIGATION, seed=str(number)
            )
        )
        for number in range(20)
    }

    assert len(sets) == 20


def test_neither_yes_nor_no_is_always_right():
    law = parsed("2019-keep-washington-working.toml")
    for reader in READERS.values():
        for number in range(20):
            found = training.questions(
                law, reader, Purpose.CRIMINAL_INVESTIGATION, seed=str(number)
            )
            assert {question.answer for question in found} == {True, False}


def test_what_is_read_is_what_reaches_the_reader():
    law = parsed("2019-keep-washington-working.toml")
    found = training.reading(law, READERS["an officer of a criminal unit"])

    assert "criminal-justice-agency" in {rule.id for rule in found[Effect.ALLOW]}
    assert "jail-custody" not in {rule.id for rule in found[Effect.ALLOW]}
    untrained = replace(READERS["a nurse"], standing=Standing.UNTRAINED)
    assert training.reading(law, untrained)[Effect.ALLOW]


def test_a_wrong_answer_is_asked_again_after_all_the_others():
    law = parsed("2019-keep-washington-working.toml")
    found = training.questions(law, READERS["a nurse"], Purpose.HEALTH_CARE, seed="1")
    begun = training.asking(Progress(1, BEGINS, Purpose.HEALTH_CARE), found)

    wrong = training.answered(begun, found[0], not found[0].answer)
    again = training.answered(wrong, found[0], not found[0].answer)
    right = training.answered(again, found[0], found[0].answer)

    assert wrong.waiting[-1] == found[0].id
    assert (wrong.missed, again.missed) == ((found[0].id,), (found[0].id,))
    assert found[0].id not in right.waiting
    assert right.answered_right == training.QUESTIONS - 1
    assert Progress.of_words(right.as_words()) == right


# --- Taking it ------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_training_is_read_answered_and_put_down(at, law):
    at(BEGINS)
    member = officer()
    client = signed_in(factories.viewer_of(member))
    training_page(client)
    at(BEGINS + timedelta(minutes=12))

    client = signed_in(factories.viewer_of(member))
    client, told = take(member, law, wrongly=2)

    done = Training.objects.get()
    assert (done.account_id, done.law_id) == (member.account_id, law.pk)
    assert (done.questions, done.answered_right) == (8, 6)
    assert len(told) == 2
    for question, page in told:
        assert question.because in page
        if question.rule:
            assert question.rule.citation in page
    assert ActEvent.objects.filter(act="training.complete").count() == 1


@pytest.mark.django_db
def test_the_minutes_run_from_the_first_page_to_the_last_answer(at, law):
    at(BEGINS)
    member = officer()
    client = signed_in(factories.viewer_of(member))
    training_page(client)
    client.post(reverse("access:training"))
    at(BEGINS + timedelta(minutes=17, seconds=30))
    while "training" in client.session:
        text = question_on(training_page(client))
        says = asked_of(member, law, client)[text].answer
        client.post(reverse("access:training"), {"answer": "yes" if says else "no"})

    assert Training.objects.get().minutes == 17


@pytest.mark.django_db
def test_nothing_is_put_down_for_answers_that_nobody_was_asked_for(at, law):
    at(BEGINS)
    client = signed_in(factories.viewer_of(officer()))

    for _ in range(10):
        client.post(
            reverse("access:training"),
            {"answer": "yes", "answered_right": "8", "questions": "1", "law": law.pk},
        )

    done = Training.objects.first()
    assert done is None or done.answered_right < 8


@pytest.mark.django_db
def test_the_last_answer_sent_twice_is_one_training(at, law):
    from access.services.training import complete_training

    at(BEGINS)
    member = officer()
    viewer = factories.viewer_of(member)
    progress = Progress(law.pk, BEGINS, None, waiting=(), asked=8)

    first = complete_training(progress, by=viewer)
    assert complete_training(progress, by=viewer) == first
    assert complete_training(replace(progress, asked=0), by=viewer) is None
    assert Training.objects.count() == 1


# --- When it is due -------------------------------------------------------------------

# fmt: off
DUE_DATES = [
    # at                          trained on it         standing
    (BEGINS,                      None,                 Standing.GOOD),
    (DUE - TICK,                  None,                 Standing.GOOD),
    (DUE,                         None,                 Standing.UNTRAINED),
    (DUE,                         DUE - DAY,            Standing.GOOD),
    (DUE,                         BEGINS - 30 * DAY,    Standing.GOOD),
    (DUE - DAY + TRAINING_LASTS - TICK, DUE - DAY,      Standing.GOOD),
    (DUE - DAY + TRAINING_LASTS,  DUE - DAY,            Standing.UNTRAINED),
]
# fmt: on


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "trained_at", "standing"), DUE_DATES)
def test_from_its_date_on_nobody_untrained_works(at, law, moment, trained_at, standing):
    member = officer()
    if trained_at:
        Training.objects.create(
            account=member.account,
            law=law,
            completed_at=trained_at,
            minutes=9,
            questions=8,
            answered_right=8,
        )
    at(moment)
    keep_used(member, moment)

    viewer = factories.viewer_of(member)
    assert (viewer.standing, viewer.is_open) == (standing, standing is Standing.GOOD)
    answer = signed_in(viewer).get(reverse("bookings:search"))
    assert answer.status_code == (200 if viewer.is_open else 302)
    if not viewer.is_open:
        assert answer["Location"] == reverse("access:training")


@pytest.mark.django_db
def test_a_training_on_another_law_does_not_count(at, law):
    member = officer()
    other = LawVersion.objects.get(file_name="2019-keep-washington-working.toml")
    Training.objects.create(
        account=member.account, law=other, minutes=9, questions=8, answered_right=8
    )
    at(DUE)
    keep_used(member, DUE)

    assert factories.viewer_of(member).standing is Standing.UNTRAINED


@pytest.mark.django_db
def test_who_is_held_up_completes_it_and_is_open_at_once(at, law):
    at(DUE)
    member = officer()
    assert not factories.viewer_of(member).is_open

    client, _ = take(member, law)

    assert factories.viewer_of(member).is_open
    assert client.get(reverse("bookings:search")).status_code == 200


@pytest.mark.django_db
def test_a_law_that_is_coming_is_trained_on_before_its_instant(at, law):
    at(BEGINS - 20 * DAY)
    member = officer()
    client = signed_in(factories.viewer_of(member))
    assert "not in force yet" in training_page(client)

    take(member, law)

    assert Training.objects.get().law_id == law.pk
    at(DUE)
    keep_used(member, DUE)
    assert factories.viewer_of(member).standing is Standing.GOOD


@pytest.mark.django_db
def test_the_jails_own_are_told_and_not_locked_out(at, law):
    at(DUE + DAY)
    for role in (Role.BOOKING_CLERK, Role.NURSE):
        viewer = factories.viewer(role)
        assert viewer.is_open
        page = signed_in(viewer).get(reverse("bookings:search")).content.decode()
        assert "Overdue." in page
        assert "Aug 1, 2026" in page
    officer_page = signed_in(factories.viewer_of(officer())).get("/laws/")
    assert "Overdue." not in officer_page.content.decode()


@pytest.mark.django_db
def test_who_works_as_nothing_is_told_to_choose_first(at, law):
    member = officer()
    client = signed_in(replace(factories.viewer_of(member), membership_id=None))

    assert "First choose" in training_page(client)


@pytest.mark.django_db
def test_a_law_that_nobody_can_be_trained_on_is_said_to_be_none(db):
    member = factories.membership(Role.OFFICER)
    client = signed_in(factories.viewer_of(member))

    assert "No law is in force" in training_page(client)


@pytest.mark.django_db
def test_evidence_of_a_training_is_not_rewritten(at, law):
    member = officer()
    row = Training.objects.create(
        account=member.account, law=law, minutes=1, questions=8, answered_right=8
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Training.objects.filter(pk=row.pk).update(minutes=60)


# --- The banner -----------------------------------------------------------------------


def test_the_banner_says_four_things_and_the_ordinance():
    law = parsed("2019-keep-washington-working.toml")

    assert len(banner.STATEMENTS) == 4
    assert law.title in banner.statements(law)[-1]
    assert "forbids" in banner.statements(law)[-1]
    assert "forbids" not in banner.statements(parsed(FILES[0]))[-1]
    assert banner.sha256(law) != banner.sha256(parsed(FILES[0]))


@pytest.mark.django_db
def test_the_banner_is_acknowledged_for_each_law_and_leads_on(at, law):
    at(BEGINS - DAY)
    member = officer()
    client = signed_in(factories.viewer_of(member))
    keep_used(member, BEGINS)
    assert client.get(reverse("bookings:search")).status_code == 200
    # Its holder is at work over midnight: the screen does not lock in between.
    at(BEGINS - timedelta(minutes=1))
    client = signed_in(factories.viewer_of(member))
    at(BEGINS)

    stopped = client.get(reverse("bookings:search"))
    assert stopped["Location"] == reverse("access:banner")
    page = client.get(reverse("access:banner"), {"next": "/search/"}).content.decode()
    assert f"{law.title}, in force since" in html.unescape(page)
    assert all(statement in html.unescape(page) for statement in banner.STATEMENTS)
    assert 'name="next" value="/search/"' in page
    done = client.post(reverse("access:banner"), {"next": "/search/"})

    assert done["Location"] == "/search/"
    row = BannerAcknowledgement.objects.get()
    assert (row.account_id, row.law_id) == (member.account_id, law.pk)
    assert row.banner_sha256 == banner.sha256(law_by_hash(law.sha256))
    assert client.get(reverse("bookings:search")).status_code == 200


@pytest.mark.django_db
def test_the_banner_leads_to_no_other_site(at, law):
    client = signed_in(factories.viewer_of(officer()))
    done = client.post(reverse("access:banner"), {"next": "https://evil.example/"})

    assert done["Location"] == reverse("access:home")
