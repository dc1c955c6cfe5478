"""Which households take part, and what do they tell?"""

from collections.abc import Iterator
from dataclasses import dataclass

OWNER, LANDLORD, CO_OWNER = "live_here", "rent_out", "co_ownership"


@dataclass(frozen=True, slots=True)
class Household:
    """One owner of one home. What is left out is the ordinary case of this street.

    way     how they want to hear from us; "mobile" and "letter" come in by phone and on paper
    works   numbers of the lots
    facts   screening facts that are "yes"; the others are "no"
    use     what the home is for; "" when nobody asked yet
    """

    name: str
    street: str
    number: str
    box: str = ""
    way: str = "email"
    language: str = "nl"
    owner: str = OWNER
    works: tuple[str, ...] = ("1",)
    seen: tuple[str, ...] = ("none",)
    life_stage: str = "family"
    budget: str = "10_20"
    build_year: int = 1964
    category: int | None = 3
    facts: tuple[str, ...] = ()
    use: str = "home"

    @property
    def channel(self) -> str:
        """By which door they came in."""
        return {"email": "online", "mobile": "phone", "letter": "paper"}[self.way]


# question number -> answer code: what an advisor noted on the phone
ABLE = {
    1: "cold",
    2: "within_1",
    3: "nothing",
    4: "dated",
    5: "alone",
    6: "yes",
    7: "no",
    8: "savings",
    9: "yes",
    10: "compare",
}
NEEDS_MONEY = {
    1: "bill",
    2: "within_1",
    3: "money",
    4: "dated",
    5: "all_agree",
    6: "yes",
    7: "no",
    8: "impossible",
    9: "no",
    10: "paperwork",
}
HESITATES = {
    1: "nothing",
    2: "not",
    3: "other",
    4: "no",
    5: "alone",
    6: "yes",
    7: "no",
    8: "savings",
    9: "yes",
    10: "none",
}
WORRIED = {
    1: "damp",
    2: "within_5",
    3: "hassle",
    4: "dated",
    5: "all_agree",
    6: "yes",
    7: "yes",
    8: "loan_not_asked",
    9: "yes",
    10: "visit",
}
LETS_OUT = {
    1: "obligation",
    2: "within_5",
    3: "tenant_pays",
    4: "dated",
    5: "alone",
    6: "lease_ends",
    7: "no",
    8: "loan_confirmed",
}
BUILDING = {
    1: "cold",
    2: "within_5",
    3: "trust",
    4: "dated",
    5: "not_asked",
    6: "yes",
    7: "no",
    8: "reserve_fund",
    10: "visit",
}

BOTH = ("1", "2")
# The package that collects interest now: every kind of owner, way and outcome once.
ROZEN = (
    Household("An Verlinden", "Rozenstraat", "12", works=BOTH, budget="20_40", build_year=1962),
    Household(
        "Dirk Smets",
        "Rozenstraat",
        "14",
        way="mobile",
        life_stage="empty_nest",
        category=2,
        use="mostly_home",
    ),
    Household(
        "Hélène Dubois",
        "Rozenstraat",
        "16",
        language="fr",
        seen=("cables",),
        facts=("cables_meters",),
        life_stage="senior",
    ),
    Household(
        "Mohamed El Amrani",
        "Tulpenstraat",
        "3",
        works=BOTH,
        seen=("asbestos", "damp"),
        facts=("asbestos", "damp"),
        budget="under_10",
        category=4,
    ),
    Household(
        "Maria Claessens",
        "Tulpenstraat",
        "5",
        way="letter",
        life_stage="senior",
        budget="rather_not",
    ),
    Household(
        "Koen Van den Broeck", "Tulpenstraat", "7", owner=LANDLORD, facts=("tenant",), category=None
    ),
    Household(
        "Rita Moens", "Viooltjesplein", "1", box="3", owner=CO_OWNER, category=None, build_year=1973
    ),
    Household(
        "Lucas Wauters",
        "Irisstraat",
        "35",
        seen=("protected",),
        facts=("protected",),
        build_year=1931,
        use="mostly_business",
    ),
    Household(
        "Eva Pauwels",
        "Irisstraat",
        "10",
        works=("2",),
        life_stage="starter",
        budget="under_10",
        use="",
    ),
    Household("Jef Hermans", "Irisstraat", "12", way="letter", life_stage="senior", use=""),
    Household("Sanne De Backer", "Rozenstraat", "18", works=BOTH, life_stage="starter"),
    Household("Yusuf Demir", "Rozenstraat", "20", way="mobile", works=("2",), seen=("unknown",)),
    Household(
        "John Carter",
        "Tulpenstraat",
        "9",
        language="en",
        works=BOTH,
        life_stage="starter",
        category=1,
    ),
    Household("Els Goris", "Tulpenstraat", "11", works=BOTH, life_stage="empty_nest", category=1),
)
TRIAGE = {
    "An Verlinden": ABLE,
    "Dirk Smets": WORRIED,
    "Hélène Dubois": ABLE,
    "Mohamed El Amrani": NEEDS_MONEY,
    "Koen Van den Broeck": LETS_OUT,
    "Rita Moens": BUILDING,
    "Els Goris": HESITATES,
}
TENANT = Household(
    "Priya Shah", "Klaproosstraat", "6", language="en", owner="tenant", category=None
)
NEXT_ROUND = Household("Guy Lenaerts", "Dahliastraat", "4")
# They typed it on the pages and did not confirm it yet.
WAITING = (
    Household("Amir Haddad", "Klaproosstraat", "6", way="mobile"),
    Household("Godelieve Smets", "Dahliastraat", "4", way="letter", life_stage="senior"),
)

