"""The county's sign-on: OpenID Connect's authorization code flow, with PKCE.

The protocol alone: who signs in by it is for ``access.services.county``. Everything
that the provider says is checked here, by our own clock; what fails closes, with a code
of what it was.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings

# Signatures with a public key. "none", and those with a shared secret, are none.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})
# How far the provider's clock may be off ours.
LEEWAY = timedelta(seconds=60)
TIMEOUT = 5  # seconds
# RFC 8176, and the classes under which providers say the same.
CHECKED_TWO = "mfa"
TWO_FACTOR_CLASSES = frozenset(
    {
        *("phr", "phrh", "https://refeds.org/profile/mfa"),
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    }
)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class SignOnFailed(Exception):
    """``reason``: a code, for the record; whoever signs in reads the same of each."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What one attempt must be answered with."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> "Asked":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom the provider vouches for: an identifier, and never a mail address."""

    subject: str
    checked_two: bool


def authorization_url(asked: Asked, redirect_uri: str) -> str:
    """Where the browser is sent to."""
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    words = {
        "response_type": "code",
        "client_id": settings.COUNTY_SIGN_ON["client_id"],
        "redirect_uri": redirect_uri,
        "scope": "openid",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    address = _metadata()["authorization_endpoint"]
    joint = "&" if urlsplit(address).query else "?"
    return f"{address}{joint}{urlencode(words)}"


def somebody(
    answer: Mapping[str, str], asked: Asked, redirect_uri: str, at: datetime
) -> Somebody:
    """Whom the provider's answer in the address names. Raises SignOnFailed."""
    if not _same(answer.get("state", ""), asked.state):
        raise SignOnFailed("state")
    if answer.get("iss", _issuer()) != _issuer():  # RFC 9207
        raise SignOnFailed("issuer")
    if "error" in answer or not answer.get("code"):
        raise SignOnFailed("no_code")
    metadata = _metadata()
    token = _id_token(metadata, answer["code"], asked, redirect_uri)
    claims = _claims(metadata, token)
    _check(claims, asked, at)
    subject = f"{_issuer()}|{claims['sub']}"
    return Somebody(subject, checked_two=_has_checked_two(claims))


def _issuer() -> str:
    return settings.COUNTY_SIGN_ON["issuer"]


def _same(one: object, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())


# --- What the provider serves ---------------------------------------------------------


def _metadata() -> dict:
    found = _fetched("GET", f"{_issuer().rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != _issuer():
        raise SignOnFailed("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(found.get(name)):
            raise SignOnFailed("metadata")
    return found


def _is_safe(address: object) -> bool:
    """Over TLS; without it on this very machine alone, while looking around."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    is_here = settings.DEBUG and parts.hostname in _LOOPBACK
    return parts.scheme == "https" or (parts.scheme == "http" and is_here)


def _fetched(method: str, address: str, **options) -> dict:
    """JSON from the provider; it does not send us on to somebody else."""
    if not _is_safe(address):
        raise SignOnFailed("metadata")
    try:
        response = requests.request(
            method, address, timeout=TIMEOUT, allow_redirects=False, **options
        )
        found = response.json() if response.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError):
        raise SignOnFailed("unreachable") from None
    if not isinstance(found, dict):
        raise SignOnFailed("refused")
    return found


def _id_token(metadata: dict, code: str, asked: Asked, redirect_uri: str) -> str:
    own = settings.COUNTY_SIGN_ON
    found = _fetched(
        "POST",
        metadata["token_endpoint"],
        auth=(own["client_id"], own["client_secret"]),
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": asked.verifier,
        },
    )
    token = found.get("id_token")
    if not isinstance(token, str):
        raise SignOnFailed("no_token")
    return token


# --- What the token says ----------------------------------------------------------------


def _claims(metadata: dict, token: str) -> dict:
    """The claims of a token that the provider has signed for us. Its instants are not
    yet checked: the library would ask another clock than ours.
    """
    own = settings.COUNTY_SIGN_ON
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise SignOnFailed("algorithm")
        return jwt.decode(
            token,
            _key(metadata, header),
            algorithms=[header["alg"]],
            audience=own["client_id"],
            issuer=own["issuer"],
            options={
                "require": ["iss", "sub", "aud", "exp", "iat"],
                **{f"verify_{name}": False for name in ("exp", "iat", "nbf")},
            },
        )
    except jwt.InvalidAudienceError:
        raise SignOnFailed("audience") from None
    except jwt.InvalidIssuerError:
        raise SignOnFailed("issuer") from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise SignOnFailed("token") from None


def _key(metadata: dict, header: dict):
    keys = _fetched("GET", metadata["jwks_uri"]).get("keys") or []
    ours = [key for key in keys if isinstance(key, dict) and _is_public(key)]
    for key in jwt.PyJWKSet(ours).keys:
        if key.key_id == header.get("kid"):
            return key.key
    raise SignOnFailed("key")


def _is_public(key: dict) -> bool:
    """For signatures, and not a secret that both sides know."""
    return key.get("use", "sig") == "sig" and key.get("kty") != "oct"


def _check(claims: dict, asked: Asked, at: datetime) -> None:
    if not _same(claims.get("nonce"), asked.nonce):
        raise SignOnFailed("nonce")
    own = settings.COUNTY_SIGN_ON["client_id"]
    # Of a token for several, we are the one it was asked by.
    if claims.get("azp", own) != own or (
        isinstance(claims["aud"], list)
        and len(claims["aud"]) > 1
        and "azp" not in claims
    ):
        raise SignOnFailed("audience")
    if _instant(claims["exp"]) <= at - LEEWAY:
        raise SignOnFailed("expired")
    begins = [_instant(claims[name]) for name in ("iat", "nbf") if name in claims]
    if max(begins) > at + LEEWAY:
        raise SignOnFailed("not_yet")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise SignOnFailed("subject")


def _instant(seconds: object) -> datetime:
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise SignOnFailed("token") from None


def _has_checked_two(claims: dict) -> bool:
    """Whether the provider says that it has checked a second factor."""
    methods = claims.get("amr")
    return (isinstance(methods, list) and CHECKED_TWO in methods) or claims.get(
        "acr"
    ) in TWO_FACTOR_CLASSES
