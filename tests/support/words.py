"""The words on the screen: tests click what people read, in the reader's language."""

import gettext
from functools import lru_cache

from tests.support.messages import CATALOGUES


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)


def nl(msgid: str, **values: object) -> str:
    """The Dutch sentence for a msgid."""
    return in_language("nl", msgid, **values)


def in_language(language: str, msgid: str, **values: object) -> str:
    """The sentence for a msgid in a language."""
    sentence = _catalogue(language).gettext(msgid)
    return sentence % values if values else sentence