_NAMES = {
    "lelie": "Tine Vermeulen,Bart Desmedt,Ingrid Lambrecht,Pieter Coppens,Nathalie Leroy,Stijn Bogaert,Hilde Martens,Ahmed Benali,Veerle Segers,Johan Thys,Carine Dewulf,Wout Janssens",
    "anjer": "Luc Van Hove,Sofie Callens,Erik Raes,Leen Baeten,Rachid Ouali,Martine Bosmans,Jonas Geerts,Lut Verbeke,Filip Nys,Marleen Cools,Dries Vanneste",
    "madelief": "Frank Stevens,Katrien Buyse,Wim Roels,Annelies Daems,Jos Pieters,Liesbet Moons,Hassan Aydin",
    "station": "Nina Verstraete,Tom Rombouts,Aline Petit,Gert Foubert,Jana Nowak,Roel Dierckx",
}
_PLACES = {
    "lelie": (("Lelielaan", range(8, 24, 2)), ("Irisstraat", range(14, 22, 2))),
    "anjer": (("Anjerstraat", range(5, 27, 2)),),
    "madelief": (("Madeliefstraat", range(9, 23, 2)),),
    "station": (("Spoorwegstraat", range(4, 16, 2)),),
}
# What sets somebody of a street apart from the ordinary household.
_APART: dict[str, dict[str, object]] = {
    # Lelielaan and Irisstraat
    "Bart Desmedt": {"way": "mobile"},
    "Ingrid Lambrecht": {"way": "letter", "life_stage": "senior", "category": 2},
    "Nathalie Leroy": {"language": "fr"},
    "Stijn Bogaert": {"owner": LANDLORD, "facts": ("tenant",), "category": None},
    "Hilde Martens": {"way": "letter", "life_stage": "senior"},
    "Ahmed Benali": {"way": "mobile", "category": 4},
    "Johan Thys": {"build_year": 2018, "category": 1},
    "Carine Dewulf": {"way": "mobile", "life_stage": "empty_nest"},
    "Wout Janssens": {"way": "mobile"},
    # Anjerstraat
    "Erik Raes": {"way": "mobile"},
    "Leen Baeten": {"way": "mobile", "category": 2},
    "Rachid Ouali": {"way": "mobile", "category": 4, "budget": "under_10"},
    "Martine Bosmans": {"way": "letter", "life_stage": "senior", "category": 2},
    "Lut Verbeke": {"facts": ("cables_meters",), "seen": ("cables",)},
    "Marleen Cools": {"owner": LANDLORD, "facts": ("tenant",), "category": None},
    # Madeliefstraat
    "Katrien Buyse": {"way": "mobile"},
    "Wim Roels": {"way": "mobile", "category": 4},
    "Annelies Daems": {"way": "mobile", "life_stage": "starter"},
    "Jos Pieters": {"way": "letter", "life_stage": "senior", "category": 2},
    "Liesbet Moons": {"way": "letter"},
    # Spoorwegstraat
    "Aline Petit": {"language": "fr"},
    "Gert Foubert": {"way": "mobile"},
    "Jana Nowak": {"language": "en", "way": "mobile"},
}
_WORKS = {"lelie": ("1",), "anjer": BOTH, "madelief": ("1",), "station": ("2",)}


def neighbours(package: str) -> Iterator[Household]:
    """The households of a package, side by side in their streets."""
    doors = ((street, number) for street, numbers in _PLACES[package] for number in numbers)
    for name, (street, number) in zip(_NAMES[package].split(","), doors, strict=True):
        values: dict[str, object] = {"works": _WORKS[package], **_APART.get(name, {})}
        yield Household(name, street, str(number), **values)  # type: ignore[arg-type]
