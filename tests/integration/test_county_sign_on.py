"""The county's sign-on, against a provider that tells the truth, and one that lies."""

from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse

from access.acts import Act
from access.enums import Factor, Role
from access.models import Account, AccountSession
from access.session import PROVED_KEY, VISIT_KEY
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from tests import factories
from tests import issuer as issuers
from tests.authenticators import authenticator
from tests.clients import is_signed_in, signed_in

pytestmark = pytest.mark.django_db

START, BACK = "access:county_sign_on", "access:county_return"


@pytest.fixture
def issuer(db, settings):
    factories.laws()
    with issuers.running() as running:
        settings.DEBUG = True
        settings.SECOND_FACTOR_REQUIRED = True
        settings.COUNTY_SIGN_ON = running.settings()
        yield running


@pytest.fixture
def officer(issuer):
    """Somebody whose account is tied to what the provider calls them."""
    viewer = factories.viewer(Role.OFFICER)
    Account.objects.filter(pk=viewer.account_id).update(
        external_subject=f"{issuer.address}|{issuer.subject}", email="o@example.gov"
    )
    return viewer


def go(client) -> str:
    """The address that a browser is sent to."""
    return client.get(reverse(START))["Location"]


def come_back(client, answer: dict):
    return client.get(reverse(BACK), answer)


def sign_on(client, issuer, **over):
    return come_back(client, issuer.answer(go(client), **over))


def refusals(act: Act = Act.SIGN_IN) -> list[str]:
    return list(
        ActEvent.objects.filter(act=act, outcome=Outcome.REFUSED).values_list(
            "reason", flat=True
        )
    )


def visit(client) -> AccountSession:
    return AccountSession.objects.get(pk=client.session[VISIT_KEY])


# --- The truth ----------------------------------------------------------------------------


def test_whom_the_provider_vouches_for_comes_in_and_still_shows_a_second_factor(
    officer, issuer, client
):
    authenticator(officer.account_id)

    answer = sign_on(client, issuer)

    assert answer["Location"] == reverse("access:home")
    assert visit(client).first_factor == Factor.COUNTY_SIGN_ON
    assert visit(client).second_factor == ""
    work = client.get(reverse("bookings:search"))
    assert work["Location"] == reverse("access:second_factor")


def test_the_browser_is_sent_with_a_challenge_and_without_a_name(
    officer, issuer, client
):
    issuer.answer(go(client))

    assert issuer.asked.keys() == {
        *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }
    assert issuer.asked["code_challenge_method"] == "S256"
    assert issuer.asked["scope"] == "openid"
    assert issuer.asked["redirect_uri"] == "http://testserver/sign-in/county/return/"


# fmt: off
TRUST = [
    # the setting   what the token says                                            and so
    (True,          {"amr": ["pwd", "mfa"]},                                       "county_sign_on"),
    (True,          {"acr": "https://refeds.org/profile/mfa"},                     "county_sign_on"),
    (True,          {"amr": ["pwd"]},                                              ""),
    (True,          {"amr": "mfa"},                                                ""),
    (True,          {"acr": "1"},                                                  ""),
    (True,          {},                                                            ""),
    (False,         {"amr": ["pwd", "mfa"]},                                       ""),
]
# fmt: on


@pytest.mark.parametrize(("trusts", "claims", "second_factor"), TRUST)
def test_a_second_factor_that_was_checked_there_counts_if_the_county_says_so(
    officer, issuer, client, settings, trusts, claims, second_factor
):
    settings.OIDC_TRUSTS_FACTOR = trusts
    issuer.claims = claims

    sign_on(client, issuer)

    assert visit(client).second_factor == second_factor


def test_a_closed_account_is_told_why_as_by_password(officer, issuer, client):
    Account.objects.filter(pk=officer.account_id).update(
        suspended_at=now(), suspended_reason="left"
    )

    answer = sign_on(client, issuer)

    assert answer.status_code == 403
    assert "suspended" in answer.context["refusal"]
    assert not is_signed_in(client)


# --- Lies ---------------------------------------------------------------------------------

