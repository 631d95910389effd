"""What a mapping's file says, taken as what it must be, or refused in one sentence."""


class BadMapping(Exception):
    """Why a mapping cannot be used, in one sentence."""


def take_table(told: dict, name: str) -> dict:
    table = told.get(name, {})
    if not isinstance(table, dict):
        raise BadMapping(f"{name} must be a table: [{name}].")
    return table


def only_known(table: dict, known: set[str], where: str) -> None:
    if strange := sorted(set(table) - known):
        raise BadMapping(
            f"{where} has {', '.join(strange)}, which nobody reads. Known are:"
            f" {', '.join(sorted(known))}."
        )


def take_text(table: dict, name: str, default: str, where: str) -> str:
    text = table.get(name, default)
    if not isinstance(text, str):
        raise BadMapping(f"{name} of {where} must be text.")
    return text


def take_scalar(table: dict, name: str, where: str) -> str:
    value = table.get(name, "")
    if isinstance(value, dict | list):
        raise BadMapping(f"{name} of {where} must be text or a number.")
    return str(value).lower() if isinstance(value, bool) else str(value)


def take_count(table: dict, name: str, where: str) -> int:
    count = table.get(name, 0)
    if type(count) is not int or count < 0:
        raise BadMapping(f"{name} of {where} must be a number of lines.")
    return count


def take_names(table: dict, name: str, where: str) -> tuple[str, ...]:
    names = table.get(name, [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise BadMapping(f"{name} of {where} must be a list of text.")
    return tuple(names)


def take_word(table: dict, name: str, known: tuple, where: str, *, pop=False) -> str:
    word = table.pop(name, known[0]) if pop else table.get(name, known[0])
    if word not in known:
        raise BadMapping(f"{name} of {where} must be one of: {'; '.join(known)}.")
    return word
