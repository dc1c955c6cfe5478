"""The receipt is about exact bytes: equal sheets give equal bytes, and they read back."""

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.money import Money, UnitPrice
from renogroep.quotes.rules.price_sheet import (
    Answer,
    AnswerKind,
    PriceSheet,
    Terms,
    canonical,
    parse_canonical,
    receipt_hash,
)

SHEET = PriceSheet(
    (
        Answer("01.01", AnswerKind.PRICE, (UnitPrice.euros("114"),), Money.euros("7.50"), "é “x”"),
        Answer("01.02", AnswerKind.EXCLUDED),
    ),
    Terms(own_min=6, start_from=date(2027, 3, 1)),
)

days = st.none() | st.dates()
counts = st.none() | st.integers(0, 999)
sheets = st.builds(
    PriceSheet,
    st.lists(
        st.builds(
            Answer,
            st.text(max_size=8),
            st.sampled_from(AnswerKind),
            st.lists(st.integers(0, 10**10).map(UnitPrice), max_size=3).map(tuple),
            st.none() | st.integers(0, 10**12).map(Money),
            st.text(max_size=20),
        ),
        max_size=4,
    ).map(tuple),
    st.builds(Terms, counts, counts, days, days, counts, counts, days, counts),
)


def test_the_bytes_of_a_sheet_never_change():
    assert canonical(SHEET) == (
        b'{"answers":[{"kind":"price","line":"01.01","prices":[1140000],'
        b'"remark":"\\u00e9 \\u201cx\\u201d","stated_total":750},'
        b'{"kind":"excluded","line":"01.02","prices":[],"remark":"","stated_total":null}],'
        b'"format":1,"terms":{"capacity":null,"disruption_days":null,"own_min":6,'
        b'"start_from":"2027-03-01","start_until":null,"valid_until":null,'
        b'"validity_days":null,"warranty_years":null}}'
    )


@given(sheets)
def test_what_we_write_we_can_read_back(sheet):
    content = canonical(sheet)
    assert parse_canonical(content) == sheet
    assert canonical(parse_canonical(content)) == content


def test_the_receipt_can_be_computed_with_any_tool():
    nonce = bytes(range(16))
    assert receipt_hash(b"{}", nonce) == hashlib.sha256(nonce + b"{}").hexdigest()


def test_another_nonce_or_one_other_cent_is_another_receipt():
    dearer = parse_canonical(canonical(SHEET).replace(b"750", b"751"))
    nonce = b"n" * 32
    assert receipt_hash(canonical(SHEET), nonce) != receipt_hash(canonical(dearer), nonce)
    assert receipt_hash(canonical(SHEET), nonce) != receipt_hash(canonical(SHEET), b"m" * 32)


def test_a_short_nonce_would_let_people_guess_prices():
    with pytest.raises(ValueError):
        receipt_hash(b"{}", b"n" * 15)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff", b'{"format":2}', b'{"format":1}', b'{"format":1,"answers":[1],"terms":{}}',
     b'{"format":1,"answers":[],"terms":{"price":1}}', b'{"format":1,"answers":[],"terms":{"start_from":"x"}}'],
)  # fmt: skip
def test_other_bytes_are_no_price_file(content):
    with pytest.raises(ValueError):
        parse_canonical(content)


def test_canonical_is_plain_json():
    assert json.loads(canonical(SHEET))["answers"][0]["prices"] == [1140000]
