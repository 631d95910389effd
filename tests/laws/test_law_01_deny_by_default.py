"""Law 1. Deny by default: what nobody has allowed is nothing; and the gate's SQL,
which holds no rule of its own, answers as the rule does.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import law as lawfile
from access import policy
from access.acts import may
from access.enums import (
    CLASSES,
    EVERYTHING,
    GRANT_BASES,
    NOTHING,
    Basis,
    BookingKind,
    Certainty,
    Departments,
    Effect,
    FieldClass,
    LawKind,
    Mission,
    Purpose,
    Role,
    Standing,
)
from access.guards import ActDenied
from access.law import Law, Rule
from access.policy import BookingFacts, ViewerFacts, decide
from access.reference import laws
from access.statements import DECIDED, terms_params
from access.viewer import Viewer
from tests.routes import routes

LAWS = laws()
BOOKINGS = [BookingFacts(j, s) for j, s in product((False, True), repeat=2)]
EVERYTHING_HELD = dict.fromkeys(policy.SOURCES, EVERYTHING)
OFFICER = frozenset({Role.OFFICER})


@pytest.mark.parametrize(
    ("law", "viewer", "purpose"),
    [
        (
            None,
            ViewerFacts(Mission.JAIL, frozenset({Role.BOOKING_CLERK})),
            Purpose.CUSTODY,
        ),
        (LAWS[1], ViewerFacts(None), Purpose.CUSTODY),
        (LAWS[1], ViewerFacts("a mission nobody knows", OFFICER), Purpose.CUSTODY),
        (
            LAWS[1],
            ViewerFacts(Mission.CRIMINAL, frozenset()),
            Purpose.CRIMINAL_INVESTIGATION,
        ),
        (
            LAWS[1],
            ViewerFacts(Mission.CRIMINAL, frozenset({"a role nobody knows"})),
            Purpose.CRIMINAL_INVESTIGATION,
        ),
        (LAWS[1], ViewerFacts(Mission.CRIMINAL, OFFICER), None),
        (LAWS[1], ViewerFacts(Mission.CRIMINAL, OFFICER), "a purpose nobody knows"),
        (LAWS[1], ViewerFacts(Mission.CRIMINAL, OFFICER), Purpose.CIVIL_IMMIGRATION),
    ],
    ids=[
        "no law",
        "no mission",
        "unknown mission",
        "no role",
        "unknown role",
        "no purpose",
        "unknown purpose",
        "purpose of another mission",
    ],
)
def test_what_is_unknown_opens_nothing_past_the_register(law, viewer, purpose):
    for booking in BOOKINGS:
        allowed = decide(law, viewer, purpose, booking, EVERYTHING_HELD).allowed

        assert allowed & ~FieldClass.REGISTER == NOTHING


@pytest.mark.parametrize("standing", sorted(set(Standing) - policy.OPEN_STANDINGS))
def test_a_closed_account_is_shown_what_everybody_is_shown(standing):
    clerk = ViewerFacts(
        Mission.JAIL, frozenset({Role.BOOKING_CLERK}), standing=standing
    )

    allowed = decide(
        LAWS[2], clerk, Purpose.CUSTODY, BookingFacts(), EVERYTHING_HELD
    ).allowed

    assert allowed == FieldClass.REGISTER


@pytest.mark.parametrize("booking", BOOKINGS[1:], ids=["sealed", "juvenile", "both"])
def test_the_public_does_not_learn_of_a_juvenile_or_sealed_booking(booking):
    for law in LAWS:
        assert not decide(law, policy.PUBLIC, Purpose.PUBLIC_REGISTER, booking, {})


def test_nothing_held_opens_nothing_past_the_register():
    for law, mission, role, purpose in product(LAWS, Mission, Role, Purpose):
        viewer = ViewerFacts(mission, frozenset({role}))

        allowed = decide(law, viewer, purpose, BookingFacts(), {}).allowed

        assert allowed & ~FieldClass.REGISTER == NOTHING


def test_only_never_beats_a_basis():
    """A judge's paper opens what it names to a forbidden unit; what a never-rule
    names stays closed, whatever is held.
    """
    law = LAWS[2]
    removal = ViewerFacts(
        Mission.CIVIL_IMMIGRATION, OFFICER, in_immigration_department=True
    )

    allowed = decide(
        law, removal, Purpose.CRIMINAL_INVESTIGATION, BookingFacts(), EVERYTHING_HELD
    ).allowed

    assert FieldClass.CONTACT in allowed
    assert not allowed & (FieldClass.PAPERS | FieldClass.MOVEMENTS | FieldClass.ORIGIN)


def _rule(effect: Effect, classes: FieldClass, **parts) -> Rule:
    return Rule(
        id=effect.value,
        effect=effect,
        classes=classes,
        text="text",
        citation="citation",
        certainty=Certainty.FOUND,
        **parts,
    )


@pytest.mark.parametrize(
    "effect", [Effect.REGISTER, Effect.ALLOW, Effect.ALLOW_ON_BASIS]
)
def test_never_takes_its_classes_out_of_a_rule_that_names_others_too(effect):
    """Not the rule as a whole, and not nothing of it: exactly what it names."""
    reaches = {
        Effect.REGISTER: {},
        Effect.ALLOW: {"missions": {Mission.CRIMINAL}},
        Effect.ALLOW_ON_BASIS: {
            "missions": {Mission.CRIMINAL},
            "bases": {Basis.COURT_ORDER},
        },
    }
    two = FieldClass.CUSTODY | FieldClass.IDENTITY
    law = replace(
        LAWS[1],
        rules=(
            _rule(effect, two, **reaches[effect]),
            _rule(Effect.NEVER, FieldClass.IDENTITY | FieldClass.HEALTH),
        ),
    )
    officer = ViewerFacts(Mission.CRIMINAL, OFFICER)

    allowed = decide(
        law, officer, Purpose.PROSECUTION, BookingFacts(), EVERYTHING_HELD
    ).allowed

    assert allowed == FieldClass.CUSTODY


# fmt: off
FORBIDDEN = [
    # law                 mission                    department  forbidden
    (0, Mission.CIVIL_IMMIGRATION, True,  False),  # a stretch before the ordinance
    (1, Mission.CIVIL_IMMIGRATION, True,  True),
    (2, Mission.CIVIL_IMMIGRATION, True,  True),
    (1, Mission.MIXED,             False, True),   # a local detail is the unit's mission
    (1, Mission.CRIMINAL,          True,  True),   # whatever it says it is doing
    (1, Mission.CRIMINAL,          False, False),
    (2, Mission.OVERSIGHT,         False, False),  # counts, and the register
]
# fmt: on


@pytest.mark.parametrize(("law", "mission", "department", "forbidden"), FORBIDDEN)
def test_which_units_the_law_forbids(law, mission, department, forbidden):
    viewer = ViewerFacts(mission, OFFICER, department)

    assert policy.is_forbidden(LAWS[law], viewer) is forbidden


# --- The gate's SQL equals the rule -----------------------------------------------

_ANSWERS = f"""
WITH live AS (SELECT now() AS at),
base AS (SELECT * FROM unnest(%(base_juvenile)s::boolean[], %(base_sealed)s::boolean[],
    %(base_register)s::int[], %(base_door)s::int[], %(base_rules)s::text[])
    AS t(is_juvenile, is_sealed, register, door, rules)),
