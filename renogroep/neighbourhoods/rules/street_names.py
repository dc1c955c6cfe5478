"""Which spellings mean the same street?"""

from renogroep.base.names import sort_key

# What people write for the last part of a name, and for its first words.
ENDINGS = {
    "str": "straat",
    "stw": "steenweg",
    "stwg": "steenweg",
    "steenw": "steenweg",
    "ln": "laan",
    "pl": "plein",
    "drf": "dreef",
}
OPENINGS = {"st": "sint", "ste": "sint", "olv": "onze lieve vrouw", "dr": "dokter"}


def street_key(name: str) -> str:
    """One key for every spelling: "Rozenstr.", "ROZENSTRAAT" and "rozen straat" are one street."""
    words = sort_key(name).split()
    if not words:
        return ""
    joined = "".join(words[:3])
    if joined == "olv":
        words[:3] = ["olv"]
    if len(words) > 1:
        words[0] = OPENINGS.get(words[0], words[0])
    for short, whole in ENDINGS.items():
        if words[-1].endswith(short) and not words[-1].endswith(whole):
            words[-1] = words[-1].removesuffix(short) + whole
            break
    return "".join(words).replace(" ", "")
