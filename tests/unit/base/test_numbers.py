"""Do a person and a spreadsheet mean the number that we read?"""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renogroep.base.numbers import half_up, read_number

REASONS = {"empty", "not a number", "ambiguous", "too many decimals", "too long"}


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (0, 0),
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),  # bankers would say 2
        (Fraction(-5, 2), -3),
        (Fraction(499_999, 1_000_000), 0),
        (Decimal("2.5"), 3),
        (Decimal("-2.5"), -3),
        (Decimal("2.4999999999999999999999999999999999"), 2),
        (10**30 + 1, 10**30 + 1),
    ],
)
def test_halves_go_away_from_zero(value, whole):
    assert half_up(value) == whole


@given(st.fractions())
def test_half_up_is_the_nearest_whole_number_and_mirrors(value):
    assert abs(half_up(value) - value) <= Fraction(1, 2)
    assert half_up(-value) == -half_up(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_a_decimal_and_a_fraction_round_alike(value):
    assert half_up(value) == half_up(Fraction(value))


@pytest.mark.parametrize(
    ("value", "decimals", "number"),
    [
        ("7", 2, "7"),
        ("12,5", 2, "12.5"),
        ("12.5", 2, "12.5"),
        ("12,50", 1, "12.5"),  # a zero at the end is no extra decimal
        ("1.250,00", 2, "1250"),
        ("1,250.00", 2, "1250"),
        ("1 250,50", 2, "1250.5"),
        ("1\u00a0250,50", 2, "1250.5"),
        ("1\u202f250.50", 2, "1250.5"),
        ("1.250.000", 2, "1250000"),
        ("1,250,000", 2, "1250000"),
        ("1.250.000,5", 2, "1250000.5"),
        ("1250,5", 2, "1250.5"),
        ("€ 12,50", 2, "12.5"),
        ("12,50 EUR", 2, "12.5"),
        ("€ 1.250,-", 2, "1250"),
        ("€ 1.250,-", 4, "1250"),  # without cents a point can only be thousands
        ("€1.250,--", 2, "1250"),
        ("1,250.-", 2, "1250"),
        ("12,–", 2, "12"),
        ("12.—", 0, "12"),
        ("1'250.50", 2, "1250.5"),
        ("1’250,50", 2, "1250.5"),
        ("1'250", 4, "1250"),
        ("1'250'000", 2, "1250000"),
        ("12,50€", 2, "12.5"),
        ("12 euro", 2, "12"),
        ("Euro 12,50", 2, "12.5"),
        ("eur 1 250,50", 2, "1250.5"),
        (",50", 2, "0.5"),
        (".5", 2, "0.5"),
        ("-,5", 2, "-0.5"),
        ("\u22123,5", 2, "-3.5"),
        ("12,", 2, "12"),
        ("  3 ", 2, "3"),
        ("+3", 2, "3"),
        ("-3,5", 2, "-3.5"),
        ("1.250", 2, "1250"),  # with cents a point before three digits can only be thousands
        ("1,250", 4, "1.25"),  # a comma is the decimal mark here
        ("1 250", 4, "1250"),
        ("0.500", 2, "0.5"),  # thousands never start with a zero
        ("0,500", 2, "0.5"),
        ("0.125", 3, "0.125"),
        ("0,125", 4, "0.125"),
        ("-0.500", 2, "-0.5"),
        (7, 0, "7"),
        (12.5, 2, "12.5"),
        (0.1 + 0.2, 2, "0.3"),
        (1e14, 0, "100000000000000"),
        (Decimal("1.10"), 1, "1.1"),
        ("999999999999999", 0, "999999999999999"),
    ],
)
def test_the_number_that_was_meant(value, decimals, number):
    assert read_number(value, decimals=decimals) == Decimal(number)


@pytest.mark.parametrize(
    ("value", "decimals", "reason"),
    [
        (None, 2, "empty"),
        ("", 2, "empty"),
        (" € ", 2, "empty"),
        (True, 2, "not a number"),
        ("gratis", 2, "not a number"),
        ("12 eurocent", 2, "not a number"),
        ("12€50", 2, "not a number"),  # read as 1250 it would be a hundred times too much
        ("€ € 12", 2, "not a number"),
        ("1.250,-5", 2, "not a number"),
        ("12,5,-", 2, "not a number"),
        ("1.25,-", 2, "not a number"),
        (",-", 2, "not a number"),
        ("1'25", 2, "not a number"),
        ("12.5'00", 2, "not a number"),
        ("'12", 2, "not a number"),
        ("1e5", 2, "not a number"),
        ("#DIV/0!", 2, "not a number"),
        ("12,5,0", 2, "not a number"),
        ("1.25.0", 2, "not a number"),
        ("12,34.567,8", 2, "not a number"),
        ("1.2,5", 2, "not a number"),
        ("12 5", 2, "not a number"),
        ("1 250 5", 2, "not a number"),
        ("1250 000", 2, "not a number"),
        ("12.5 000", 2, "not a number"),
        ("12 345 6,5", 2, "not a number"),
        ("0.500.000", 2, "not a number"),
        ("--5", 2, "not a number"),
        ("- 5", 2, "not a number"),
        ("٣", 2, "not a number"),  # digits of another script
        ("½", 2, "not a number"),
        (float("nan"), 2, "not a number"),
        (float("inf"), 2, "not a number"),
        (Decimal("NaN"), 2, "not a number"),
        ("1,250", 2, "ambiguous"),  # 1.25 or 1250?
        ("1.250", 3, "ambiguous"),
        ("1.250", 4, "ambiguous"),
        ("12,505", 1, "ambiguous"),
        ("12,5055", 2, "too many decimals"),
        ("0,125", 2, "too many decimals"),
        (0.125, 2, "too many decimals"),
        ("1,0000000000000000000000000000000001", 4, "too many decimals"),
        ("1000000000000000", 0, "too long"),
        (10**400, 0, "too long"),
        (1e300, 0, "too long"),
        ("1" * 41, 0, "too long"),
    ],
)
def test_what_is_refused_and_why(value, decimals, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_number(value, decimals=decimals)


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_a_plain_number_reads_the_same_from_text_float_and_decimal(scaled, decimals):
    exact = Decimal(scaled).scaleb(-decimals)
    assert read_number(exact, decimals=decimals) == exact
    # decimals written out in full, with the mark of this country
    written = f"{exact:f}".replace(".", ",")
    if not (decimals == 3 and abs(exact) >= 1):  # "1,250" may be refused, see above
        assert read_number(written, decimals=decimals) == exact
    if abs(scaled) < 10**9:
        assert read_number(float(exact), decimals=decimals) == exact


@given(st.text(alphabet="0123456789.,+- €'–", max_size=20), st.integers(0, 4))
def test_a_text_is_read_as_its_own_digits_or_refused(text, decimals):
    try:
        number = read_number(text, decimals=decimals)
    except ValueError as refusal:
        reason = str(refusal)
    else:
        reason = ""
    if reason:
        assert reason in REASONS
    else:
        typed = "".join(c for c in text if c.isdigit()).strip("0")
        assert "".join(map(str, number.as_tuple().digits)).strip("0") == typed
