"""A county's OpenID provider, small enough to lie in every way that one may."""

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from audit.clock import now

# One for all of them: to make one takes its time.
OWN = rsa.generate_private_key(65537, 2048)
CLIENT, SECRET = "jail-records", "a secret of two"


@dataclass
class Issuer:
    """``claims`` and ``header`` are put over those of an honest token; ``signs_with``
    over its key; ``metadata`` over what it says of itself.
    """

    address: str = ""
    subject: str = "person-7"
    claims: dict = field(default_factory=dict)
    header: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    algorithm: str = "RS256"
    signs_with: object = None
    token: str | None = None
    is_down: bool = False
    asked: dict = field(default_factory=dict)
    own: rsa.RSAPrivateKey = OWN

    def settings(self) -> dict[str, str]:
        return {
            "issuer": self.address,
            "client_id": CLIENT,
            "client_secret": SECRET,
        }

    def answer(self, location: str, **over) -> dict:
        """What the browser brings back, of the address it was sent to."""
        self.asked = {
            name: values[0]
            for name, values in parse_qs(urlsplit(location).query).items()
        }
        return {"code": "one-code", "state": self.asked["state"], **over}

    # --- What it serves

    def served(self, path: str) -> dict | None:
        if self.is_down:
            return None
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                **self.metadata,
            }
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(
                self.own.public_key(), as_dict=True
            )
            return {"keys": [{**public, "kid": "one", "use": "sig"}]}
        return None

    def exchanged(self, form: dict[str, str], authorization: str) -> dict | None:
        """A token for the code, to whoever asked for it and nobody else."""
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = (
            authorization == f"Basic {basic}"
            and challenge == self.asked["code_challenge"]
            and form["redirect_uri"] == self.asked["redirect_uri"]
            and form["code"] == "one-code"
        )
        return {"id_token": self.token or self._signed()} if is_right else None

    def _signed(self) -> str:
        at = int(now().timestamp())
        claims = {
            "iss": self.address,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": at + 300,
            "iat": at,
            "nonce": self.asked["nonce"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signs_with or self.own
        header = {"kid": "one", **self.header}
        return jwt.encode(claims, key, self.algorithm, headers=header)


@contextmanager
def running():
    """An issuer on this machine, for as long as the block lasts."""
    issuer = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer))
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(issuer: Issuer):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._send(issuer.served(self.path))

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            fields = {name: values[0] for name, values in form.items()}
            self._send(issuer.exchanged(fields, self.headers.get("Authorization", "")))

        def _send(self, found: dict | None):
            body = json.dumps(found or {"error": "no"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
