"""The manifest asks for what the code uses and for nothing more, and the one in docs/ is the one the code makes."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.manifest import COMMAND, EVENTS, SCOPES, SHORTCUT, Face, manifest, written
from bot.channels.slack.updates import COMMANDS
from content.loading import load

ROOT = Path(__file__).parents[4]
SHIPPED = load(ROOT / "content" / "library")
URL = "https://coach.example.org"
FACE = Face("Peercoach", "A coach.", "I am a coach. " * 20, "Report this", "Say what is wrong")
# https://docs.slack.dev/reference/events: what each needs; the others need nothing.
NEEDED = {"app_mention": "app_mentions:read", "message.im": "im:history"}


def shipped() -> Face:
    """What people read about the coach, from the phrasebook."""
    names = ("menu.short", "slack.about", "slack.shortcut", "slack.shortcut_hint")
    return Face("Peercoach", *(SHIPPED.phrase(name, "en").wordings[0] for name in names))


def test_the_manifest_in_docs_is_the_one_that_the_code_makes() -> None:
    text = written(manifest(shipped(), None))
    assert (ROOT / "docs" / "slack-manifest.yaml").read_text(encoding="utf-8") == text


def test_it_asks_for_what_the_code_uses_and_for_nothing_more() -> None:
    made = manifest(FACE, None)
    assert made["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}
    assert made["settings"]["event_subscriptions"] == {"bot_events": sorted(EVENTS)}
    assert {NEEDED[name] for name in EVENTS if name in NEEDED} <= SCOPES.keys()
    assert all(why and why.isprintable() for why in (*SCOPES.values(), *EVENTS.values()))


def test_in_socket_mode_there_is_no_address_in_it() -> None:
    made = manifest(FACE, None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "https:" not in str(made)


@pytest.mark.parametrize("url", [URL, f"{URL}/"])
def test_over_http_every_door_has_its_address(url: str) -> None:
    made = manifest(FACE, url)
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert settings["interactivity"] == {"is_enabled": True, "request_url": f"{URL}/slack/events"}
    assert made["features"]["slash_commands"][0]["url"] == f"{URL}/slack/events"
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]


def test_people_can_write_to_it_and_have_a_page_a_command_and_a_shortcut() -> None:
    features = manifest(FACE, None)["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert (features["slash_commands"][0]["command"], features["shortcuts"][0]["callback_id"]) == (COMMAND, SHORTCUT)
    assert features["shortcuts"][0]["type"] == "message"
    assert all(name in features["slash_commands"][0]["usage_hint"] for name in COMMANDS)


def test_its_words_have_the_lengths_that_slack_takes() -> None:
    # https://docs.slack.dev/reference/app-manifest
    made = manifest(shipped(), None)
    shown, features = made["display_information"], made["features"]
    assert 175 <= len(shown["long_description"]) <= 4000
    assert shown["description"] == SHIPPED.phrase("menu.short", "en").wordings[0]
    assert features["shortcuts"][0]["name"] == SHIPPED.phrase("slack.shortcut", "en").wordings[0]
    assert len(features["slash_commands"][0]["usage_hint"]) <= 1000


def test_longer_words_are_shortened_and_what_is_too_short_is_left_out() -> None:
    made = manifest(Face("N " * 40, "S " * 100, "A " * 3000, "R " * 40, "H " * 100), None)
    shown, shortcut = made["display_information"], made["features"]["shortcuts"][0]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    assert "long_description" not in manifest(Face("N", "S", "A " * 80, "R", "H"), None)["display_information"]


def test_each_scope_and_event_stands_there_with_what_it_is_for() -> None:
    lines = written(manifest(FACE, None)).splitlines()
    for name, why in (*SCOPES.items(), *EVENTS.items()):
        assert any(line.strip() == f"- {name}  # {why}" for line in lines), name


def test_it_tells_how_to_change_to_the_other_mode() -> None:
    assert "/slack/oauth_redirect" in written(manifest(FACE, None)).partition("display_information")[0]
    assert "Socket Mode" in written(manifest(FACE, URL)).partition("display_information")[0]


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")) | st.sampled_from("\n:#'\"- "))


@given(words, words, st.sampled_from([None, URL]))
def test_what_is_written_reads_as_what_was_meant(name: str, about: str, url: str | None) -> None:
    made = manifest(Face(name, name, about * 20, name, about), url)
    assert yaml.safe_load(written(made)) == made
