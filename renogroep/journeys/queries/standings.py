"""Where does a household stand in a lot at this moment, its press that waits for its turn included?"""

from renogroep.journeys.queries.home_facts import HomeLot
from renogroep.journeys.rules.standing import Standing, standing_of, while_pressed


def standing_now(home: HomeLot) -> Standing:
    """As ``standing_of``; who pressed the button of its order reads that, and presses no other."""
    standing = standing_of(home.facts)
    if home.pressed_at is None:
        return standing
    return while_pressed(standing, home.pressed_at)