opens AS (SELECT * FROM unnest(%(open_juvenile)s::boolean[], %(open_sealed)s::boolean[],
    %(open_source)s::text[], %(open_classes)s::int[], %(open_rules)s::text[])
    AS t(is_juvenile, is_sealed, source, classes, rules)),
-- What is held stands in for the live tables, under the names the gate reads.
permitted AS (SELECT * FROM unnest(%(place)s::bigint[], %(standing)s::int[])
    AS t(facility_id, classes)),
access_accessrow AS (SELECT *, 1::bigint AS principal, now() - interval '1 day' AS
    starts_at, now() + interval '1 day' AS ends_at, NULL::bigint AS agreement_id
    FROM unnest(%(row_booking)s::uuid[], %(row_basis)s::text[], %(row_classes)s::int[])
    AS t(booking_id, basis, classes)),
candidate AS (SELECT * FROM unnest(%(booking)s::uuid[], %(place)s::bigint[],
    %(juvenile)s::boolean[], %(sealed)s::boolean[])
    AS t(booking_id, facility_id, is_juvenile, is_sealed),
    LATERAL (SELECT NULL::uuid AS person_id, 1 AS rank) unused)
{DECIDED}
SELECT booking_id, mask, basis, rules FROM decided"""


def _gate_answers(viewer: Viewer, cases: list[tuple[BookingFacts, dict]]) -> dict:
    """What the gate's own SQL decides for many bookings at once: case → answer."""
    key = "00000000-0000-0000-0000-{:012d}".format
    rows = [
        (key(number), basis.value, int(mask))
        for number, (_, held) in enumerate(cases)
        for basis, mask in held.items()
        # Standing access is to a place, or, as an attorney's, to one booking.
        if basis is not Basis.STANDING or number % 2
    ]
    params = terms_params(viewer) | {
        "principals": [1],
        "purpose": viewer.purpose,
        "booking": [key(n) for n in range(len(cases))],
        "place": list(range(len(cases))),
        "juvenile": [booking.is_juvenile for booking, _ in cases],
        "sealed": [booking.is_sealed for booking, _ in cases],
        "standing": [
            int(held.get(Basis.STANDING, 0)) * (1 - number % 2)
            for number, (_, held) in enumerate(cases)
        ],
        "row_booking": [row[0] for row in rows],
        "row_basis": [row[1] for row in rows],
        "row_classes": [row[2] for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, params)
        return {int(str(key)[-12:]): rest for key, *rest in cursor.fetchall()}


def _differences(law, facts, purpose, cases) -> list:
    viewer = Viewer(at=None, law=law, facts=facts, purpose=purpose)
    answers = _gate_answers(viewer, cases)
    different = []
    for number, (booking, held) in enumerate(cases):
        rule = decide(law, facts, purpose, booking, held)
        mask, basis, rules = answers.get(number, (0, "", ""))
        if (int(rule.allowed), set(rule.bases), set(rule.rules)) != (
            mask,
            set(basis.split()),
            set(rules.split()),
        ):
            different.append((booking, held, rule, mask, basis))
    return different


def _some_cases(chance: random.Random, number: int) -> list:
    masks = [NOTHING, EVERYTHING, *CLASSES]
    return [
        (
            chance.choice(BOOKINGS),
            {
                source: chance.choice(masks) | chance.choice(masks)
                for source in chance.sample(policy.SOURCES, chance.randint(0, 3))
            },
        )
        for _ in range(number)
    ]


@pytest.mark.django_db
def test_the_gates_sql_equals_the_rule_over_a_hundred_thousand_combinations():
    """Every law, mission, department and standing with roles and purposes drawn, each
    over bookings of every kind and holdings drawn: more than 100,000 in all.
    """
    chance = random.Random(18665)
    seen = 0
    for law, mission, department, standing in product(
        LAWS, [None, *Mission], (False, True), Standing
    ):
        for _ in range(2):
            facts = ViewerFacts(
                mission,
                frozenset(chance.sample(list(Role), chance.randint(0, 3))),
                department,
                standing,
            )
            purpose = chance.choice([None, *Purpose])
            cases = _some_cases(chance, 120)
            assert _differences(law, facts, purpose, cases) == []
            seen += len(cases)
    assert seen >= 100_000


def _rules() -> st.SearchStrategy[Rule]:
    def subset(vocabulary, **limits):
        return st.frozensets(st.sampled_from(list(vocabulary)), **limits)

    mask = st.integers(1, int(EVERYTHING)).map(FieldClass)
    return st.builds(
        Rule,
        id=st.uuids().map(str),
        effect=st.sampled_from(Effect),
        classes=mask,
        text=st.just("text"),
        citation=st.just("citation"),
        certainty=st.just(Certainty.FOUND),
        missions=subset(Mission),
        roles=subset(Role, max_size=3),
        purposes=subset(Purpose),
        bases=subset(GRANT_BASES),
        bookings=subset(BookingKind, min_size=1),
        departments=st.sampled_from(Departments),
    )


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rules=st.lists(_rules(), min_size=1, max_size=12),
    facts=st.builds(
        ViewerFacts,
        mission=st.sampled_from([None, *Mission]),
        roles=st.frozensets(st.sampled_from(Role), max_size=3),
        in_immigration_department=st.booleans(),
        standing=st.sampled_from(Standing),
    ),
    purpose=st.sampled_from([None, *Purpose]),
    chance=st.randoms(use_true_random=False),
)
def test_the_gates_sql_equals_the_rule_for_any_law(rules, facts, purpose, chance):
    """The laws we ship hide some differences; tables of random rules do not."""
    law = Law(
        title="random",
        kind=LawKind.LAW,
        jurisdiction="nowhere",
        effective_at=LAWS[0].effective_at,
        effective_source="",
        effective_certainty=Certainty.FOUND,
        rules=tuple(rules),
        sha256="0" * 64,
    )

    assert _differences(law, facts, purpose, _some_cases(chance, 60)) == []


