"""Sealed: learner words, names and addresses, encrypted before they reach the database."""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


class KeyRefused(Exception):
    """The key file or variable cannot be used. The message says why, and what to do."""


class CannotUnseal(Exception):
    """Something sealed cannot be read with the keys in force. The message names the key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that finds addresses, and the keys that seal words by their number; `newest` seals, all unseal."""

    hashing: bytes = field(repr=False)
    ciphers: Mapping[int, AESGCM] = field(repr=False)
    newest: int

    def seal(self, words: str, purpose: str) -> bytes:
        """`words` encrypted for one purpose (a column): key number, nonce, ciphertext."""
        nonce = os.urandom(_NONCE)
        # Platforms do send half a surrogate pair; it must not make a message impossible to keep.
        sealed = self.ciphers[self.newest].encrypt(nonce, words.encode("utf-8", "surrogatepass"), purpose.encode())
        return b"%c%b%b" % (self.newest, nonce, sealed)

    def unseal(self, sealed: bytes, purpose: str) -> str:
        """The words again; raises `CannotUnseal` when the key is missing or wrong."""
        number, nonce = sealed[0], sealed[1 : 1 + _NONCE]
        cipher = self.ciphers.get(number)
        if cipher is None:
            have = ", ".join(str(one) for one in self.ciphers)
            raise CannotUnseal(
                f"{purpose} is sealed with key {number}, and we have only {have}: add key {number} again"
            )
        try:
            return cipher.decrypt(nonce, sealed[1 + _NONCE :], purpose.encode()).decode("utf-8", "surrogatepass")
        except InvalidTag:
            message = f"{purpose} does not open with key {number}: the key is another one, or the row was altered"
            raise CannotUnseal(message) from None

    def fingerprint(self, account: str, address: str) -> str:
        """What stands for an address where it must be found: the same for the same key, and nothing without it."""
        found = hmac.new(self.hashing, f"{account}\0{address}".encode("utf-8", "surrogatepass"), hashlib.sha256)
        return found.hexdigest()


def load_keys(home: Path, from_env: str | None = None) -> Keys:
    """The keys from the environment, else from `<home>/key`, which is made when there is none."""
    if from_env:
        return parse_keys(from_env, "the key in COACH_KEY")
    path = home / "key"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(path, new_keys())
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        raise KeyRefused(f"{path} can be read by others (mode {mode:04o}): run `chmod 600 {path}`, then start again")
    return parse_keys(path.read_text("utf-8", "replace"), str(path))


def new_keys() -> str:
    """A fresh key file's text. Its key number is drawn, so that a lost key is named as missing, not as wrong."""
    number = 1 + secrets.randbelow(255)
    return f"hash:{_drawn()}\n{number}:{_drawn()}\n"


def add_key(path: Path) -> int:
    """Add a fresh key to a key file, behind the others: it seals from the next start on, and they still open. Its number."""
    text = path.read_text("utf-8", "replace")
    taken = parse_keys(text, str(path)).ciphers
    number = secrets.choice([one for one in range(1, 256) if one not in taken])
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600 from the start
    draft = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{text.rstrip()}\n{number}:{_drawn()}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return number


def parse_keys(text: str, source: str) -> Keys:
    """The keys written as `hash:<base64> <number>:<base64> ...`; the last one seals."""
    parts = [_part(written, source) for written in text.split()]
    hashing = dict(parts).get("hash")
    sealing = {int(name): key for name, key in parts if name != "hash"}
    if hashing is None or not sealing:
        raise KeyRefused(f"{source} needs one `hash:` key and at least one numbered key: restore it from your backup")
    return Keys(hashing, {number: AESGCM(key) for number, key in sealing.items()}, list(sealing)[-1])


def unlock(keys: Keys) -> None:
    """Put `keys` in force for every `Sealed` column of this process."""
    _in_force[:] = [keys]


def keys_in_force() -> Keys:
    """The keys that `unlock` set."""
    if not _in_force:
        raise CannotUnseal("the store is locked: call bot.store.sealed.unlock(keys) once at the start")
    return _in_force[0]


class Sealed(TypeDecorator[str]):
    """A text column that holds ciphertext. `purpose` ("outbox.message") binds it to its column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else keys_in_force().seal(value, self.purpose)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Unseal on the way out."""
        return None if value is None else keys_in_force().unseal(value, self.purpose)


_NONCE = 12
_BITS = 256
_PART = re.compile(r"(hash|[1-9]\d{0,2}):([A-Za-z0-9_=-]+)")
_in_force: list[Keys] = []


def _drawn() -> str:
    return base64.urlsafe_b64encode(AESGCM.generate_key(_BITS)).decode()


def _part(written: str, source: str) -> tuple[str, bytes]:
    found = _PART.fullmatch(written)
    try:
        key = base64.urlsafe_b64decode(found.group(2)) if found else b""
    except binascii.Error:
        key = b""
    if found is None or len(key) * 8 != _BITS or (found.group(1) != "hash" and int(found.group(1)) > 255):
        raise KeyRefused(
            f"{source} is not a Peercoach key (`hash:...` and `<1 to 255>:...`): restore it from your backup"
        )
    return found.group(1), key


def _put(path: Path, text: str) -> None:
    """Write `path` whole or not at all; if another process was first, its file stands."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600 from the start
    draft = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
