"""Law 4, by twins. Somebody tries everything in a jail, and again in a jail that
differs only in what they may not know; both tell them the same, to the byte.

In the twin, those of whom they may know nothing have never been there, though their
keys are asked for: sealed and juvenile bookings that would stand first, in the middle,
at the end of a page and last. And every value that they may not see is another one, of
those whom they know too; so are all values of whoever a lapsed grant still names.
"""

import pytest

from access.enums import Role
from tests import twins
from tests.routes import routes
from tests.world import READERS, put_back, viewer_of, world

__all__ = ["world"]


@pytest.mark.parametrize("name", READERS)
def test_nobody_is_told_anything_by_what_they_may_not_know(world, name):
    known = {str(b.pk) for b in (*world.everybody().values(), *world.fillers)}
    known |= {str(b.person_id) for b in (*world.everybody().values(), *world.fillers)}
    with put_back():
        viewer = viewer_of(READERS[name](world))
        first = twins.told_everything(world, viewer, known)
        changed = twins.alter_hidden(world, viewer)
        gone = twins.forget_hidden(world, viewer)
        second = twins.told_everything(world, viewer, known)

    differences = [
        f"{ask}: {told.differs_in(second[ask]) if ask in second else 'not asked'}"
        for ask, told in first.items()
        if second.get(ask) != told
    ]
    print(
        f"\n{name}: {len(first)} answers alike, without {len(gone)} hidden people and"
        f" with {len(changed)} fields changed"
    )
    assert not differences, "\n".join(differences[:20])
    assert first.keys() == second.keys()
    assert {ask.split()[1] for ask in first} == {route.name for route in routes()}
    sealed = [shadow for shadow in world.shadows if not shadow.startswith("juvenile")]
    assert len(gone) > (0 if name in KEEPS_WHAT_IS_SEALED else len(sealed))
    assert changed


# The records unit may know of all that is here; of one who was elsewhere it may not.
KEEPS_WHAT_IS_SEALED = {Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR}


def test_a_twin_that_tells_is_seen(world):
    """The comparison's own control: one ordinary person more, and it finds them."""
    with put_back():
        viewer = viewer_of(None)
        first = twins.told_everything(world, viewer, set())
        world.bookings["ordinary"].charges.update(offense="Another")
        second = twins.told_everything(world, viewer, set())

    assert [ask for ask in first if first[ask] != second[ask]]
