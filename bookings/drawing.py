"""A scan drawn as pictures: nothing of the file itself is kept or ever served. Imports no
framework: it runs in a process of its own (``bookings/scan_child.py``).

A PDF is drawn page by page, so that no script, form, attachment, link or earlier version
in it is kept; a picture is decoded and encoded anew, without its metadata.
"""

import io
import warnings
from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError
from pypdfium2 import raw

from bookings.rules import RuleViolation

MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 20
# A letter page at 200 dots an inch is 1700 by 2200; more is not read off a fax.
LONGEST_SIDE = 2200
MOST_PIXELS = 40_000_000
_PICTURES = ("JPEG", "PNG", "TIFF")
_QUALITY = 80
_POINTS_AN_INCH, _DOTS_AN_INCH = 72, 200

_UNREADABLE = (
    "This file cannot be read. Scan the paper again, as a PDF or as a JPEG, PNG or TIFF "
    "picture."
)


def pages_of(scan: bytes) -> list[bytes]:
    """The pages of a scan, each as a JPEG: one is drawn and written before the next is
    begun. Raises RuleViolation with what to do.
    """
    if len(scan) > MOST_BYTES:
        raise RuleViolation(
            "This file is larger than 10 MB. Scan it in grey, at 200 dpi."
        )
    if not scan:
        raise RuleViolation("This file is empty. Scan the paper again.")
    is_pdf = scan[:1024].lstrip().startswith(b"%PDF-")
    drawn = _of_pdf(scan) if is_pdf else _of_picture(scan)
    return [_encoded(picture) for picture in drawn]


def _of_pdf(scan: bytes) -> Iterator[Image.Image]:
    try:
        with pypdfium2.PdfDocument(scan) as document:
            document.init_forms()
            _check_number(len(document))
            for number in range(len(document)):
                yield _drawn(document, number)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise RuleViolation(
            "This PDF cannot be read, or is locked with a password. Print and scan it."
        ) from error


def as_printed(document, number: int):
    """A page with what was filled into its form, as a printer puts it on paper: else the
    name in a court's form would be neither drawn nor read. Raises ValueError.
    """
    page = document[number]
    # A size that the page has from its document, PDFium takes for a letter's.
    page.set_mediabox(*page.get_bbox())
    done = raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
    page.close()
    if done == raw.FLATTEN_FAIL:
        raise ValueError("what is filled in cannot be drawn")
    return document[number]


def _drawn(document, number: int) -> Image.Image:
    page = as_printed(document, number)
    longest = max(page.get_size())
    if longest <= 0:
        raise ValueError("a page without a size")
    scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, LONGEST_SIDE / longest)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    page.close()
    return picture


def _of_picture(scan: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(scan), formats=_PICTURES) as picture:
                frames = getattr(picture, "n_frames", 1)
                _check_number(frames)
                for frame in ImageSequence.Iterator(picture):
                    yield _frame(frame)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise RuleViolation(_UNREADABLE) from error


def _frame(frame: Image.Image) -> Image.Image:
    if frame.width * frame.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    return frame.convert("RGB")


def _check_number(pages: int) -> None:
    if not 1 <= pages <= MOST_PAGES:
        raise RuleViolation(
            f"This file has {pages} pages. A paper has at most {MOST_PAGES}: send what "
            "else came with it to the file of the case."
        )


def _encoded(picture: Image.Image) -> bytes:
    """Made small before it is copied: the pixels alone come along."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
