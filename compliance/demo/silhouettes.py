"""Booking photos of nobody: drawn, few, and shared by many people."""

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 240, 320
_WALLS = ((201, 209, 212), (190, 199, 204), (210, 206, 198))
_SKINS = (
    (244, 214, 190),
    (224, 180, 148),
    (188, 138, 104),
    (134, 92, 66),
    (92, 62, 46),
)
_HAIRS = ((28, 24, 22), (66, 44, 30), (120, 84, 48), (168, 168, 166), (150, 70, 40))
_SHIRTS = ((58, 84, 110), (96, 60, 62), (70, 92, 70), (60, 60, 66))
_QUALITY = 60


def drawn(number: int, rng: random.Random) -> list[bytes]:
    """Draw so many different silhouettes, each a JPEG without metadata."""
    return [_draw(rng) for _ in range(number)]


def _draw(rng: random.Random) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), rng.choice(_WALLS))
    pen = ImageDraw.Draw(image)
    for height in range(40, HEIGHT, 40):  # the marks of height on the wall
        pen.line([(0, height), (WIDTH, height)], fill=(172, 180, 184))
    skin, hair = rng.choice(_SKINS), rng.choice(_HAIRS)
    middle = WIDTH // 2 + rng.randint(-5, 5)
    broad, tall = rng.randint(46, 56), rng.randint(62, 72)
    top = 78 + rng.randint(-8, 8)
    chin = top + 2 * tall
    shoulders = rng.randint(88, 104)
    if rng.random() < 0.4:  # long hair falls behind the neck
        pen.rounded_rectangle(
            [middle - broad - 8, top + 20, middle + broad + 8, chin + 18], 40, fill=hair
        )
    pen.rounded_rectangle(
        [middle - shoulders, chin + 14, middle + shoulders, HEIGHT + 60],
        60,
        fill=rng.choice(_SHIRTS),
    )
    pen.rectangle([middle - 20, chin - 30, middle + 20, chin + 26], fill=skin)
    pen.ellipse([middle - broad, top, middle + broad, chin], fill=skin)
    if rng.random() < 0.85:
        pen.pieslice(
            [middle - broad - 4, top - 8, middle + broad + 4, chin - 20],
            180,
            360,
            fill=hair,
        )
    pen.text((10, HEIGHT - 20), "INVENTED", fill=(250, 250, 250))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()
