"""The pictures of the documentation, taken again by SCREENSHOTS=1: the same scene, the
same instant, so that a picture changes only with the page.
"""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from PIL import Image

from access.enums import Mission, Role
from access.viewer import System
from compliance.services.log_import import import_access_log
from tests import factories
from tests.functional import scene as scenes
from tests.integration.exposed import MAPPING

IMAGES = Path(settings.BASE_DIR) / "docs" / "images"
AT = datetime(2026, 3, 4, 3, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
LARGEST = 200_000  # bytes: a reader's first page is not made to wait for it
VIEW = {"width": 1200, "height": 900}

pytestmark = pytest.mark.skipif(
    os.environ.get("SCREENSHOTS") != "1", reason="SCREENSHOTS=1 takes them again"
)


@pytest.fixture
def scene(transactional_db, clock, tmp_path):
    clock(AT)
    scene = scenes.build()
    _used_against_the_law(scene, tmp_path)
    return scene


def _used_against_the_law(scene, folder: Path) -> None:
    """An old system's log: sixteen months, in which a unit did not stop at the law."""
    agency = factories.agency(name="DHS Immigration and Customs Enforcement, Seattle")
    unit = factories.unit(
        Mission.CIVIL_IMMIGRATION, of=agency, name="Enforcement and Removal Operations"
    )
    names = ("Teal Farrowmere", "Rook Hollowbrook", "Wren Oxenhollow", "Finch Quarrel")
    lines = ["when,who,what,number"]
    for place, name in enumerate(names):
        since = datetime(2010, 1, 1, tzinfo=UTC)
        account = factories.account(
            sign_in_name=f"old{place}", display_name=name, opened_at=since
        )
        factories.membership(Role.OFFICER, of=unit, account=account, starts_at=since)
        days = [since.replace(year=2018) + timedelta(days=n) for n in range(480)]
        lines += [
            f"{day:%Y-%m-%d} 09:0{place}:00,old{place},in,"
            for n, day in enumerate(days)
            if n % (3 + 2 * place) == n * n % 2
        ]
    for number in range(60):
        factories.booking(
            facility=scene.facility,
            booked_at=datetime(2018, 1, 1, tzinfo=UTC) + timedelta(days=7 * number),
        )
    log, mapping = folder / "log.csv", folder / "log.toml"
    log.write_text("\n".join([*lines, ""]))
    mapping.write_text(MAPPING)
    import_access_log(log, mapping, by=System("pictures"), say=lambda _: None)


@pytest.mark.parametrize(
    ("name", "kind", "address"),
    [
        ("record", "officer", "/bookings/{booking}/"),
        ("council", "council", "/council/"),
        (
            "exposure",
            "privacy",
            "/exposure/?begins=03/18/2018&ends=04/30/2019",
        ),
    ],
)
def test_take(name, kind, address, scene, as_somebody):
    page = as_somebody(kind, viewport=VIEW, color_scheme="light")
    page.goto(address.format(booking=scene.in_custody.pk))
    page.evaluate("document.fonts.ready")

    taken = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    file = IMAGES / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    taken.quantize(128).save(file, optimize=True)

    assert file.stat().st_size <= LARGEST
