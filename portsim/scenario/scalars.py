"""How a word of a file becomes a number, a truth value or text: the core schema of YAML 1.2 (section 10.3).

``no``, ``on`` and ``22:30`` stay text, ``1e6`` and ``50.0e6`` are numbers: the opposite of YAML 1.1 libraries.
"""

from __future__ import annotations

import re

from portsim.scenario.nodes import Scalar

_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_NUMBER_STARTS = frozenset("+-.0123456789")
_LONGEST_INTEGER = 40  # longer ones are no count of anything, and int() of thousands of digits is slow


def scalar(word: str) -> Scalar:
    """Read a plain (unquoted) word.

    Examples
    --------
    >>> [scalar(word) for word in ("12", "1e6", "no", "true", "22:30", "~")]
    [12, 1000000.0, 'no', True, '22:30', None]
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _NUMBER_STARTS:
        return word
    if _INTEGER.fullmatch(word) and len(word) <= _LONGEST_INTEGER:
        return int(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    if match := _BASED.fullmatch(word[: _LONGEST_INTEGER + 1]):
        return int(match[1], 8) if match[1] else int(match[2], 16)
    return word
