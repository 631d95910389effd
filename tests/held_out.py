"""Disguises written after the rules, to see how far the rules reach. Not for tuning:
what is missed here is reported, per kind, by ``test_detection``.
"""

from dataclasses import replace
from datetime import timedelta

from access.enums import Mission
from compliance.evidence import Inviter, NetworkKind, OriFacts, Reasons, SignIn
from tests.population import AT, PLACES, Change, _mail
from warrants.enums import ReasonSign
from warrants.reasons import signs_of_a_reason


def _reasons(account, texts):
    found = [signs_of_a_reason(text) for text in texts]
    counted = {sign: sum(sign in signs for signs in found) for sign in ReasonSign}
    return replace(
        account,
        reasons=Reasons(
            len(texts),
            papers=counted[ReasonSign.IMMIGRATION_PAPER],
            work=counted[ReasonSign.IMMIGRATION_WORK],
            may_mean=counted[ReasonSign.MAY_MEAN_IMMIGRATION],
            vague=counted[ReasonSign.VAGUE],
        ),
    )


def _sessions(*starts, lasts=6):
    """(minutes after the first, place, device)."""
    return tuple(
        SignIn(
            AT + timedelta(minutes=begins),
            AT + timedelta(minutes=begins + lasts),
            place,
            NetworkKind.UNKNOWN,
            device,
            PLACES.get(place),
        )
        for begins, place, device in starts
    )


HELD_OUT: dict[str, Change] = {
    "a family's own domain": lambda c, a: _mail(a, c.choice(("ramirezfamily.org", "jsmith.me", "bigskyfishing.net"))),
    "a provider abroad": lambda c, a: _mail(a, c.choice(("outlook.fr", "yahoo.co.jp", "gmx.de", "live.com.mx"))),
    "letters of another alphabet": lambda c, a: _mail(a, c.choice(("іce-dhs.us.com", "xn--kngcounty-q5a.com", "ice.dhs.gоv"))),
    "the county's name, glued": lambda c, a: _mail(a, c.choice(("kentwagov.org", "seattle-gov.net", "kingcountygov.org"))),
    "the agency's name under another ending": lambda c, a: _mail(a, c.choice(("bellevuewa.org", "kentwa.us.org", "kingcounty.co"))),
    "an official name in front": lambda c, a: _mail(a, c.choice(("seattle.gov.login-check.net", "cbp.dhs.gov.secure.io"))),
    "deeper under the department": lambda c, a: _mail(a, c.choice(("sea.ero.ice.dhs.gov", "vpn.cbp.dhs.gov", "tacoma.hsi.dhs.gov"))),
    "a liaison": lambda c, a: replace(a, unit_name=c.choice(("ICE Liaison Detective", "Fugitive Alien Squad", "Joint Border Patrol Team", "I.C.E. Support"))),
    "said in the display name": lambda c, a: replace(a, display_name=c.choice(("J. Doe (HSI)", "Rivera, M. - ERO SEA", "Kim, Deportation Ofc."))),
    "reasons in Spanish": lambda c, a: _reasons(a, ["orden de deportación pendiente", "retención de inmigración", "caso 22-1234 robo"]),
    "reasons with forms": lambda c, a: _reasons(a, ["serve I-200 at release", "burglary 26-0441", "I247A copy"]),
    "reasons of the work": lambda c, a: _reasons(a, ["hold for ICE", "hold for immigration", "pick up for ERO", "theft 25-0012"]),
    "reasons about status": lambda c, a: _reasons(a, ["verify alien number", "undocumented, prior removal order", "status check w/ ICE"]),
    "a duty telephone": lambda c, a: _mail(replace(a, display_name="Kent Swing Shift"), a.mail.address.partition("@")[2], "swing.shift.sgt", same_domain=7),
    "a desk written together": lambda c, a: _mail(a, a.mail.address.partition("@")[2], c.choice(("bookingdesk", "kentpd.records", "recordsunit1", "intakedesk")), same_domain=7),
    "six minutes in two places": lambda c, a: replace(a, sign_ins=_sessions((0, "KCCF", "a"), (0.5, "Tacoma", "b"))),
    "devices in turn": lambda c, a: replace(a, sign_ins=_sessions(*[(n * 7, ("KCCF", "MRJC")[n % 2], "ab"[n % 2]) for n in range(10)])),
    "across the country overnight": lambda c, a: replace(a, sign_ins=_sessions((0, "San Diego", "a"), (50, "Spokane", "a"))),
    "a quarter from their network": lambda c, a: replace(a, sign_ins=(*_sessions((0, "KCCF", "a"), (2000, "KCCF", "a"), (4000, "KCCF", "a")), SignIn(AT, AT, "", NetworkKind.IMMIGRATION))),
    "half asleep": lambda c, a: replace(a, use=replace(a.use, longest_gap_days=91, woke_at=AT, after_waking=45, usual_day=4)),
    "an inviter of another city": lambda c, a: replace(a, inviter=Inviter(is_own_agency=False)),
    "an ORI with the agency's letters": lambda c, a: replace(a, ori=OriFacts("WAICE0200", "", "", "WA")),
    "another mission, the same mail": lambda c, a: _mail(replace(a, mission=Mission.PROSECUTION), "ice.dhs.gov"),
    "a visit and a leave": lambda c, a: replace(a, use=replace(a.use, longest_gap_days=120, woke_at=AT, after_waking=20), sign_ins=(SignIn(AT, AT, "", NetworkKind.IMMIGRATION), *_sessions(*[(n * 1500, "KCCF", "a") for n in range(9)]))),
}  # fmt: skip
