"""Reads one file in a process of its own, which ends with it: a scanned paper, or a photo
(``python -m bookings.scan_child scan``, or ``photo``).

Whatever a file was made to do to who reads it, it does here: memory and time are bounded
before the first byte is looked at, and nothing of the product's keys or database is in
this process. In: the name, a line feed, the file. Out: a line of JSON, then the pictures.
"""

import json
import resource
import sys

MEMORY = 448 * 1024 * 1024
SECONDS = 20
MOST_LETTERS = 20_000  # of a page
MOST_PIXELS = 40_000_000
_TOO_LARGE = "This file is too large once it is opened. Scan it in grey, at 200 dpi."


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    name, _, data = sys.stdin.buffer.read().partition(b"\n")
    is_photo = sys.argv[1:] == ["photo"]
    try:
        pages, texts = (
            ([photo(data)], [])
            if is_photo
            else read(name.decode(errors="replace"), data)
        )
    except MemoryError:
        _say({"fault": _TOO_LARGE})
        return
    except ValueError as fault:
        _say({"fault": str(fault)})
        return
    _say({"pages": [len(page) for page in pages], "texts": texts})
    for page in pages:
        sys.stdout.buffer.write(page)


def photo(data: bytes) -> bytes:
    """A photo written anew. Raises ValueError with what to do."""
    from bookings.photographs import NoPhoto, kept

    try:
        return kept(data)
    except NoPhoto as no:
        raise ValueError(str(no)) from no


def _check_pictures(data: bytes) -> None:
    """A picture in a PDF is opened only where its own size says that it may be."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
                    width, height = one.get_px_size()
                    if width * height > MOST_PIXELS:
                        raise ValueError(_TOO_LARGE)
    except pypdfium2.PdfiumError as error:
        raise ValueError(
            "This PDF cannot be read, or is locked with a password. Print and scan it."
        ) from error


def read(name: str, data: bytes) -> tuple[list[bytes], list[str]]:
    """The pages of a scan as JPEG pictures, and the text of each. Raises ValueError with
    what to do.
    """
    from bookings.drawing import pages_of
    from bookings.rules import RuleViolation
    from bookings.uploads import fault_of

    if fault := fault_of(name, data):
        raise ValueError(fault)
    is_pdf = data.startswith(b"%PDF-")
    if is_pdf:
        _check_pictures(data)
    try:
        pages = pages_of(data)
        texts = _texts(data) if is_pdf else [""] * len(pages)
    except RuleViolation as violation:
        raise ValueError(str(violation)) from violation
    return pages, texts


def _texts(data: bytes) -> list[str]:
    import pypdfium2
    from pypdfium2 import raw

    from bookings.drawing import as_printed

    with pypdfium2.PdfDocument(data) as document:
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or (
            raw.FPDFDoc_GetAttachmentCount(document) > 0
        ):
            raise ValueError(
                "This PDF holds a script or another file. Print the paper and scan it."
            )
        document.init_forms()
        return [_text(as_printed(document, number)) for number in range(len(document))]


def _text(page) -> str:
    text = page.get_textpage()
    letters = min(text.count_chars(), MOST_LETTERS)
    return text.get_text_range(0, letters) if letters > 0 else ""


def _say(what: dict) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
