"""Put a compressed copy beside each static file that is worth it; WhiteNoise serves it."""

import gzip
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
STATIC = TOP / "renogroep" / "web" / "static"
ENDINGS = {".css", ".js", ".svg"}  # fonts are compressed already
SMALLEST = 1_000  # bytes; less fits in one packet either way


def worth_it() -> list[Path]:
    """The files that get a copy."""
    return sorted(
        path
        for path in STATIC.rglob("*")
        if path.suffix in ENDINGS and path.stat().st_size >= SMALLEST
    )


def copy_of(path: Path) -> Path:
    return path.with_name(path.name + ".gz")


def main() -> None:
    """What ``make static`` does: no clock in the copies, and none without its file."""
    for old in STATIC.rglob("*.gz"):
        old.unlink()
    for path in worth_it():
        copy_of(path).write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    main()
