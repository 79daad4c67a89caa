"""Sealing: nobody reads a person's words from the database file, and a key that is missing or wrong is named."""

import asyncio
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.domain.delivery import Draft, Priority
from bot.domain.update import Update, Wrote
from bot.store import conversations, inbox, outbox, people, sealed
from bot.store.sealed import CannotUnseal, KeyRefused, Keys, load_keys, new_keys, parse_keys, unlock
from bot.store.work import Store, Work
from dialogues.conversation import Answer, Conversation, Run
from dialogues.message import Message, Text
from tests.bot.store.making import NOW

MARKER = "zanahoria-quixotic-lantern"


@pytest.fixture
def unlocked(keys: Keys) -> Iterator[None]:
    """Puts the session's keys back in force."""
    yield
    unlock(keys)


def speak(work: Work) -> None:
    """Leave the marker in every place that may hold a person's words, name or address."""
    inbox.insert(work, Update("terminal", "1", f"address {MARKER}", Wrote(f"words {MARKER}"), NOW), NOW)
    answer = Answer("q", f"answer {MARKER}", NOW, "", {"name": MARKER})
    conversations.save(work, 1, Conversation((Run("r", "f", (), 1, NOW, (answer,)),)), "none", NOW)
    outbox.enqueue(work, [Draft("k", 1, 1, Message(Text.of(f"You said {MARKER}")), Priority.reply, NOW)], NOW)


def test_no_words_and_no_address_can_be_read_from_the_files(sqlite_template: Path, tmp_path: Path, keys: Keys) -> None:
    path = tmp_path / "coach.db"
    path.write_bytes(sqlite_template.read_bytes())

    async def use() -> list[bytes]:
        store = Store.open(str(path), keys)
        await store.run(speak)
        files = [file.read_bytes() for file in tmp_path.iterdir()]
        await store.close()
        return files

    files = asyncio.run(use())
    assert len(files) == 3  # the write-ahead log and its index too
    for content in [*files, path.read_bytes()]:
        assert MARKER.encode() not in content
        assert MARKER.encode("utf-16-le") not in content
    assert b"terminal" in path.read_bytes()


def test_sealing_the_same_words_twice_gives_nothing_to_compare(keys: Keys) -> None:
    assert keys.seal("hello", "a.b") != keys.seal("hello", "a.b")


def test_what_is_sealed_for_one_column_does_not_open_in_another(keys: Keys) -> None:
    with pytest.raises(CannotUnseal, match=r"outbox\.message does not open with key"):
        keys.unseal(keys.seal("hello", "inbox.payload"), "outbox.message")


def test_a_missing_key_is_named(keys: Keys) -> None:
    other = parse_keys(f"hash:{'A' * 43}= {keys.newest % 255 + 1}:{'A' * 43}=", "another")
    with pytest.raises(CannotUnseal, match=rf"a\.b is sealed with key {keys.newest}, and we have only {other.newest}"):
        other.unseal(keys.seal("hello", "a.b"), "a.b")


def test_after_a_new_key_is_added_the_old_words_still_open_and_the_new_ones_use_it() -> None:
    old = parse_keys(f"hash:{'A' * 43}= 7:{'B' * 42}A=", "old")
    both = parse_keys(f"hash:{'A' * 43}= 7:{'B' * 42}A= 3:{'C' * 42}A=", "both")
    assert both.unseal(old.seal("before", "a.b"), "a.b") == "before"
    assert both.seal("after", "a.b")[0] == both.newest == 3
    assert old.fingerprint("terminal", "ana") == both.fingerprint("terminal", "ana")


def test_the_same_address_on_two_accounts_cannot_be_matched(keys: Keys) -> None:
    assert keys.fingerprint("telegram:a", "7") != keys.fingerprint("telegram:b", "7")


def test_nothing_is_written_while_the_store_is_locked(
    run: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "_in_force", [])
    with pytest.raises(CannotUnseal, match="unlock"):
        run(people.find_or_create, "terminal", "ana", NOW)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    first, second = load_keys(home), load_keys(home)
    assert second.unseal(first.seal("hello", "a.b"), "a.b") == "hello"
    assert [file.name for file in home.iterdir()] == ["key"]
    assert stat.S_IMODE((home / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_keys(tmp_path)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(KeyRefused, match=r"mode 0644\): run `chmod 600"):
        load_keys(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "hello", "1:AAAA", "hash:AAAA 1:AAAA", f"1:{'A' * 43}=", f"hash:{'A' * 43}= 256:{'A' * 43}=", "\udcff"]
)
def test_a_malformed_key_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, errors="surrogateescape")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(KeyRefused, match="restore it from your backup") as refused:
        load_keys(tmp_path)
    assert "AAAA" not in str(refused.value)


def test_a_key_in_the_environment_wins_and_makes_no_file(tmp_path: Path) -> None:
    written = new_keys()
    keys = load_keys(tmp_path, written.replace("\n", " "))
    assert keys.newest == parse_keys(written, "it").newest
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyRefused, match="the key in COACH_KEY"):
        load_keys(tmp_path, "nonsense")


def test_two_processes_that_make_the_key_at_once_agree(tmp_path: Path) -> None:
    sealed._put(tmp_path / "key", "first")
    sealed._put(tmp_path / "key", "second")
    assert (tmp_path / "key").read_text() == "first"
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_keys_are_not_shown(keys: Keys, key_text: str) -> None:
    assert all(part.split(":")[1] not in repr(keys) for part in key_text.split())
