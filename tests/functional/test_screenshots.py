"""The pictures of the documentation, taken again by SCREENSHOTS=1: the same scene, the
same instant, so that a picture changes only with the page.
"""

import io
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from PIL import Image

from tests.functional import scene as scenes

IMAGES = Path(settings.BASE_DIR) / "docs" / "images"
AT = datetime(2026, 3, 4, 3, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
LARGEST = 200_000  # bytes: a reader's first page is not made to wait for it
VIEW = {"width": 1200, "height": 900}

pytestmark = pytest.mark.skipif(
    os.environ.get("SCREENSHOTS") != "1", reason="SCREENSHOTS=1 takes them again"
)


@pytest.fixture
def scene(transactional_db, clock):
    clock(AT)
    return scenes.build()


@pytest.mark.parametrize(
    ("name", "kind", "address"),
    [
        ("record", "officer", "/bookings/{booking}/"),
        ("council", "council", "/council/"),
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
