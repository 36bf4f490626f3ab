"""Names as people type them: without case, accents and punctuation."""

import re
from unicodedata import combining, normalize

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}`")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
) | {
    0x131: "i"  # without its dot
}
"""Those that Unicode does not take apart."""


def folded(text: str) -> str:
    """Its words in lower case, a blank between them: Zürich-Kloten is `zurich kloten`."""
    text = text.casefold()
    if not text.isascii():
        apart = normalize("NFKD", text).translate(_LETTERS)
        text = "".join(letter for letter in apart if not combining(letter))
    return " ".join(_WORD.findall(text.translate(_APOSTROPHES)))
