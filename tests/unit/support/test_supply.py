"""What we ship is known: the list of packages, their licences, and no leak that nobody looked up."""

import tomllib

import pytest

from tests.support import audit, licences, sbom
from tests.support.lock import ALL, SHIPPED, canonical, pins

LIST = {"allowed": [{"words": ["MIT", "PSF-2.0"]}], "packages": {"odd": {"says": "LGPL"}}}


@pytest.mark.parametrize(
    ("names", "said", "told"),
    [
        ({"odd", "a"}, {"odd": ["LGPL"], "a": ["MIT"]}, ""),
        ({"odd", "a"}, {"odd": ["LGPL"], "a": ["MIT", "PSF-2.0"]}, ""),
        ({"odd", "a"}, {"odd": ["LGPL"], "a": ["MIT", "SSPL-1.0"]}, "a says"),
        ({"odd", "a"}, {"odd": ["LGPL"], "a": []}, "a says nothing"),
        ({"odd", "a"}, {"odd": ["LGPL"], "a": None}, "a is not installed"),
        ({"odd"}, {"odd": ["AGPL"]}, "odd says"),
        ({"odd"}, {"odd": []}, "odd says"),
        ({"odd"}, {"odd": None}, ""),
        (set(), {}, "odd is not in the lock"),
    ],
)
def test_a_licence_that_nobody_allowed_is_told(names, said, told):
    found = list(licences.problems(names, LIST, said.__getitem__))
    assert (len(found), " ".join(found).startswith(told)) == (1 if told else 0, True)


def test_every_reason_is_written_down():
    list_of_reasons = tomllib.loads(licences.FILE.read_text("utf-8"))
    rows = [*list_of_reasons["allowed"], *list_of_reasons["packages"].values()]
    assert len(rows) > 8
    assert [row for row in rows if len(row["why"]) < 15] == []


def test_what_we_ship_is_a_part_of_what_we_check():
    shipped, everything = (set(pins(lock.read_text("utf-8"))) for lock in (SHIPPED, ALL))
    assert len(shipped) > 50
    assert {name for name, _ in shipped} - {name for name, _ in everything} == set()
    assert canonical("Flask_Babel") == "flask-babel"


@pytest.mark.slow
def test_the_list_of_packages_changes_with_the_lock_and_follows_the_standard(tmp_path):
    lock = tmp_path / "requirements.txt"
    seen = []
    for version, digit in (("3.1.3", "a"), ("3.1.3", "b"), ("3.1.4", "b")):
        lock.write_text(f"flask=={version} --hash=sha256:{digit * 64}\n")
        seen.append(sbom.made_of(lock))
        assert sbom.wrong_in(seen[-1]) == ""
    assert len(set(seen)) == len(seen)
    assert seen[0].count("://") == 1  # of the standard: no place of this machine or of an index


def test_the_list_names_every_package_of_the_lock():
    text = sbom.SBOM.read_text("utf-8")
    assert sbom.wrong_in(text) == ""
    for name, version in pins(SHIPPED.read_text("utf-8")):
        assert f'"pkg:pypi/{name}@{version}"' in text


def test_nothing_passes_without_advisories(monkeypatch, tmp_path, capsys):
    """A proxy of this machine that nobody listens at: no advisory can be read."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # none of an earlier day either
    assert audit.main() == 1
    assert "nothing was checked" in capsys.readouterr().err


def test_the_audit_is_no_part_of_lint():
    makefile = (sbom.TOP / "Makefile").read_text("utf-8")
    lint = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert "tests.support.sbom" in lint
    assert "tests.support.licences" in lint
    assert "audit" not in lint
