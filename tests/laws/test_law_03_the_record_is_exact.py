"""Law 3. The record is exact.

A value that stands nowhere else is planted in every field of everybody on record.
Then everybody, from the public to the records unit, tries everything
(``test_laws_03_04_10_by_everybody``), and what each answer says of whom is compared with
what the view history says was shown (``tests.exactness``). Here stands what makes that
comparison one: that every field is planted, and every address and form is tried.
"""

import pytest

from access.acts import Act
from access.enums import FieldClass
from audit.shapes import REGISTERED
from tests.architecture.test_fields import MODEL_OF, classes_of
from tests.canaries import FACILITY
from tests.crawl import Crawl
from tests.exactness import SHOWN_NOWHERE, due
from tests.routes import routes
from tests.world import READERS, SAME_AS, in_role, put_back, viewer_of, world

__all__ = ["world"]


# --- The comparison itself ------------------------------------------------------------


def test_every_field_of_every_record_is_planted_and_on_some_page(world):
    """A field that no page shows is compared with nothing, and needs a reason."""
    fields = {
        f"{path}.{name}"
        for path, model in MODEL_OF.items()
        for name, field_class in classes_of(model).items()
        if field_class is not FieldClass.REFERENCE and name != "facility"
    } | {FACILITY}
    on_a_page = {path for shape in REGISTERED.values() for path, _ in shape.fields}

    assert {token.path for token in world.canaries.tokens} == fields
    assert fields - on_a_page == set(SHOWN_NOWHERE)


@pytest.mark.parametrize(("role", "tried"), SAME_AS.items())
def test_whoever_does_not_try_everything_is_the_same_as_one_who_does(
    world, role, tried
):
    """The product knows a role by its acts and by the law's rules alone."""
    with put_back():
        one, other = (viewer_of(in_role(of)(world)) for of in (role, tried))
        open_to = [world.allowed(viewer) for viewer in (one, other)]

    assert [bool(one.may(act)) for act in Act] == [bool(other.may(act)) for act in Act]
    assert (one.mission, one.purpose) == (other.mission, other.purpose)
    assert open_to[0] == open_to[1]


# Between them they may see every field of somebody.
WIDEST = (
    "the public",
    "booking_clerk",
    "nurse",
    "records_supervisor",
    "consular_officer",
    "counsel",
    "privacy_officer",
    "officer",
)


def test_every_field_may_be_seen_by_somebody_and_is_closed_to_the_public(world):
    """Each reader's own test says that what is due to them was seen."""
    with put_back():
        viewers = [viewer_of(READERS[name](world)) for name in WIDEST]
        seen = {
            token.path
            for viewer in viewers
            for token in due(world, viewer, world.allowed(viewer))
        }
        public = viewer_of(None)
        open_to_all = due(world, public, world.allowed(public))

    assert seen == {token.path for token in world.canaries.tokens} - set(SHOWN_NOWHERE)
    assert {token.field_class for token in open_to_all} == {FieldClass.REGISTER}


def test_no_canary_stands_in_another(world):
    """Else one field's value would be taken for another's."""
    tokens = world.canaries.tokens
    spelt = [(spelling, token) for token in tokens for spelling in token.spellings]

    assert [
        (one, other)
        for one, token in spelt
        for other, of in spelt
        if token is not of and one in other
    ] == []


# What answers nobody here, and why.
ANSWERS_NOBODY = {
    "demo:sign_in": "signs in as the demonstration's own people alone",
    "access:passkey_sign_in": "takes a signature: tests/integration/test_second_factor",
    "access:county_sign_on": "is there where the county has a provider:"
    " tests/integration/test_county_sign_on",
    "access:county_return": "the same",
    "access:join": "answers whoever has used a letter, and shows what the letter is to",
}


def test_every_address_answers_somebody_and_every_form_is_taken(world):
    """An address that only ever refuses is not tried, nor a form full of errors."""
    waiting = {route.name: route for route in routes()}
    for name in WIDEST:
        with put_back():
            crawl = Crawl(world, viewer_of(READERS[name](world)))
            for route in 2 * list(waiting.values()):  # pages first, then their forms
                if route.name in waiting and crawl.is_answered(route):
                    waiting.pop(route.name, None)

    assert set(waiting) == set(ANSWERS_NOBODY), (
        "say in `typed` (tests/crawl.py) what a person would send there, or in"
        " World.keys (tests/world.py) of whom"
    )
