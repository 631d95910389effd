"""Laws 3, 4 and 10, by everybody. Each reader, from the public to the records unit, opens
every address, follows every link and sends every form, takes every file and does every
act: once in a jail as it is, and again in its twin.

*Law 3, the record is exact*: what the jail as it is tells of whom is what the view history
names (``tests.exactness``).

*Law 4, refusal looks like absence*: in the twin, those of whom the reader may know nothing
have never been there, though their keys are asked for: sealed and juvenile bookings that
would stand first, in the middle, at the end of a page and last. And every value that they
may not see is another one, of those whom they know too; so are all values of whoever a
lapsed grant still names. Both jails tell the same, to the byte.

*Law 10, a detainer changes nothing*: nobody in the twin ever had papers of an immigration
authority, unless the reader is of the records unit, who may read them. The one exception
is written here: once a release is done, whoever did it is told that there is a paper to
hand over, and neither what it is nor from whom.
"""

from dataclasses import replace

import pytest

from access.acts import Act
from access.enums import Role
from bookings.models import Detainer
from bookings.presenters import PAPER_SLIP
from tests import twins
from tests.exactness import Exactness
from tests.routes import routes
from tests.twins import Told
from tests.world import READERS, put_back, viewer_of, world

__all__ = ["world"]

# The records unit may know of all that is here; of one who was elsewhere it may not.
KEEPS_WHAT_IS_SEALED = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR}
# Where the slip may stand, and nowhere else: on what follows a release that is done.
AFTER_A_RELEASE = ("POST bookings:release_by_number", "GET bookings:record")
SHOWN = 20  # of the faults: they are mostly one fault


@pytest.mark.timeout(600)  # twice through the whole product
@pytest.mark.parametrize("name", READERS)
def test_everybody_is_told_what_the_history_names_and_nothing_of_what_they_may_not_know(
    world, name
):
    known = twins.keys_of(world)
    with put_back():
        viewer = viewer_of(READERS[name](world))
        exact = Exactness(world, viewer)
        first = twins.told_everything(world, viewer, known, exact.look)
        inexact = exact.faults()
        changed = twins.alter_hidden(world, viewer)
        gone = twins.forget_hidden(world, viewer)
        reads_papers = bool(viewer.may(Act.VIEW_PAPERS))
        if not reads_papers:
            assert Detainer.objects.all().delete()[0]
        second = twins.told_everything(world, viewer, known)

    print(
        f"\n{name}: {exact}; the same without {len(gone)} hidden people and with"
        f" {len(changed)} fields changed"
    )
    assert not inexact, "\n".join(inexact[:SHOWN])
    told = differences(first, second)
    assert not told, "\n".join(told[:SHOWN])
    assert changed
    sealed = [shadow for shadow in world.shadows if not shadow.startswith("juvenile")]
    assert len(gone) > (0 if name in KEEPS_WHAT_IS_SEALED else len(sealed))
    slips = [ask for ask, told in first.items() if PAPER_SLIP in told.body]
    assert bool(slips) == bool(viewer.may(Act.DISCHARGE)), slips


def differences(first: dict[str, Told], second: dict[str, Told]) -> list[str]:
    """What the twin tells otherwise, but for the slip."""
    assert {ask.split()[1] for ask in first} == {route.name for route in routes()}
    first, second = (
        {ask: without_slip(ask, told) for ask, told in answers.items()}
        for answers in (first, second)
    )
    return [
        f"{ask}: {told.differs_in(second[ask]) if ask in second else 'not asked'}"
        for ask, told in first.items()
        if second.get(ask) != told
    ] + [f"{ask}: asked in the twin alone" for ask in second if ask not in first]


def without_slip(ask: str, told: Told) -> Told:
    """An answer after a release without the alert that holds the slip, if it does."""
    if not ask.startswith(AFTER_A_RELEASE):
        return told
    body = told.body
    if PAPER_SLIP in body:
        before, _, after = body.partition(PAPER_SLIP)
        begin = before.rindex('<div class="usa-alert usa-alert--warning"')
        end = after.index("</div>", after.index("</div>") + 1) + len("</div>")
        body = before[:begin] + after[end:]
    lines = "\n".join(line for line in body.splitlines() if line.strip())
    return replace(told, body=lines)


# --- The comparisons' own controls ----------------------------------------------------


def test_a_twin_that_tells_is_seen(world):
    """One ordinary person more, and the comparison finds them."""
    with put_back():
        viewer = viewer_of(None)
        first = twins.told_everything(world, viewer, set())
        world.bookings["ordinary"].charges.update(offense="Another")
        second = twins.told_everything(world, viewer, set())

    assert differences(first, second)


@pytest.mark.timeout(600)  # twice through the whole product, as above
def test_a_paper_that_is_told_of_is_seen(world):
    """The records unit is told, and it is found."""
    with put_back():
        viewer = viewer_of(READERS["records_officer"](world))
        first = twins.told_everything(world, viewer, set())
        Detainer.objects.all().delete()
        second = twins.told_everything(world, viewer, set())

    assert differences(first, second)
