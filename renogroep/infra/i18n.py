"""In which language does this page, mail or letter speak?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    get_locale,
    gettext,
)
from flask_login import current_user

from renogroep.base.money import Money, UnitPrice
from renogroep.base.text import Text
from renogroep.base.units import Quantity

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
DEFAULT = "nl"

babel = Babel()


def chosen_language() -> str:
    """An explicit choice on this device, else the person's own language, else the browser's."""
    if not has_request_context():
        return DEFAULT
    if "language" in g:
        return str(g.language)
    asked = request.cookies.get("language", "")
    if asked in LANGUAGES:
        return asked
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT


def language_of_device() -> str:
    """What was chosen on this device, without asking who the reader is."""
    asked = request.cookies.get("language", "")
    return asked if asked in LANGUAGES else DEFAULT


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in somebody else's language: ``with in_language(person.language): ...``."""
    with force_locale(code if code in LANGUAGES else DEFAULT):
        yield


def say(text: Text | str | None) -> str:
    """A rule's sentence in the language of the reader; a plain string is a msgid."""
    if text is None or text == "":
        return ""
    if isinstance(text, str):
        return str(gettext(text))
    sentence = str(gettext(text.msgid))
    if not text.params:
        return sentence
    return sentence % {name: shown(value) for name, value in text.params.items()}


def say_stored(stored: Mapping[str, Any] | None) -> str:
    """A sentence that was kept with ``stored_text``."""
    if not stored:
        return ""
    return say(Text(stored["msgid"], {k: _revived(v) for k, v in stored["params"].items()}))


def stored_text(text: Text) -> dict[str, Any]:
    """A sentence as JSON, so that a decision keeps its reason and still speaks every language."""
    return {"msgid": text.msgid, "params": {k: _frozen(v) for k, v in text.params.items()}}


def _frozen(value: Any) -> Any:
    if isinstance(value, Text):
        return {"text": stored_text(value)}
    if isinstance(value, Money):
        return {"cents": value.cents}
    if isinstance(value, UnitPrice):
        return {"price": value.scaled}
    if isinstance(value, Quantity):
        return {"quantity": value.scaled}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": format(value, "f")}
    return value if isinstance(value, int) else str(value)


def _revived(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "text":
        return Text(inner["msgid"], {k: _revived(v) for k, v in inner["params"].items()})
    makers: dict[str, Any] = {
        "cents": Money,
        "price": UnitPrice,
        "quantity": Quantity,
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
        "decimal": Decimal,
    }
    return makers[kind](inner)


def shown(value: Any) -> str:
    """Any value as people write it here."""
    if isinstance(value, Text):
        return say(value)
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, UnitPrice | Quantity):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return str(format_decimal(value))
    return str(value)


def money(value: Money | None) -> str:
    """€ 1.234,50"""
    return "" if value is None else str(format_currency(value.decimal, "EUR"))


def number(value: UnitPrice | Quantity | Decimal | int | None) -> str:
    """12,5 - up to four decimals, unit prices with at least two."""
    if value is None:
        return ""
    if isinstance(value, UnitPrice):
        return str(format_decimal(value.decimal, format="#,##0.00##"))
    if isinstance(value, Quantity):
        return str(format_decimal(value.decimal, format="#,##0.###"))
    return str(format_decimal(value))


def day(value: date | datetime | None) -> str:
    """3 november 2026"""
    return "" if value is None else str(format_date(value, format="d MMMM yyyy"))


def moment(value: datetime | None) -> str:
    """3 november 2026 om 14:05, on the municipality's clock"""
    return "" if value is None else str(format_datetime(value, format="d MMMM yyyy, HH:mm"))


def language_now() -> str:
    """The code of the language in use."""
    locale = get_locale()
    return str(locale.language) if locale else DEFAULT
