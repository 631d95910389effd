"""What an account holds to be known by."""

from dataclasses import dataclass

from access.models import Account, Passkey, RecoveryCode, TotpDevice


@dataclass(frozen=True, slots=True)
class Factors:
    """Authenticators that count, passkeys, and how many recovery codes are left."""

    authenticators: list[TotpDevice]
    passkeys: list[Passkey]
    codes_left: int

    @property
    def number(self) -> int:
        """Of those that last; a recovery code is for one day."""
        return len(self.authenticators) + len(self.passkeys)

    @property
    def is_any(self) -> bool:
        return bool(self.number or self.codes_left)


def factors_of(account_id: int) -> Factors:
    return Factors(
        authenticators=list(
            TotpDevice.objects.filter(
                account_id=account_id, confirmed_at__isnull=False
            ).defer("secret")
        ),
        passkeys=list(Passkey.objects.filter(account_id=account_id)),
        codes_left=RecoveryCode.objects.filter(
            account_id=account_id, used_at__isnull=True
        ).count(),
    )


def own_account(account_id: int) -> Account:
    """The account of whoever asks, for the page of their own sign-in."""
    return Account.objects.get(pk=account_id)