ANOTHER = rsa.generate_private_key(65537, 2048)
# fmt: off
LIES = {
    # what is wrong                 what the provider does                                       the record says
    "another nonce":                ({"claims": {"nonce": "another"}},                           "county_nonce"),
    "no nonce":                     ({"claims": {"nonce": None}},                                "county_nonce"),
    "for somebody else":            ({"claims": {"aud": "another-site"}},                        "county_audience"),
    "for several, by another":      ({"claims": {"aud": ["jail-records", "x"], "azp": "x"}},     "county_audience"),
    "for several, by nobody":       ({"claims": {"aud": ["jail-records", "x"]}},                 "county_audience"),
    "of another issuer":            ({"claims": {"iss": "https://example.com"}},                 "county_issuer"),
    "signed by another key":        ({"signs_with": ANOTHER},                                    "county_token"),
    "a key nobody knows":           ({"header": {"kid": "two"}},                                 "county_key"),
    "signed with a shared secret":  ({"algorithm": "HS256", "signs_with": "k" * 64},             "county_algorithm"),
    "no subject":                   ({"claims": {"sub": None}},                                  "county_token"),
    "an empty subject":             ({"claims": {"sub": ""}},                                    "county_subject"),
    "an endless subject":           ({"claims": {"sub": "s" * 300}},                             "county_subject"),
    "no end":                       ({"claims": {"exp": None}},                                  "county_token"),
    "an end that is no number":     ({"claims": {"exp": "soon"}},                                "county_token"),
    "an end past all time":         ({"claims": {"exp": 1e300}},                                 "county_token"),
    "somebody unknown":             ({"subject": "person-8"},                                    "county_unknown_subject"),
    "known by mail alone":          ({"subject": "o@example.gov",
                                      "claims": {"email": "o@example.gov"}},                     "county_unknown_subject"),
    "the same name elsewhere":      ({"claims": {"email_verified": True}, "subject": "PERSON-7"}, "county_unknown_subject"),
    "not a token":                  ({"token": "x"},                                             "county_token"),
}
# fmt: on


@pytest.mark.parametrize(("lie", "reason"), LIES.values(), ids=LIES)
def test_a_lie_is_refused_and_recorded(officer, issuer, client, lie, reason):
    for name, value in lie.items():
        setattr(issuer, name, value)

    answer = sign_on(client, issuer)

    assert answer.status_code == 403
    assert answer.context["refusal"] == ""
    assert not is_signed_in(client)
    assert refusals() == [reason]
    assert not AccountSession.objects.exists()


def test_a_token_that_nobody_signed_is_refused(officer, issuer, client):
    answer = issuer.answer(go(client))
    issuer.token = jwt.encode(
        {
            "iss": issuer.address,
            "sub": issuer.subject,
            "aud": "jail-records",
            "exp": int(now().timestamp()) + 300,
            "iat": int(now().timestamp()),
            "nonce": issuer.asked["nonce"],
        },
        None,
        "none",
        headers={"kid": "one"},
    )

    come_back(client, answer)

    assert refusals() == ["county_algorithm"]
    assert not is_signed_in(client)


# fmt: off
INSTANTS = [
    # seconds from now: end, beginning     and so
    (300,   0,                             None),
    (-59,   -300,                          None),                # clocks differ by a minute
    (-60,   -300,                          "county_expired"),
    (-3600, -7200,                         "county_expired"),
    (600,   61,                            "county_not_yet"),
    (600,   60,                            None),
]
# fmt: on


@pytest.mark.parametrize(("end", "beginning", "reason"), INSTANTS)
def test_the_instants_of_a_token_are_judged_by_our_clock(
    officer, issuer, client, clock, end, beginning, reason
):
    """Moved a year from the one that a library would ask."""
    clock(at := (now() + timedelta(days=20)).replace(microsecond=0))
    seconds = int(at.timestamp())
    issuer.claims = {"exp": seconds + end, "iat": seconds + beginning}

    sign_on(client, issuer)

    assert refusals() == ([reason] if reason else [])
    assert is_signed_in(client) is (reason is None)


def test_an_answer_is_taken_once(officer, issuer, client):
    answer = issuer.answer(go(client))
    come_back(client, answer)
    client.post(reverse("access:sign_out"))

    assert come_back(client, answer).status_code == 403
    assert refusals() == ["county_no_challenge"]


def test_an_answer_counts_in_the_browser_that_asked(officer, issuer, client):
    """Somebody else's link with a code of theirs signs nobody in."""
    answer = issuer.answer(go(client))
    stranger = client.__class__()
    go(stranger)

    assert come_back(stranger, answer).status_code == 403
    assert come_back(client.__class__(), answer).status_code == 403
    assert refusals() == ["county_state", "county_no_challenge"]


# fmt: off
ANSWERS = [
    ({"state": "another"},                        "county_state"),
    ({"state": ""},                               "county_state"),
    ({"state": "é"},                              "county_state"),
    ({"code": ""},                                "county_no_code"),
    ({"error": "access_denied"},                  "county_no_code"),
    ({"code": "another"},                         "county_refused"),
    ({"iss": "https://example.com"},              "county_issuer"),
]
# fmt: on


@pytest.mark.parametrize(("over", "reason"), ANSWERS)
def test_a_wrong_answer_is_refused(officer, issuer, client, over, reason):
    assert sign_on(client, issuer, **over).status_code == 403
    assert refusals() == [reason]


