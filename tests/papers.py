"""What a paper says, as somebody reads it who has only the file."""

import io

from pypdf import PdfReader

PDF = "application/pdf"


def is_paper(response) -> bool:
    return response.headers.get("Content-Type", "").startswith(PDF)


def said_on_paper(content: bytes) -> str:
    """Every page's words, what the file says of itself, its outline and attachments."""
    if not content:
        return ""
    reader = PdfReader(io.BytesIO(content))
    about = [f"{name}: {value}" for name, value in (reader.metadata or {}).items()]
    words = "\n".join(
        [
            *(page.extract_text() for page in reader.pages),
            "",
            # The instant at which it was made stands in the mark already.
            *(line for line in about if "Date" not in line),
            *map(str, reader.attachments),
        ]
    )
    # Where a line's letters are set closer, the reader finds a space of no width.
    return words.replace("\u200b", "")