# --- Law files ---------------------------------------------------------------------

GOOD = LAWS[1]


def _file(**changes) -> bytes:
    """A law file of one rule, with changes to the rule's lines."""
    rule = {
        "id": '"r"',
        "effect": '"allow"',
        "missions": '["jail"]',
        "purposes": '["custody"]',
        "classes": '["custody"]',
        "text": '"text"',
        "citation": '"RCW 1"',
        "certainty": '"found"',
    } | changes
    lines = [f"{key} = {value}" for key, value in rule.items() if value is not None]
    head = """title = "t"
kind = "law"
jurisdiction = "j"
effective_at = 2030-01-01T00:00:00-08:00
effective_source = "s"
effective_certainty = "found"
[[rule]]
"""
    return (head + "\n".join(lines)).encode()


# fmt: off
BAD_RULES = [
    ({"citation": None},                     "citation"),
    ({"certainty": '"sure"'},                "unknown word 'sure'"),
    ({"missions": '["police"]'},             "unknown word"),
    ({"missions": None},                     "missions"),
    ({"purposes": None},                     "purposes"),
    ({"classes": '["everything"]'},          "unknown word 'everything'"),
    ({"classes": '["reference"]'},           "unknown word 'reference'"),
    ({"classes": "[]"},                      "classes"),
    ({"classes": "3"},                       "classes: must be a list"),
    ({"classes": '"custody"'},               "classes: must be a list"),
    ({"classes": "[3]"},                     "unknown word 3"),
    ({"missions": "3"},                      "missions: must be a list"),
    ({"missions": "[[3]]"},                  "missions: unknown word"),
    ({"effect": "[3]"},                      "effect: unknown word"),
    ({"bases": '["judicial_warrant"]'},      "bases"),
    ({"effect": '"allow_on_basis"'},         "bases"),
    ({"effect": '"allow_on_basis"', "bases": '["standing"]'}, "basis"),
    ({"effect": '"register"'},               "everybody"),
    ({"exceptt": '"x"'},                     "unknown key 'exceptt'"),
]
# fmt: on


