"""Whose a mail domain is: one row for each, with its false friends."""

import csv
import os
from pathlib import Path

import pytest

from compliance.evidence.mail import (
    MailDomain,
    Registry,
    mailbox_of,
    registrable,
    whose,
)

FOLDER = Path(os.environ.get("JAILRECORDS_DATA", "/work/shared/data"))
_M = MailDomain
OWN = ("kentwa.gov", "portseattle.org")
# fmt: off
DOMAINS = [
    ("",                              _M.NONE),
    ("kentwa.gov",                    _M.OF_ITS_AGENCY),
    ("mail.kentwa.gov",               _M.OF_ITS_AGENCY),
    ("portseattle.org",               _M.OF_ITS_AGENCY),
    ("ice.dhs.gov",                   _M.IMMIGRATION),
    ("sea.ice.dhs.gov",               _M.IMMIGRATION),
    ("cbp.dhs.gov",                   _M.IMMIGRATION),
    ("uscis.dhs.gov",                 _M.IMMIGRATION),
    ("ice.gov",                       _M.IMMIGRATION),
    ("hsi.gov",                       _M.IMMIGRATION),
    ("dhs.gov",                       _M.DEPARTMENT),
    ("hq.dhs.gov",                    _M.DEPARTMENT),
    ("fema.gov",                      _M.PUBLIC),
    ("fema.dhs.gov",                  _M.PUBLIC),
    ("ice.fema.dhs.gov",              _M.PUBLIC),
    ("notice.gov",                    _M.PUBLIC),
    ("justice.gov",                   _M.PUBLIC),
    ("office.police.gov",             _M.PUBLIC),
    ("dshs.wa.gov",                   _M.PUBLIC),
    ("ci.auburn.wa.us",               _M.PUBLIC),
    ("co.king.wa.us",                 _M.PUBLIC),
    ("navy.mil",                      _M.PUBLIC),
    ("gmail.com",                     _M.PRIVATE),
    ("yahoo.co.uk",                   _M.PRIVATE),
    ("ice.dhs.gov.example.com",       _M.LOOK_ALIKE),
    ("ice-dhs.com",                   _M.LOOK_ALIKE),
    ("lce.dhs.gov.co",                _M.LOOK_ALIKE),
    ("dhs.gov.co",                    _M.LOOK_ALIKE),
    ("xn--ce-lka.dhs-gov.com",        _M.LOOK_ALIKE),
    ("kentwa-gov.com",                _M.LOOK_ALIKE),
    ("kentwa.gov.login.net",          _M.LOOK_ALIKE),
    ("portseatt1e.org",               _M.LOOK_ALIKE),
    ("office-service.com",            _M.UNKNOWN),
    ("police-notice.org",             _M.UNKNOWN),
    ("icehockey.com",                 _M.UNKNOWN),
    ("ice-cream.com",                 _M.UNKNOWN),
    ("justiceservices.net",           _M.UNKNOWN),
    ("heroes.org",                    _M.UNKNOWN),
    ("smithlaw.com",                  _M.UNKNOWN),
]
REGISTRABLE = [
    ("ice.dhs.gov", "dhs.gov"), ("ice.dhs.gov.example.com", "example.com"),
    ("lce.dhs.gov.co", "dhs.gov.co"), ("mail.ci.kent.wa.us", "ci.kent.wa.us"),
    ("example.co.uk", "example.co.uk"), ("example.com", "example.com"),
]
# fmt: on


@pytest.mark.parametrize(("domain", "owner"), DOMAINS, ids=[d for d, _ in DOMAINS])
def test_a_domain_is_somebodys(domain, owner):
    assert whose(domain, OWN, Registry()) is owner


@pytest.mark.parametrize(("domain", "owner"), REGISTRABLE)
def test_what_counts_is_what_somebody_registered(domain, owner):
    assert registrable(domain) == owner


def test_an_agencys_own_list_makes_nobody_elses_domain_its_own():
    assert whose("ice.dhs.gov", ("ice.dhs.gov",), Registry()) is MailDomain.IMMIGRATION
    assert whose("gmail.com", ("gmail.com",), Registry()) is MailDomain.PRIVATE


def test_one_mailbox_in_several_writings():
    assert mailbox_of("R.Price+jail@Gmail.com") == mailbox_of("rprice@googlemail.com")
    assert mailbox_of("r.price@kentwa.gov") != mailbox_of("rprice@kentwa.gov")
    assert mailbox_of("no address") == ""


def registered(name) -> list[dict]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not in {FOLDER}: set JAILRECORDS_DATA to its folder")
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    "name", ["dotgov_federal_domains.csv", "dotgov_washington_state_domains.csv"]
)
def test_no_public_body_of_the_registry_is_taken_for_another(name):
    """Of its 1,600 names those of ICE, CBP and USCIS alone are immigration's."""
    rows = registered(name)
    registry = Registry.of(
        (
            r["Domain name"],
            r["Organization name"],
            r["Suborganization name"],
            r["State"],
        )
        for r in rows
    )
    found = {r["Domain name"]: whose(r["Domain name"], OWN, registry) for r in rows}
    theirs = {d for d, owner in found.items() if owner is MailDomain.IMMIGRATION}

    assert theirs <= {
        *("cbp.gov", "e-verify.gov", "everify.gov", "evus.gov", "globalentry.gov"),
        *("hsi.gov", "ice.gov", "iprcenter.gov", "uscis.gov"),
    }
    assert not [d for d, owner in found.items() if owner is MailDomain.LOOK_ALIKE]
