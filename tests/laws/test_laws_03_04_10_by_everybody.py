"""Laws 3, 4 and 10, by everybody. Each reader, from the public to the records unit, opens
every address, follows every link and sends every form, takes every file and does every
act: once in a jail as it is, and again in two twins of it.

*Law 3, the record is exact*: what the jail as it is tells of whom is what the view history
names (``tests.exactness``).

*Law 4, refusal looks like absence*: in the first twin, those of whom the reader may know
nothing have never been there, though their keys are asked for: sealed and juvenile
bookings that would stand first, in the middle, at the end of a page and last. And every
value that they may not see is another one, of those whom they know too; so are all values
of whoever a lapsed grant still names. Both jails tell the same, to the byte.

*Law 10, a detainer changes nothing*: in the second twin nobody ever had papers of an
immigration authority. Everybody but the records unit is told the same, to the byte. The
one exception is written here: once a release is done, whoever did it is told that there
is a paper to hand over, and neither what it is nor from whom.

The way through the jail as it is serves all three, for it is the longest part.
"""

from dataclasses import replace

import pytest

from access.acts import Act
from access.enums import Role
from access.viewer import Viewer
from bookings.models import Detainer
from bookings.presenters import PAPER_SLIP
from tests import twins
from tests.exactness import Exactness
from tests.routes import routes
from tests.twins import Told
from tests.world import READERS, World, put_back, viewer_of, world

__all__ = ["world"]

# The records unit may know of all that is here; of one who was elsewhere it may not.
KEEPS_WHAT_IS_SEALED = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR}
# Where the slip may stand, and nowhere else: on what follows a release that is done.
AFTER_A_RELEASE = ("POST bookings:release_by_number", "GET bookings:record")
SHOWN = 20  # of the faults against one law: they are mostly one fault


# Three ways through the whole product, one after the other.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", READERS)
def test_the_record_is_exact_refusal_looks_like_absence_and_no_paper_counts(
    world, name
):
    known = twins.keys_of(world)
    with put_back():
        viewer = viewer_of(READERS[name](world))
        exact = Exactness(world, viewer)
        first = twins.told_everything(world, viewer, known, exact.look)
        faults = {
            "3, the record is exact": exact.faults(),
            "4, refusal looks like absence": without_hidden(world, viewer, first, name),
            "10, a detainer changes nothing": without_papers(world, viewer, first),
        }

    print(f"\n{name}: {exact}")
    assert not any(faults.values()), "\n".join(
        f"law {law}: {fault}"
        for law, found in faults.items()
        for fault in found[:SHOWN]
    )


def without_hidden(
    world: World, viewer: Viewer, first: dict[str, Told], name: str
) -> list[str]:
    with put_back():
        changed = twins.alter_hidden(world, viewer)
        gone = twins.forget_hidden(world, viewer)
        second = twins.told_everything(world, viewer, twins.keys_of(world))

    print(f"\n{name}: without {len(gone)} hidden people, {len(changed)} fields changed")
    sealed = [shadow for shadow in world.shadows if not shadow.startswith("juvenile")]
    assert len(gone) > (0 if name in KEEPS_WHAT_IS_SEALED else len(sealed))
    assert changed
    return differences(first, second)


def without_papers(world: World, viewer: Viewer, first: dict[str, Told]) -> list[str]:
    if viewer.may(Act.VIEW_PAPERS):
        return []  # the records unit reads papers: tests/integration/test_papers
    with put_back():
        assert Detainer.objects.all().delete()[0]
        second = twins.told_everything(world, viewer, twins.keys_of(world))

    slips = [ask for ask, told in first.items() if PAPER_SLIP in told.body]
    assert bool(slips) == bool(viewer.may(Act.DISCHARGE)), slips
    assert not [ask for ask, told in second.items() if PAPER_SLIP in told.body]
    return differences(
        *(
            {ask: without_slip(ask, told) for ask, told in answers.items()}
            for answers in (first, second)
        )
    )


def differences(first: dict[str, Told], second: dict[str, Told]) -> list[str]:
    every = {route.name for route in routes()}
    assert {ask.split()[1] for ask in first} == every
    return [
        f"{ask}: {told.differs_in(second[ask]) if ask in second else 'not asked'}"
        for ask, told in first.items()
        if second.get(ask) != told
    ] + [f"{ask}: asked in the twin alone" for ask in second if ask not in first]


def without_slip(ask: str, told: Told) -> Told:
    """An answer without the alert that holds the slip, where it may be, and without what
    says how long the answer is.
    """
    body = told.body
    if ask.startswith(AFTER_A_RELEASE) and PAPER_SLIP in body:
        before, _, after = body.partition(PAPER_SLIP)
        begin = before.rindex('<div class="usa-alert usa-alert--warning"')
        end = after.index("</div>", after.index("</div>") + 1) + len("</div>")
        body = before[:begin] + after[end:]
    lines = "\n".join(line for line in body.splitlines() if line.strip())
    headers = tuple(pair for pair in told.headers if pair[0] != "Content-Length")
    return replace(told, body=lines, headers=headers)


# --- The comparisons' own controls ----------------------------------------------------


def test_a_twin_that_tells_is_seen(world):
    """One ordinary person more, and the comparison finds them."""
    with put_back():
        viewer = viewer_of(None)
        first = twins.told_everything(world, viewer, set())
        world.bookings["ordinary"].charges.update(offense="Another")
        second = twins.told_everything(world, viewer, set())

    assert differences(first, second)


def test_a_paper_that_is_told_of_is_seen(world):
    """The records unit is told, and it is found."""
    with put_back():
        viewer = viewer_of(READERS["records_officer"](world))
        first = twins.told_everything(world, viewer, set())
        Detainer.objects.all().delete()
        second = twins.told_everything(world, viewer, set())

    assert differences(first, second)
