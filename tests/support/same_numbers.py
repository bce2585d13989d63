"""Whether an English text and its Chinese one tell the same numbers: ``19.8 Mt`` is ``1980万吨``, May ``5月``."""

from __future__ import annotations

import re

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
ENGLISH = {"Mt": 1e6, "million": 1e6, "M": 1e6, "billion": 1e9, "10k": 1e4}
CHINESE = {"": 1.0, "万": 1e4, "亿": 1e8}
NUMBER = r"(?<![A-Za-z])(\d+(?:[ ,]\d{3}(?!\d))*(?:\.\d+)?)"


def difference_of_numbers(english: str, chinese: str) -> str:
    """What one of the texts tells and the other does not; empty where both tell the same.

    A number without a word of its own may be meant in the word of another of the text: ``60 to 80 million``,
    ``552 of 562 (10k vehicles)``.
    """
    left = [_value(number) * CHINESE[word] for number, word in re.findall(NUMBER + "([万亿]?)", chinese)]
    for number, scales in sorted(_numbers(english), key=lambda told: len(told[1])):
        same = (value for value in left for scale in scales if abs(value - number * scale) <= 1e-9 * max(1.0, value))
        value = next(same, None)
        if value is None:
            return f"{number:g} is not in the Chinese"
        left.remove(value)
    return f"{left} is not in the English" if left else ""


def _numbers(text: str) -> list[tuple[float, set[float]]]:
    text = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda month: str(MONTHS.index(month[1]) + 1), text)
    scales = {1.0, *(ENGLISH[word] for word in re.findall(r"\b(Mt|million|M|billion|10k)\b", text))}
    text = text.replace("10k", "")
    return [
        (_value(number), {ENGLISH[word]} if word else scales)
        for number, word in re.findall(NUMBER + r"(?: ?(Mt|million|M|billion)\b)?", text)
    ]


def _value(number: str) -> float:
    return float(re.sub("[ ,]", "", number))