@pytest.mark.parametrize(("change", "reason"), BAD_RULES)
def test_a_bad_rule_is_refused_with_file_rule_and_reason(change, reason):
    with pytest.raises(lawfile.BadLaw) as refused:
        lawfile.parse(_file(**change), name="bad.toml")

    said = str(refused.value)
    assert "bad.toml" in said
    assert "'r'" in said
    assert reason in said


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("rule = 3", "rule: write each as a table"),
        ('rule = ["x"]', "rule 1: must be a table"),
        ('[rule]\nid = "r"', "rule: write each as a table"),
    ],
)
def test_a_rule_that_is_no_table_is_refused_with_file_and_reason(line, reason):
    with pytest.raises(lawfile.BadLaw, match=f"^bad.toml: {reason}"):
        lawfile.parse(f'title = "t"\n{line}'.encode(), name="bad.toml")


def test_a_good_file_of_the_same_kind_is_taken():
    assert lawfile.parse(_file(), name="good.toml").rules[0].id == "r"


def test_two_laws_cannot_begin_at_the_same_instant():
    one = lawfile.parse(_file(), name="one.toml")
    other = lawfile.parse(_file(text='"other"'), name="other.toml")

    with pytest.raises(lawfile.BadLaw, match="linear"):
        lawfile.check_linear([one, other])


# --- Acts -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_whoever_may_not_do_an_act_is_turned_away_before_any_key_is_looked_at(method):
    """The guard stands before the view, and before what says which methods it takes."""
    at = datetime(2026, 11, 4, 18, 0, tzinfo=UTC)
    guarded = [route for route in routes() if hasattr(route.view, "performs")]
    assert len(guarded) > 100
    for route in guarded:
        act = route.view.performs
        role = next(role for role in Role if not may(frozenset({role}), act))
        request = RequestFactory().generic(method, route.any_address())
        facts = ViewerFacts(Mission.JAIL, frozenset({role}))
        request.viewer = Viewer(at=at, facts=facts)

        with pytest.raises(ActDenied):
            route.view(request, **resolve(request.path).kwargs)
