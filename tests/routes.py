"""Every address of the product, read from the URLconf: a new one is covered at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, converters, get_resolver, reverse

# A key of each kind that an address can take; another kind fails until it has one.
NOBODYS = {
    converters.UUIDConverter: UUID("0badc0de-0000-4000-8000-000000000000"),
    converters.IntConverter: 999_999_999,
    converters.StringConverter: "0" * 64,
    converters.SlugConverter: "no-such-part",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One URL pattern. ``keys``: what its address takes, with Django's converters."""

    name: str
    view: object
    keys: dict

    def address(self, **keys) -> str:
        return reverse(self.name, kwargs=keys)

    def address_of(self, booking_id: UUID) -> str:
        """Of this booking; its other keys are of the right kind, and nobody's."""
        kinds = {name: type(converter) for name, converter in self.keys.items()}
        keys = {name: NOBODYS[kind] for name, kind in kinds.items()}
        return self.address(**keys | {"booking_id": booking_id})

    def any_address(self) -> str:
        """An address of this route whose keys are of the right kind, and nobody's."""
        kinds = {name: type(converter) for name, converter in self.keys.items()}
        return self.address(**{name: NOBODYS[kind] for name, kind in kinds.items()})


def routes() -> list[Route]:
    return list(_routes(get_resolver().url_patterns, ()))


def booking_routes() -> list[Route]:
    """Those whose address names a booking."""
    return [route for route in routes() if "booking_id" in route.keys]


def pages_without_keys() -> list[Route]:
    return [route for route in routes() if not route.keys]


def _routes(patterns, namespace: tuple[str, ...], keys=()) -> Iterator[Route]:
    for pattern in patterns:
        own = {**dict(keys), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            below = (*namespace, pattern.namespace) if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, below, own)
        elif isinstance(pattern, URLPattern):
            yield Route(":".join((*namespace, pattern.name)), pattern.callback, own)
