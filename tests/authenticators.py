"""What somebody holds, in software: an authenticator app, and a security key."""

import hashlib
import json
import os
from dataclasses import dataclass, field

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from access.models import TotpDevice
from access.services import codes
from audit.clock import now

ORIGIN = "http://testserver"


def authenticator(account_id: int, name: str = "Telephone") -> TotpDevice:
    """An app that counts already, and has shown no code yet."""
    return TotpDevice.objects.create(
        account_id=account_id,
        name=name,
        secret=codes.new_secret(account_id),
        confirmed_at=now(),
    )


def code_of(device: TotpDevice, *, steps: int = 0) -> str:
    """The code that an app shows at this instant, or so many 30 seconds away."""
    current = int(now().timestamp()) // codes.STEP_SECONDS
    return pyotp.TOTP(codes.secret_of(device)).generate_otp(current + steps)


@dataclass
class SecurityKey:
    """One key of one person at one site: it signs whatever it is asked to."""

    origin: str = ORIGIN
    count: int = 0
    is_touched: bool = True
    is_unlocked: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    handle: bytes = b""
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def made(self, options: dict) -> str:
        """The answer to options for a new passkey."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        flags = self._flags | AuthenticatorData.FLAG.AT
        rp_id = hashlib.sha256(asked["rp"]["id"].encode()).digest()
        auth_data = AuthenticatorData.create(rp_id, flags, self.count, data)
        attestation = AttestationObject.create("none", auth_data, {})
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=bytes(attestation),
        )

    def signed(self, options: dict) -> str:
        """The answer to options to show a passkey."""
        asked = options["publicKey"]
        self.count += 1
        rp_id = hashlib.sha256(asked["rpId"].encode()).digest()
        auth_data = AuthenticatorData.create(rp_id, self._flags, self.count)
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signature = self.private.sign(
            bytes(auth_data) + hashlib.sha256(client_data).digest(),
            ec.ECDSA(hashes.SHA256()),
        )
        return self._answer(
            clientDataJSON=client_data,
            authenticatorData=bytes(auth_data),
            signature=signature,
            userHandle=self.handle,
        )

    @property
    def _flags(self) -> AuthenticatorData.FLAG:
        flag = AuthenticatorData.FLAG
        return flag.UP * self.is_touched | flag.UV * self.is_unlocked

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, self.origin))

    def _answer(self, **parts: bytes) -> str:
        own = websafe_encode(self.credential_id)
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return json.dumps(
            {"id": own, "rawId": own, "type": "public-key", "response": response}
        )
