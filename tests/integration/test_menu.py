"""The main menu leads where somebody may go, and nowhere else."""

import pytest

from access.enums import Role
from access.menu import GROUPS, ROW, menu
from tests import factories
from tests.routes import routes

LINKS = [link for _, links in GROUPS for link in links]
VIEWS = {route.name: route.view for route in routes()}


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.route)
def test_a_link_is_there_for_whoever_its_page_opens_to(link):
    view = VIEWS[link.route]

    assert getattr(view, "performs", None) == link.act
    assert link.act or hasattr(view, "is_public")
    assert set(link.also) <= set(VIEWS), "a page under it that is no page"


def test_every_link_has_a_word_and_a_page_of_its_own():
    assert len({link.label for link in LINKS}) == len(LINKS)
    assert len({link.route for link in LINKS}) == len(LINKS)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_row_is_short_and_holds_every_page_once(role):
    factories.laws()
    viewer = factories.viewer(role)

    row = menu(viewer, "")

    assert len(row) <= ROW + 1
    pages = [one for entry in row for one in entry.get("entries", [entry])]
    due = [link for link in LINKS if link.act is None or viewer.may(link.act)]
    assert sorted(one["label"] for one in pages) == sorted(link.label for link in due)


@pytest.mark.django_db
def test_where_one_is_shows_also_in_a_group():
    factories.laws()
    viewer = factories.viewer(Role.ADMINISTRATOR)

    row = menu(viewer, "access:agency")

    [group] = [entry for entry in row if entry.get("is_here")]
    assert [e["label"] for e in group["entries"] if e["current"]] == ["Agencies"]
