"""A photo as it was sent, made into one that may be kept.

What is kept is not what was sent: the picture is decoded, turned upright, and written
anew as a JPEG without metadata. Whatever hung on the file (a place, a thumbnail, a
script, another file behind it) stays outside. Sizes are looked at before any pixel.
"""

import io
import warnings

from PIL import Image, ImageOps

LARGEST_FILE = 12 * 1024 * 1024  # bytes, as a telephone's camera makes them
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 1200  # of what is kept, in pixels
SMALLEST_SIDE = 60
_KINDS = ("JPEG", "PNG", "WEBP")


class NoPhoto(Exception):
    """Why a file is no photo that can be kept; the sentence is for its sender."""


def kept(sent: bytes) -> bytes:
    """A JPEG without metadata, out of what was sent. Raises NoPhoto."""
    if not sent:
        raise NoPhoto("The file is empty. Take the photo again.")
    if len(sent) > LARGEST_FILE:
        raise NoPhoto("The file is larger than 12 MB. Choose a smaller photo.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(_decoded(sent))
    except NoPhoto:
        raise
    except MemoryError:
        raise NoPhoto("The photo is too large. Choose a smaller one.") from None
    except Exception:  # noqa: BLE001 - a decoder fails in its own ways: none is kept
        raise NoPhoto(
            "This is no photo that can be read: a JPEG, PNG or WebP. Take it again."
        ) from None


def _decoded(sent: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(sent), formats=_KINDS)
    width, height = image.size
    if width * height > LARGEST_PIXELS:
        raise NoPhoto("The photo has too many pixels. Choose a smaller one.")
    if min(width, height) < SMALLEST_SIDE:
        raise NoPhoto("The photo is too small to know anybody by. Take it again.")
    if getattr(image, "n_frames", 1) > 1:
        raise NoPhoto("This is a moving picture. Take a photo.")
    image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    image.load()
    return image


def _written_anew(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if upright.mode in ("RGBA", "LA", "P"):
        upright = upright.convert("RGBA")
        ground = Image.new("RGB", upright.size, "white")
        ground.paste(upright, mask=upright.getchannel("A"))
        upright = ground
    pixels = upright.convert("RGB")
    # The pixels alone go into a new picture: nothing that was beside them comes along.
    bare = Image.frombytes("RGB", pixels.size, pixels.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()
