"""Rasa's own project: it knows our intents, trains on our examples and nothing else, and its lock is whole."""

import re
import tomllib

import pytest
import yaml

from bench.serving import ROOT
from nlu.files import DATA
from nlu.intents import INTENTS
from nlu.rasa import FALLBACK, THRESHOLD

PROJECT = ROOT / "nlu" / "rasa_project"


def read(name: str) -> str:
    """A file of the project."""
    return (PROJECT / name).read_text("utf-8")


def test_the_domain_has_our_intents_in_our_order() -> None:
    assert tuple(yaml.safe_load(read("domain.yml"))["intents"]) == INTENTS


def test_the_pipeline_tells_intents_and_no_entities() -> None:
    parts = {part["name"]: part for part in yaml.safe_load(read("config.yml"))["pipeline"]}
    assert parts["DIETClassifier"]["entity_recognition"] is False
    assert parts["FallbackClassifier"]["threshold"] == THRESHOLD
    assert FALLBACK not in INTENTS


@pytest.mark.parametrize("name", ["Dockerfile", "../../.ci/rasa"])
def test_it_is_trained_on_intents_of_every_language_and_never_on_what_the_safety_screen_learns_from(name: str) -> None:
    lines = [line for line in read(name).splitlines() if not line.lstrip().startswith("#")]
    fed = [line for line in lines if "data/" in line and "models/data" not in line]
    assert fed
    assert all("intents" in line for line in fed)
    assert "safety" not in "\n".join(lines)
    spoken = {path.parent.name for path in DATA.glob("*/intents")}
    assert name != "Dockerfile" or all(f"nlu/data/{locale}/intents" in read(name) for locale in spoken)


def test_its_lock_pins_the_version_without_the_known_hole_and_hashes_everything() -> None:
    lock = read("requirements.txt")
    assert "\nrasa==3.6.21 \\" in lock
    assert "rasa==3.6.21" in tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    pinned = re.findall(r"^\S+==\S+.*$", lock, re.MULTILINE)
    assert len(pinned) > 100
    assert all(line.endswith("\\") for line in pinned)
    assert lock.count("--hash=sha256:") > len(pinned)
    assert "://" not in lock
    assert read(".python-version").strip() == "3.10"


def test_its_container_is_published_nowhere_and_reaches_nothing() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    service = compose["services"]["rasa"]
    assert "ports" not in service
    assert service["profiles"] == ["rasa"]
    assert service["networks"] == ["understanding"]
    assert compose["networks"]["understanding"] == {"internal": True}
