"""Which fields does every form ask the same way?"""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from renogroep.base.names import cleaned


def clean(value: Any) -> Any:
    """What was typed, without invisible characters."""
    return cleaned(value) if isinstance(value, str) else value


def line(
    label: str,
    most: int = 200,
    required: str | None = None,
    also: Sequence[Any] = (),
    **more: Any,
) -> StringField:
    """One line of text.

    required   what to say when it is empty; None when it may be
    also       more validators, for what is filled in
    """
    rules = [
        Optional() if required is None else DataRequired(required),
        Length(max=most, message=_l("Use at most %(count)s characters", count=most)),
        *also,
    ]
    return StringField(label, filters=[clean], validators=rules, **more)


def email_line(label: str, *, wrong: str, required: str | None = None) -> StringField:
    """An e-mail address; ``wrong`` says what one looks like, with an example."""
    return line(label, 200, required, also=[Email(wrong)], render_kw={"type": "email"})


def choices(pairs: Iterable[tuple[object, Any]]) -> list[SelectChoice]:
    """Options from codes with their labels."""
    return [SelectChoice(str(code), label) for code, label in pairs]
