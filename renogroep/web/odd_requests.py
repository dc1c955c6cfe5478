"""Which requests can no page answer, whatever it is about?"""

from io import BytesIO
from typing import Any

from flask import Flask, Request, abort, request
from flask_login import current_user
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from renogroep.infra.files.sending import MOST_TOGETHER

# Pages that take more than MAX_CONTENT_LENGTH, and how much; only of who is signed in.
LARGE_FILES = {
    "neighbourhoods.official": 33 * 1024 * 1024,
    "pages.case_photos": MOST_TOGETHER,
    "pages.my_photos": MOST_TOGETHER,
    "orders.survey_photos": MOST_TOGETHER,
}
LARGEST_KEY = 2**31 - 1  # what a key column holds on every database


class MemoryRequest(Request):
    """An uploaded file, a sealed price sheet among them, never touches the disk.

    Werkzeug would spool a large file to a temporary one; MAX_CONTENT_LENGTH keeps this small.
    """

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> Any:
        return BytesIO()


class KeyConverter(IntegerConverter):
    """``<int:id>``: a number that no row can have is no page."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_KEY, **given})

    def to_python(self, value: str) -> int:
        """Raises ValidationError, which is a 404, before thousands of digits are read."""
        if len(value) > len(str(LARGEST_KEY)):
            raise ValidationError
        return int(super().to_python(value))


class NameConverter(UnicodeConverter):
    """``<slug>``: PostgreSQL cannot look for text with a NUL in it."""

    def to_python(self, value: str) -> str:
        """Raises ValidationError, which is a 404."""
        if "\x00" in value:
            raise ValidationError
        return value


def register(app: Flask) -> None:
    """Before the first route is added: routes take the converters of their moment."""
    app.url_map.converters.update(
        {"int": KeyConverter, "string": NameConverter, "default": NameConverter}
    )

    @app.before_request
    def _large_file() -> None:
        """Before anybody looks at what was sent."""
        if request.endpoint in LARGE_FILES and current_user.is_authenticated:
            request.max_content_length = LARGE_FILES[request.endpoint]

    @app.before_request
    def _no_nul() -> None:
        """No keyboard types it and PostgreSQL keeps no text with it: 400, with what was typed."""
        typed = [*request.args.values()]
        if request.method == "POST":
            typed += [value for _, value in request.form.items(multi=True)]
        if any("\x00" in value for value in typed):
            abort(400)
