"""Files: all that nlu reads from disk, and the one thing it keeps there: trained weights."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from nlu.weights import Block, Weights

DATA = Path(__file__).parent / "data"
"""The data that comes with the package: `<locale>/intents/*.yml` and `<locale>/safety/*.yaml`."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C, where PyYAML was built with it


class DataError(ValueError):
    """A file of nlu's data does not say what it must; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of training data: what somebody wrote, and what it meant."""

    intent: str
    text: str


def locales(directory: Path, kind: str) -> tuple[str, ...]:
    """The locales that have data of this kind ("intents", "safety")."""
    return tuple(sorted(folder.parent.name for folder in directory.glob(f"*/{kind}") if folder.is_dir()))


def read_examples(directory: Path, locale: str) -> tuple[Example, ...]:
    """All training examples of a locale, file by file, in order."""
    return tuple(example for path in _training_files(directory, locale) for example in _examples(path))


def checksum(directory: Path, locale: str, recipe: str) -> str:
    """A name for weights: it changes when a training file or the recipe does."""
    digest = sha256(recipe.encode())
    for path in _training_files(directory, locale):
        digest.update(b"\0" + path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def read_rules(directory: Path, locale: str) -> Mapping[str, object]:
    """The safety data of a locale: each file's content by the file's name without its ending."""
    return {path.stem: _yaml(path) for path in sorted((directory / locale / "safety").glob("*.yaml"))}


def read_weights(cache: Path, locale: str, name: str) -> Weights | None:
    """The kept weights of this name, or None when there are none that can be trusted."""
    try:
        with _kept(cache, locale, name).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return _unpack(kept) if str(kept["name"]) == name else None
    except Exception:  # a spoilt archive fails in more ways than can be named, and all mean: train again
        return None


def write_weights(cache: Path, locale: str, name: str, weights: Weights) -> None:
    """Keep weights under this name: whole or not at all, and in place of older ones of the locale."""
    cache.mkdir(parents=True, exist_ok=True)
    goal = _kept(cache, locale, name)
    with tempfile.NamedTemporaryFile(dir=cache, suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            np.savez(file, allow_pickle=False, name=np.array(name), **_pack(weights))
        except BaseException:
            part.unlink()
            raise
    part.replace(goal)
    for older in cache.glob(f"intents-{locale}-*.npz"):
        if older != goal:
            older.unlink(missing_ok=True)


_Array = NDArray[np.float64] | NDArray[np.uint8] | NDArray[np.str_]


def _training_files(directory: Path, locale: str) -> list[Path]:
    return sorted((directory / locale / "intents").glob("*.yml"))


def _examples(path: Path) -> list[Example]:
    match _yaml(path):
        case {"nlu": list(groups)}:
            return [example for group in groups for example in _group(path, group)]
    raise DataError(f"{path}: there is no list under `nlu:`. Start the file with version and nlu, as Rasa does.")


def _group(path: Path, group: object) -> list[Example]:
    match group:
        case {"intent": str(intent), "examples": str(block)}:
            lines = [line.strip() for line in block.splitlines() if line.strip()]
            if bad := [line for line in lines if not line.startswith("- ")]:
                raise DataError(f"{path}: the example {bad[0]!r} of {intent} does not start with '- '.")
            return [Example(intent, line[2:].strip()) for line in lines]
    raise DataError(f"{path}: every group needs `intent:` and `examples: |`; one here has not.")


def _yaml(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader, chosen above
    except yaml.YAMLError as problem:
        raise DataError(f"{path}: this is not YAML: {problem}") from problem


def _kept(cache: Path, locale: str, name: str) -> Path:
    return cache / f"intents-{locale}-{name}.npz"


def _pack(weights: Weights) -> dict[str, _Array]:
    packed: dict[str, _Array] = {"intents": np.array(weights.intents), "start": weights.start}
    for kind, block in (("words", weights.words), ("pieces", weights.pieces)):
        in_order = sorted(block.places, key=lambda feature: block.places[feature])
        packed[f"{kind}.features"] = np.frombuffer("\n".join(in_order).encode(), dtype=np.uint8)
        packed[f"{kind}.rarity"] = block.rarity
        packed[f"{kind}.votes"] = block.votes
    return packed


def _unpack(kept: Mapping[str, _Array]) -> Weights:
    blocks = [_block(kept, kind) for kind in ("words", "pieces")]
    weights = Weights(tuple(str(intent) for intent in kept["intents"]), _numbers(kept["start"]), *blocks)
    if weights.start.shape != (len(weights.intents),):
        raise ValueError("The kept weights do not fit their intents.")
    return weights


def _block(kept: Mapping[str, _Array], kind: str) -> Block:
    features = kept[f"{kind}.features"].tobytes().decode().split("\n")
    rarity, votes = _numbers(kept[f"{kind}.rarity"]), _numbers(kept[f"{kind}.votes"])
    if rarity.shape != (len(features),) or votes.shape != (len(features), len(kept["intents"])):
        raise ValueError("The kept weights do not fit their features.")
    return Block({feature: place for place, feature in enumerate(features)}, rarity, votes)


def _numbers(array: _Array) -> NDArray[np.float64]:
    return np.asarray(array, dtype=np.float64)
