"""What deploy/ sets is a setting that there is; no key stands in it; what it starts exists."""

import re

import pytest

from renogroep.infra.files.checks import MIB
from renogroep.infra.files.pictures import MAX_BYTES
from renogroep.neighbourhoods.forms import MAX_OFFICIAL
from renogroep.web import commands_backup
from renogroep.web.app import MAX_UPLOAD
from renogroep.web.odd_requests import LARGE_FILES
from tests.unit.web.test_settings_named import READ, TOP

DEPLOY = TOP / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())
SETTINGS = set(READ.findall((TOP / "config.py").read_text("utf-8")))
BESIDE = {commands_backup.FOR.removeprefix("RENOGROEP_"), "SECRET_KEY", "SEALING_KEY"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_settings_that_there_are(file):
    used = set(re.findall(r"\bRENOGROEP_([A-Z_]+)", file.read_text("utf-8")))
    assert used - SETTINGS - BESIDE == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_key_is_shipped(file):
    assert re.findall(r"[0-9a-f]{32,}|AGE-SECRET", file.read_text("utf-8")) == []


def test_the_image_copies_what_is_there_and_runs_as_nobody_special():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert "FROM debian:bookworm-slim\n" in text
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (TOP / source).exists(), source
    assert text.index("\nUSER 10001") < text.index("\nCMD ")
    assert "--require-hashes" in text


def test_each_program_of_the_house_has_a_unit_and_a_container():
    units = {file.stem.removeprefix("renogroep-") for file in (DEPLOY / "systemd").iterdir()}
    assert units == {"web", "mail", "time", "backup"}
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    for name in ("app", "mail", "time", "postgres", "redis", "caddy"):
        assert f"\n  {name}:\n" in compose, name


def test_both_proxies_take_the_same_sizes_and_leave_the_words_to_us():
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    sizes = [
        re.findall(r"client_max_body_size (\d+)m", nginx),
        re.findall(r"max_size (\d+)MiB", caddy),
    ]
    assert sorted(sizes[0]) == sorted(sizes[1]) == ["34", "62", "7"]
    assert MAX_OFFICIAL < LARGE_FILES["neighbourhoods.official"] < 34 * MIB
    assert MAX_UPLOAD < 7 * MIB
    for page in ("case_photos", "my_photos"):
        assert MAX_BYTES * 2 < LARGE_FILES[f"pages.{page}"] < 62 * MIB
    for text in (nginx, caddy):
        assert "413" in text
        assert "/te-groot" in text
        assert "/metrics" in text


def test_the_docs_name_files_that_there_are():
    for page in sorted((TOP / "docs").glob("*.md")):
        for found in re.findall(r"\bdeploy/[\w./-]+\w", page.read_text("utf-8")):
            made_there = found == "deploy/renogroep.env"
            assert made_there or (TOP / found).exists(), f"{page.name}: {found}"