def test_an_answer_after_ten_minutes_is_late(officer, issuer, client, clock):
    clock(start := now())
    answer = issuer.answer(go(client))
    clock(start + timedelta(minutes=10))

    assert come_back(client, answer).status_code == 403


# fmt: off
METADATA = [
    ({"issuer": "https://example.com"},                       "county_issuer"),
    ({"token_endpoint": "http://example.com/token"},          "county_metadata"),
    ({"jwks_uri": "file:///etc/passwd"},                      "county_metadata"),
    ({"authorization_endpoint": "javascript:alert(1)"},       "county_metadata"),
    ({"authorization_endpoint": None},                        "county_metadata"),
]
# fmt: on


@pytest.mark.parametrize(("over", "reason"), METADATA)
def test_a_provider_that_leads_elsewhere_is_not_followed(issuer, client, over, reason):
    issuer.metadata = over

    assert client.get(reverse(START)).status_code == 403
    assert refusals() == [reason]


def test_a_provider_without_tls_is_one_of_a_laptop_alone(issuer, client, settings):
    settings.DEBUG = False

    assert client.get(reverse(START)).status_code == 403
    assert refusals() == ["county_metadata"]


def test_a_provider_that_does_not_answer_is_a_refusal_and_no_error(issuer, client):
    issuer.is_down = True

    assert client.get(reverse(START)).status_code == 403
    assert refusals() == ["county_refused"]


def test_without_a_provider_there_is_no_such_door(db, client, settings):
    factories.laws()
    settings.COUNTY_SIGN_ON = None
    officer = signed_in(factories.viewer(Role.OFFICER))
    session = officer.session
    session[PROVED_KEY] = now().isoformat()
    session.save()

    assert client.get(reverse(START)).status_code == 404
    assert client.get(reverse(BACK)).status_code == 404
    assert officer.post(reverse("access:link_county")).status_code == 404
    assert "county" not in client.get(reverse("access:sign_in")).content.decode()


# --- Tying an account to it ---------------------------------------------------------------


@pytest.fixture
def at_home(issuer):
    """Somebody signed in with both factors, whose account is tied to nothing yet."""
    viewer = factories.viewer(Role.OFFICER)
    client = signed_in(viewer)
    session = client.session
    session[PROVED_KEY] = now().isoformat()
    session.save()
    AccountSession.objects.update(second_factor=Factor.TOTP)
    return client


def link(client) -> str:
    return client.post(reverse("access:link_county")).context["address"]


def subject_of(client) -> str | None:
    return Account.objects.get(pk=int(client.session["_auth_user_id"])).external_subject


def test_its_holder_ties_an_account_to_it_and_comes_in_by_it(issuer, at_home, client):
    come_back(at_home, issuer.answer(link(at_home)))

    assert subject_of(at_home) == f"{issuer.address}|person-7"
    sign_on(client, issuer)
    assert is_signed_in(client)


def test_nobody_ties_what_is_tied_to_somebody_else(officer, issuer, at_home):
    answer = come_back(at_home, issuer.answer(link(at_home)))

    assert answer["Location"] == reverse("access:factors")
    assert subject_of(at_home) is None


def test_an_answer_to_tie_signs_nobody_in(officer, issuer, at_home, client):
    answer = issuer.answer(link(at_home))

    assert come_back(client, answer).status_code == 403
    assert not is_signed_in(client)


def test_an_answer_to_sign_in_ties_nothing(issuer, at_home, client):
    """A link with somebody else's code, opened by somebody who is signed in."""
    answer = issuer.answer(go(client))

    assert come_back(at_home, answer).status_code == 403
    assert subject_of(at_home) is None


def test_to_tie_it_takes_a_second_factor_and_a_password_just_given(
    issuer, at_home, clock
):
    clock(start := now())
    answer = issuer.answer(link(at_home))
    clock(start + timedelta(minutes=6))
    assert come_back(at_home, answer).status_code == 403

    clock(start)
    AccountSession.objects.update(second_factor="")
    assert at_home.post(reverse("access:link_county")).status_code == 302
    assert subject_of(at_home) is None


def test_it_is_untied_by_whoever_has_a_password(officer, issuer, client):
    sign_on(client, issuer)
    AccountSession.objects.update(second_factor=Factor.TOTP)
    client.post(reverse("access:unlink_county"))
    assert subject_of(client) is not None  # it is the only way in

    account = Account.objects.get(pk=officer.account_id)
    account.set_password("correct horse battery staple")
    account.save(update_fields=["password"])
    sign_on(client, issuer)
    AccountSession.objects.filter(ended_at=None).update(second_factor=Factor.TOTP)
    client.post(reverse("access:unlink_county"))
    assert subject_of(client) is None
