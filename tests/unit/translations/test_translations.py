"""No sentence reaches a reader in the wrong language."""

import io
import re

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.support.messages import CATALOGUES, LANGUAGES, extract

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _as_parts(string) -> tuple[str, ...]:
    """A sentence, or its singular and plural."""
    return (string,) if isinstance(string, str) else tuple(string)


def catalogue(language):
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    """Every msgid in the source."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract(target)
    with target.open("rb") as file:
        return [message.id for message in read_po(file) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing(sentences, language):
    known = catalogue(language)
    missing = [s for s in sentences if not (known.get(s) and known.get(s).string)]
    assert missing == [], f"{len(missing)} sentences without {language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_keep_their_place(language):
    for message in catalogue(language):
        if not message.id:
            continue
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        given = message.string if isinstance(message.string, str) else message.string[-1]
        assert set(PLACEHOLDER.findall(wanted)) == set(PLACEHOLDER.findall(given)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language):
    compiled = (CATALOGUES / language / "LC_MESSAGES" / "messages.mo").read_bytes()
    fresh = read_mo(io.BytesIO(compiled))
    for message in catalogue(language):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if message.id and message.string:
            compiled_string = fresh.get(key).string
            assert _as_parts(compiled_string) == _as_parts(message.string), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_fuzzy_is_never_used(language):
    assert [m.id for m in catalogue(language) if m.id and m.fuzzy] == []
