"""Patterns of parameters: what is read by them is declared by them, too. Python and JSON Schema."""

from flight_tracker.columns import COLUMNS

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
BOX = rf"{NUMBER}(,{NUMBER}){{3}}"
CIRCLE = rf"{NUMBER}(,{NUMBER}){{2}}"
CLOSEST = rf"{NUMBER},{NUMBER},[0-9]+"

_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = r"([01][0-9]|2[0-3]):[0-5][0-9]"
RFC_3339 = rf"{_DATE}[Tt ]{_HOUR}:[0-5][0-9](\.[0-9]+)?([Zz]|[+-]{_HOUR})"
MOMENT = rf"([0-9]{{1,10}}|{RFC_3339})"

ADDRESS = "~?[0-9A-Fa-f]{6}"
AIRPORT = "[0-9A-Za-z]{4}"
SQUAWK = "[0-7]{4}"

_COLUMN = "|".join(COLUMNS)
ORDER = rf"-?({_COLUMN})"
FIELDS = rf"(state|all|({_COLUMN})(,({_COLUMN}))*)"


def schema(pattern: str) -> dict[str, str]:
    """A text that is the pattern from its beginning to its end."""
    return {"type": "string", "pattern": f"^{pattern}$"}


def text(longest: int) -> dict[str, str | int]:
    """Any text that is not longer, nor empty."""
    return {"type": "string", "minLength": 1, "maxLength": longest}
