"""Takes a TOML table apart word by word, and refuses what it does not know."""

from typing import NoReturn


class BadMapping(ValueError):
    """A mapping that cannot be used; says where and why."""


class TableReader:
    """Takes a table apart word by word; what is left over at the end is refused."""

    def __init__(self, table: dict, where: str):
        self._table = table
        self._where = where

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def refuse(self, reason: str) -> NoReturn:
        raise BadMapping(f"{self._where}: {reason}")

    def take(self, key: str, *, default):
        return self._table.pop(key, default)

    def part(self, key: str, *, required: bool = False) -> "TableReader":
        if required and key not in self._table:
            self.refuse(f"needs [{key}]")
        table = self._table.pop(key, {})
        if not isinstance(table, dict):
            self.refuse(f"{key}: write it as a table, [{key}]")
        return TableReader(table, f"{self._where}: [{key}]")

    def parts(self, key: str) -> dict[str, "TableReader"]:
        part = self.part(key)
        return {name: part.part(name) for name in tuple(part._table)}

    def text(self, key: str, default: str | None = None) -> str:
        value = self._table.pop(key, default)
        if not isinstance(value, str) or (not value and default is None):
            self.refuse(f"needs {key}, a text")
        return value

    def texts(self, key: str) -> dict[str, str]:
        table = self.part(key)._table
        for name, value in table.items():
            if not isinstance(value, str):
                self.refuse(f"{key}: {name!r} must be a text")
        return table

    def words(self, key: str) -> tuple[str, ...]:
        value = self._table.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.refuse(f"{key}: must be a list of texts")
        return tuple(value)

    def word(self, key: str, vocabulary, default):
        value = self._table.pop(key, default)
        try:
            return value if value is None else vocabulary(value)
        except ValueError:
            known = ", ".join(vocabulary)
            self.refuse(f"{key}: unknown word {value!r}; known: {known}")

    def choice(self, key: str, known, default: str) -> str:
        value = self._table.pop(key, default)
        if value != default and value not in known:
            self.refuse(f"{key}: unknown word {value!r}; known: {', '.join(known)}")
        return value

    def character(self, key: str, default: str, *, or_none: bool = False) -> str:
        value = self.text(key, default)
        if len(value) != 1 and not (or_none and not value):
            self.refuse(f"{key}: must be one character")
        return value

    def whole(self, key: str, default: int) -> int:
        value = self._table.pop(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.refuse(f"{key}: must be a whole number, 0 or more")
        return value

    def flag(self, key: str) -> bool:
        value = self._table.pop(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key}: true or false")
        return value

    def done(self) -> None:
        if self._table:
            self.refuse(f"unknown key {min(self._table)!r}")
