"""The numbers of a lot go together, and its price bands join up."""

import pytest

from renogroep.base.errors import Refused
from renogroep.tenders.rules.lot_details import LotDetails, bands_from, check_details


@pytest.mark.parametrize(
    ("least", "most", "starts", "code"),
    [
        (1, 1, (1,), None),
        (6, 6, (6, 9), None),
        (7, 6, (6,), "lot.minimum"),
        (0, 6, (6,), "lot.minimum"),
        (6, 24, (), "lot.bands"),
        (6, 24, (0, 6), "lot.bands"),
        (6, 24, (9, 6), "lot.bands"),
        (6, 24, (6, 6), "lot.bands"),
    ],
)
def test_minimum_places_and_bands_go_together(least, most, starts, code):
    details = LotDetails("Gevels", "wall_outside", 6, least, most, starts)
    if code is None:
        check_details(details)
        return
    with pytest.raises(Refused) as refused:
        check_details(details)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("pay_days", "advance", "code"),
    [
        (1, 0, None),
        (120, 15, None),
        (0, 0, "lot.pay_days"),
        (121, 0, "lot.pay_days"),
        (30, -1, "lot.advance"),
        (30, 16, "lot.advance"),
    ],
)
def test_terms_of_payment_stay_in_their_range(pay_days, advance, code):
    details = LotDetails(
        "Gevels", "wall_outside", 6, 6, 6, (6,), pay_days=pay_days, advance_percent=advance
    )
    if code is None:
        check_details(details)
        return
    with pytest.raises(Refused) as refused:
        check_details(details)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("starts", "bands"),
    [((1,), ["1+"]), ((6, 9), ["6-8", "9+"]), ((1, 2, 10), ["1-1", "2-9", "10+"])],
)
def test_bands_join_up(starts, bands):
    assert [str(band) for band in bands_from(starts)] == bands
