"""The pages on which a record is corrected: one for each kind of line on it."""

from access.gate import Column, Page
from bookings.corrections import PARTS, Part
from bookings.models import Person
from bookings.pages.columns import NAME, fields, page


def _columns(part: Part) -> list[Column]:
    """The lines of this part with their keys, a column for each class; each value as
    the database writes it, so that two of them can be compared.
    """
    columns = []
    for field_class in dict.fromkeys(map(part.field_class, part.names)):
        own = [name for name in part.names if part.field_class(name) is field_class]
        pairs = ", ".join(f"'{name}', c.{name}::text" for name in own)
        sql = (
            f"(SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, {pairs})"
            f" ORDER BY c.created_at, c.id), '[]')"
            f" FROM {part.model._meta.db_table} c WHERE {part.owner})"
        )
        path = f"{part.path}.{'+'.join(own)}"
        columns.append(Column(path, sql, field_class, is_json=True))
    return columns


# The name says whom it is about; of the person's own lines it is a part.
CORRECTIONS: dict[str, Page] = {
    path: page(
        f"bookings.correct_{path}",
        part.version,
        [
            *([] if path == "person" else fields(Person, "p", "person", NAME)),
            *_columns(part),
        ],
    )
    for path, part in PARTS.items()
}
