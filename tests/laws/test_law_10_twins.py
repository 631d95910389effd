"""Law 10, by twins. Everybody but the records unit tries everything in a jail where
people have papers, and again in one where nobody ever had any: every page, every list,
every act, custody and release among them, answers the same to the byte.

The one exception is written here: once a release is done, whoever did it is told that
there is a paper to hand over, and neither what it is nor from whom.
"""

from dataclasses import replace

import pytest

from access.acts import Act
from bookings.models import Detainer
from bookings.presenters import PAPER_SLIP
from tests import twins
from tests.routes import routes
from tests.world import READERS, put_back, viewer_of, world

__all__ = ["world"]

# Where the slip may stand, and nowhere else: on what follows a release that is done.
AFTER_A_RELEASE = ("POST bookings:release_by_number", "GET bookings:record")


def without_slip(ask: str, told: twins.Told) -> twins.Told:
    """An answer without the alert that holds the slip, where it may be."""
    if not ask.startswith(AFTER_A_RELEASE) or PAPER_SLIP not in told.body:
        return told
    before, _, after = told.body.partition(PAPER_SLIP)
    begin = before.rindex('<div class="usa-alert usa-alert--warning"')
    end = after.index("</div>", after.index("</div>") + 1) + len("</div>")
    return replace(told, body=_lines(before[:begin] + after[end:]))


def _lines(body: str) -> str:
    return "\n".join(line for line in body.splitlines() if line.strip())


@pytest.mark.parametrize("name", READERS)
def test_nobody_is_told_and_nothing_is_done_otherwise_because_of_a_paper(world, name):
    known = {str(b.pk) for b in (*world.everybody().values(), *world.fillers)}
    known |= {str(b.person_id) for b in (*world.everybody().values(), *world.fillers)}
    with put_back():
        viewer = viewer_of(READERS[name](world))
        if viewer.may(Act.VIEW_PAPERS):
            pytest.skip("the records unit reads papers: tests/integration/test_papers")
        with_papers = twins.told_everything(world, viewer, known)
        papers = Detainer.objects.count()
        Detainer.objects.all().delete()
        without = twins.told_everything(world, viewer, known)

    slips = [ask for ask, told in with_papers.items() if PAPER_SLIP in told.body]
    differences = [
        f"{ask}: {one.differs_in(two)}"
        for ask in with_papers
        if ask in without
        and (one := _settled(ask, with_papers[ask]))
        != (two := _settled(ask, without[ask]))
    ]
    assert papers
    assert not differences, "\n".join(differences[:20])
    assert with_papers.keys() == without.keys()
    assert {ask.split()[1] for ask in with_papers} == {r.name for r in routes()}
    assert bool(slips) == bool(viewer.may(Act.DISCHARGE)), slips
    assert not [ask for ask, told in without.items() if PAPER_SLIP in told.body]


def _settled(ask: str, told: twins.Told) -> twins.Told:
    bare = without_slip(ask, told)
    return replace(bare, body=_lines(bare.body), headers=_without_length(bare.headers))


def _without_length(headers: tuple) -> tuple:
    return tuple(pair for pair in headers if pair[0] != "Content-Length")


def test_a_paper_that_is_told_of_is_seen(world):
    """The comparison's own control: the records unit is told, and it is found."""
    with put_back():
        viewer = viewer_of(READERS["records_officer"](world))
        first = twins.told_everything(world, viewer, set())
        Detainer.objects.all().delete()
        second = twins.told_everything(world, viewer, set())

    assert [ask for ask in first if first[ask] != second.get(ask)]
