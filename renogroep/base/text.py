"""How does a pure rule say something that will be read in the reader's language?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """An English msgid with its values; ``infra.i18n.say`` turns it into the reader's language.

    Values may be Money, dates, numbers, strings or other Texts.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.msgid % dict(self.params) if self.params else self.msgid


def t(msgid: str, /, **params: Any) -> Text:
    """A sentence for people. Extracted for translation; values go in as ``%(name)s``."""
    return Text(msgid, params)


def N_(msgid: str) -> str:  # noqa: N802 - the gettext word for "extract, translate later"
    """Mark a label for extraction; it is translated where it is shown."""
    return msgid


def once(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Every sentence once, in the order of first use."""
    kept: list[Text] = []
    for text in texts:
        if text not in kept:
            kept.append(text)
    return tuple(kept)
