"""What an agreement says, with the rows of standing access under it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import product

from access.enums import CLASSES, FieldClass, Purpose
from access.models import Agreement

Row = tuple[int, int, int]  # keys of unit and facility, bit of the class


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. Instants are aware; no purpose is any that is lawful."""

    starts_at: datetime
    ends_at: datetime
    daily_ceiling: int
    purposes: frozenset[Purpose]
    rows: frozenset[Row]

    def payload(self) -> dict:
        said = asdict(self)
        return {
            **said,
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "purposes": sorted(self.purposes),
            "rows": [":".join(map(str, row)) for row in sorted(self.rows)],
        }

    @classmethod
    def read(cls, payload: dict) -> "Terms":
        return cls(
            datetime.fromisoformat(payload["starts_at"]),
            datetime.fromisoformat(payload["ends_at"]),
            payload["daily_ceiling"],
            frozenset(Purpose(word) for word in payload["purposes"]),
            frozenset(
                tuple(int(key) for key in row.split(":")) for row in payload["rows"]
            ),
        )

    def kept_of(self, present: "Terms") -> "Terms":
        """These terms with only those rows that stand already; an end that is the same
        to the minute is the same.
        """
        same = self.ends_at == present.ends_at.replace(second=0, microsecond=0)
        return replace(
            self,
            rows=self.rows & present.rows,
            ends_at=present.ends_at if same else self.ends_at,
        )

    def is_within(self, other: "Terms") -> bool:
        """Whether nothing of this reaches further than the other."""
        return (
            self.starts_at >= other.starts_at
            and self.ends_at <= other.ends_at
            and self.daily_ceiling <= other.daily_ceiling
            and self.rows <= other.rows
            and (not other.purposes or bool(self.purposes))
            and (not other.purposes or self.purposes <= other.purposes)
        )


def rows_of(units, facilities, classes: FieldClass) -> frozenset[Row]:
    bits = [int(c) for c in CLASSES if c in classes]
    return frozenset(product(units, facilities, bits))


def terms_of(agreement: Agreement) -> Terms:
    """What an agreement says as it stands, with the rows under it."""
    unit_of = dict(agreement.agency.units.values_list("group_id", "pk"))
    rows = agreement.facilitypermission_set.values_list(
        "group_id", "content_object_id", "classes"
    )
    return Terms(
        agreement.starts_at,
        agreement.ends_at,
        agreement.daily_ceiling,
        frozenset(Purpose(word) for word in agreement.purposes),
        frozenset((unit_of[g], f, bit) for g, f, bit in rows if g in unit_of),
    )
