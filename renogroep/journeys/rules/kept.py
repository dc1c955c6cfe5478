"""How does what all rooms keep about somebody read, from short names and codes to words?"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from renogroep.base.text import N_, Text
from renogroep.financing.rules import kept_words as financing
from renogroep.groups.rules import kept_words as groups
from renogroep.identity.rules import kept_words as identity
from renogroep.orders.rules import kept_words as orders
from renogroep.owners.rules import kept_words as owners
from renogroep.quotes.rules import kept_words as quotes
from renogroep.subscriptions.rules import kept_words as subscriptions
from renogroep.tenders.rules.bill import QUANTITY_SOURCES

Labels = Mapping[str, str]
Codes = Mapping[tuple[str, str], Labels]  # (section, name) -> what its codes mean; "" is every one
NAMES: dict[str, str] = {
    **identity.NAMES,
    **financing.NAMES,
    **owners.NAMES,
    **subscriptions.NAMES,
    **groups.NAMES,
    **quotes.NAMES,
    **orders.NAMES,
}
CODES: Codes = {**identity.CODES, **owners.CODES, **subscriptions.CODES, **orders.CODES}
# Names that are codes themselves: what they mean.
INNER: Mapping[str, Labels] = {
    "measures": {code: source.label for code, source in QUANTITY_SOURCES.items()},
    **owners.INNER,
    **quotes.INNER,
    **orders.INNER,
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_DATES: tuple[tuple[re.Pattern[str], Callable[[str], date]], ...] = (
    (_MOMENT, datetime.fromisoformat),
    (_DAY, date.fromisoformat),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, in words: a value, or a list of things with their names."""

    name: str
    value: str = ""
    parts: tuple["Kept", ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, and in which words.

    shown   a sentence, a day or a moment in the reader's language
    codes   beside those of the rooms, the words that only the pages know
    """

    shown: Callable[[Any], str]
    codes: Codes

    def read(self, section: str, value: Any) -> Kept:
        """Everything of one section of an export.

        Empty values are left out: "nothing" is said once, by the section that is not there.
        """
        return self._kept(section, section, self._name(section, ""), value)

    def _kept(self, section: str, key: str, name: str, value: Any) -> Kept:
        if isinstance(value, Mapping):
            return Kept(name, parts=tuple(self._parts(section, key, value)))
        if isinstance(value, list | tuple):
            return Kept(name, parts=tuple(self._kept(section, key, "", one) for one in value))
        return Kept(name, self._value(section, key, value))

    def _parts(self, section: str, key: str, row: Mapping[Any, Any]) -> Iterator[Kept]:
        if "question" in row and "answer" in row:
            asked, told = owners.asked_and_told(row)
            answer = ", ".join(map(self._say, told))
            row = {**row, "question": self._say(asked), "answer": answer}
        for inner, value in row.items():
            if value not in (None, "", [], {}):
                yield self._kept(section, str(inner), self._name(str(inner), key), value)

    def _name(self, key: str, parent: str) -> str:
        return self._say(INNER.get(parent, {}).get(key) or NAMES.get(key, key))

    def _value(self, section: str, key: str, value: Any) -> str:
        text = str(value)
        for place in ((section, key), ("", key)):
            labels = self.codes.get(place) or CODES.get(place)
            if labels is not None:
                break
        if labels is not None and text in labels:
            return self._say(labels[text])
        if isinstance(value, bool):
            return self._say(N_("Yes") if value else N_("No"))
        for look, read in _DATES:
            if look.match(text):
                return self.shown(read(text))
        return text

    def _say(self, msgid: str) -> str:
        return self.shown(Text(msgid)) if msgid else ""
