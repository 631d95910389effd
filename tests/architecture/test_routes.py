"""Every route says what it performs, or that it is public, or of one's own account."""

import inspect

import pytest
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from access.acts import ACTS, Act
from tests.routes import routes

MARKS = ("performs", "is_public", "is_own_account")
ROUTES = routes()
NAMES = [route.name for route in ROUTES]


def test_every_route_has_a_name_and_an_address_of_its_own():
    assert len(set(NAMES)) == len(NAMES)
    for route in ROUTES:
        assert route.any_address(), route.name


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_every_route_carries_exactly_one_mark(route):
    marks = [mark for mark in MARKS if hasattr(route.view, mark)]

    assert len(marks) == 1, (
        f"{route.name} has {marks or 'no mark'}: put @performs(Act.…), @public or"
        " @own_account over the view, see access/guards.py"
    )
    if marks == ["performs"]:
        assert route.view.performs in ACTS


def test_every_act_that_a_person_can_do_has_a_route_or_is_done_at_sign_in():
    without_a_page = {
        Act.SIGN_IN,  # the sign-in page is public: nobody is anybody yet
        Act.CHOOSE_CAPACITY,  # the page of one's own capacities
        Act.ACKNOWLEDGE,  # a page of one's own, before anything else
        Act.UNLOCK,  # a page of one's own, after a pause
        Act.SECOND_FACTOR,  # a page of one's own, before anything else
        Act.CHANGE_FACTORS,  # pages of one's own
        Act.TRAIN,  # a page of one's own, when a training is due
        Act.TAKE_UP,  # by the letter: nobody is anybody yet
        Act.USE_SESSION,  # every page, by a cookie
        Act.END_SESSION,  # the page of one's own sessions
        Act.CHANGE_PASSWORD,  # a page of one's own
        Act.LOCK_NAME,  # the system's own, at the fifth failure
        Act.VIEW_LAWS,  # the laws are public
        Act.SCAN_EVIDENCE,  # the system's own
        Act.FORGET_PAPER,  # the system's own
        Act.SCAN_DESK,  # the system's own
        Act.MAKE_SHEET,  # the system's own
        Act.OPEN_SHEET,  # away from the system, entered by a command
        Act.IMPORT_ROSTER,  # a command
        Act.IMPORT_BOOKINGS,  # a command
        Act.SCAN,  # the system's own
        *(Act.SEAL, Act.UNSEAL, Act.EXPUNGE),  # entered on the page Act.VIEW_ORDERS
        Act.LOAD_LAW,  # the system's own
        Act.DRAFT_LAW,  # a command
        Act.REPORT_LAW_DAY,  # the system's own
        Act.CHECK_DUTIES,  # the system's own
        Act.DRILL,  # a command
        Act.IMPORT_LOG,  # a command
        Act.UNDO_IMPORT,  # a command
        Act.OPEN_CAMPAIGN,  # the system's own
        Act.VOID_CAMPAIGN,  # the system's own
        Act.REMIND_REVIEWER,  # the system's own
        Act.CHOOSE_TEXT,  # with the form that the text stands in
        Act.NOTE_AUTHOR,  # with the act that received the words
        Act.ROTATE_KEYS,  # a command
        Act.LOAD_TEXT,  # a command
        Act.PURGE_CONSULAR,  # the system's own
    }
    performed = {getattr(route.view, "performs", None) for route in ROUTES} - {None}

    assert performed | without_a_page == set(Act)
    assert not performed & without_a_page


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_every_view_says_which_methods_it_takes(route):
    """By a decorator, under the mark: a view that takes any method is a mistake."""
    assert "http_method" in _closures(route.view), (
        f"{route.name}: say @require_safe, @require_POST or @require_http_methods"
    )


def _closures(view) -> str:
    """The code that a request passes on its way into the view."""
    found = ""
    while view is not None:
        found += " ".join(
            f"{cell.cell_contents}"
            for cell in view.__closure__ or ()
            if _is_words(cell)
        )
        if "request_method_list" in view.__code__.co_freevars:
            return "http_method"
        view = getattr(view, "__wrapped__", None)
    return found


def _is_words(cell) -> bool:
    return isinstance(cell.cell_contents, list | tuple)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route",
    [r for r in ROUTES if not hasattr(r.view, "is_public")],
    ids=lambda route: route.name,
)
def test_who_is_not_signed_in_is_sent_to_the_door(client, route):
    """And comes back to the page that was asked for, with nothing of it shown."""
    address = route.any_address()
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response["Location"] in {
            redirect_to_login(address, reverse("access:sign_in")).url,
            reverse("access:working_as"),
        }
        assert not response.content


def test_a_public_view_that_shows_a_person_goes_through_the_gate():
    """Only these may be open to everybody; a new one is thought about by two people."""
    public = {route.name for route in ROUTES if hasattr(route.view, "is_public")}

    assert public == {
        "access:home",
        "access:sign_in",
        "access:passkey_sign_in",
        "access:passkey_sign_in_options",
        "access:county_sign_on",
        "access:county_return",
        "access:join",
        "access:join_with",
        "access:laws",
        "access:law",
        "bookings:register",
        "bookings:register_json",  # the same page, through the same gate
        "bookings:register_csv",
        "compliance:notice",  # counts alone, for whoever was sent its token
        "demo:people",
        "demo:sign_in",
    }


def test_every_view_is_a_function_of_its_app():
    for route in ROUTES:
        view = inspect.unwrap(route.view)
        assert inspect.isfunction(view), f"{route.name}: views are functions"
        assert "views" in view.__module__.split("."), route.name
