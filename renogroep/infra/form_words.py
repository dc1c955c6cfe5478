"""Under which words did somebody type this? The labels of all forms, by the name of the field."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form, PasswordField, SelectChoice
from wtforms.fields.core import UnboundField

_NUMBER = re.compile(r"[-_]\d+")


def in_words(name: str, value: str, rooms: Collection[str]) -> tuple[str, str]:
    """Label and value of a posted field as its page showed them.

    rooms   whose pages it came from: of two forms with a field of one name, theirs counts
    A field that no form knows keeps its name; its number in a list is left out. Of several forms
    on one page each has its own prefix.
    """
    plain = _NUMBER.sub("", name)
    known = _fields().get(name) or _fields().get(plain) or _fields().get(name.split("-")[-1]) or {}
    theirs = [found for room, found in known.items() if room in rooms]
    label, choices = next(iter(theirs or known.values()), (None, {}))
    shown = str(label) if label else plain.replace("_", " ").replace("-", " ").strip()
    return shown, str(choices.get(value, value))


def is_secret(name: str) -> bool:
    """Is this a password field of any form, by its type, under any prefix or number in a list?"""
    plain = _NUMBER.sub("", name)
    return any(
        name == secret or name.endswith(_after_prefix(secret)) or plain == secret
        for secret in _secrets()
    )


def _after_prefix(name: str) -> tuple[str, ...]:
    return tuple(mark + name for mark in "-_;:/.")


def _secrets() -> set[str]:
    """Not kept: a form that is made later counts too, and this is asked on error pages only."""
    return {
        name
        for form in _forms(Form)
        for name in dir(form)
        if _is_password(getattr(form, name, None))
    }


def _is_password(field: Any) -> bool:
    """A password field, or a list of them."""
    if not isinstance(field, UnboundField):
        return False
    return issubclass(field.field_class, PasswordField) or any(map(_is_password, field.args))


@cache
def _fields() -> dict[str, dict[str, tuple[Any, dict[str, Any]]]]:
    """name -> room -> (label, {code: words}); everything lazy, so in the reader's language."""
    found: dict[str, dict[str, tuple[Any, dict[str, Any]]]] = {}
    for form in _forms(FlaskForm):
        room = form.__module__.split(".")[1] if "." in form.__module__ else ""
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField):
                found.setdefault(name, {}).setdefault(room, (_label(field), _choices(field)))
    return found


def _forms(parent: type[Form]) -> Iterator[type[Form]]:
    for form in parent.__subclasses__():
        yield form
        yield from _forms(form)


def _label(field: Any) -> Any:
    return field.kwargs.get("label") or (field.args[0] if field.args else None)


def _choices(field: Any) -> dict[str, Any]:
    given = field.kwargs.get("choices") or ()
    if callable(given):
        return {}
    pairs = ((one.value, one.label) if isinstance(one, SelectChoice) else one for one in given)
    return {str(pair[0]): pair[1] for pair in pairs if not isinstance(pair, str)}
