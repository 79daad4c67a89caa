"""Files: all that nlu reads from disk, and the one thing it keeps there: trained weights."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from nlu.intents import SafetyLevel, Whose
from nlu.weights import Block, Weights

DATA = Path(__file__).parent / "data"
"""What comes with the package: `<locale>/intents/*.yml`, `<locale>/safety/*.yaml`, `<locale>/safety/examples/*.yaml`."""

TRAINED = Path(__file__).parent / "trained"
"""Weights trained when the coach was set up (`python -m nlu`), for every process and home on this machine."""

IDENTIFIERS = "identifiers"
"""The folder of the words that names, numbers and addresses are known by, one for all languages."""

IDEAS = "ideas.yaml"
"""The lexicon of ideas, one for all languages."""

PART = ".part"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same reader in C, where PyYAML was built with it


class DataError(ValueError):
    """A file of nlu's data does not say what it must; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of training data: what somebody wrote, and what it meant."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line written for the safety screen: which group it belongs to, and the danger that is truly in it."""

    group: str
    level: SafetyLevel
    whose: Whose
    text: str


def locales(directory: Path, kind: str) -> tuple[str, ...]:
    """The locales that have data of this kind ("intents", "safety")."""
    return tuple(sorted({path.parent.parent.name for path in directory.glob(f"*/{kind}/*.y*ml")}))


def read_examples(directory: Path, locale: str) -> tuple[Example, ...]:
    """All training examples of a locale, file by file, in order."""
    return tuple(example for path in intent_files(directory, locale) for example in _examples(path))


def read_lines(paths: Iterable[Path]) -> tuple[Line, ...]:
    """All lines written for the safety screen in these files, in order."""
    return tuple(line for path in paths for line in _lines(path))


def intent_files(directory: Path, locale: str) -> list[Path]:
    """The files that teach a locale's intents."""
    return sorted((directory / locale / "intents").glob("*.yml"))


def line_files(directory: Path, locale: str) -> list[Path]:
    """The files that teach the second layer of the safety screen a locale."""
    return sorted((directory / locale / "safety" / "examples").glob("*.yaml"))


def checksum(paths: Iterable[Path], recipe: str) -> str:
    """A name for what is made of files by a recipe: it changes when one of them or the recipe does."""
    digest = sha256(recipe.encode())
    for path in paths:
        digest.update(b"\0" + path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def read_ideas(directory: Path) -> Mapping[str, Sequence[str]]:
    """The lexicon: each idea with its words."""
    match read_yaml(directory / IDEAS):
        case dict(found) if all(isinstance(idea, str) and isinstance(words, str) for idea, words in found.items()):
            return {idea: words.split() for idea, words in found.items()}
    raise DataError(f"{directory / IDEAS}: every line names an idea, then its words: `pause: pause* mute snooze`.")


def read_identifiers(directory: Path) -> Mapping[str, Mapping[str, str]]:
    """The words that identifiers are known by: of each file, by its name without the ending, each list by its name."""
    return {path.stem: _named_words(path) for path in sorted((directory / IDENTIFIERS).glob("*.yaml"))}


def read_rules(directory: Path, locale: str) -> Mapping[str, object]:
    """The safety data of a locale: each file's content by the file's name without its ending."""
    return {path.stem: read_yaml(path) for path in rule_files(directory, locale)}


def rule_files(directory: Path, locale: str) -> list[Path]:
    """The files of a locale's safety rules."""
    return sorted((directory / locale / "safety").glob("*.yaml"))


def read_weights(cache: Path, kind: str, name: str) -> Weights | None:
    """The kept weights of this name, or None when there are none that can be trusted."""
    try:
        with _kept(cache, kind, name).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return _unpack(kept) if str(kept["name"]) == name else None
    except Exception:  # a spoilt archive fails in more ways than can be named, and all mean: train again
        return None


def write_weights(cache: Path, kind: str, name: str, weights: Weights) -> None:
    """Keep weights under this name: whole or not at all, and in place of older ones of that kind."""
    cache.mkdir(parents=True, exist_ok=True)
    goal = _kept(cache, kind, name)
    with tempfile.NamedTemporaryFile(dir=cache, prefix=f"{kind}-", suffix=PART, delete=False) as file:
        part = Path(file.name)
        try:
            np.savez(file, allow_pickle=False, name=np.array(name), **_pack(weights))
        except BaseException:
            part.unlink()
            raise
    part.chmod(0o644)  # whoever runs the coach on this machine reads what set-up made
    part.replace(goal)
    # A part belongs to a process that was killed, or to one that makes the same just now and can spare it.
    for older in (*cache.glob(f"{kind}-*.npz"), *cache.glob(f"{kind}-*{PART}")):
        if older != goal:
            older.unlink(missing_ok=True)


_Array = NDArray[np.float64] | NDArray[np.float32] | NDArray[np.uint8] | NDArray[np.str_]


def _examples(path: Path) -> list[Example]:
    match read_yaml(path):
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


def _lines(path: Path) -> list[Line]:
    match read_yaml(path):
        case [*blocks] if blocks:
            return [line for block in blocks for line in _block_of_lines(path, block)]
    raise DataError(f"{path}: there is no list of groups, each with `group:`, `level:`, `whose:` and `lines: |`.")


def _block_of_lines(path: Path, block: object) -> list[Line]:
    match block:
        case {"group": str(group), "level": str(level), "whose": str(whose), "lines": str(texts)}:
            if level in SafetyLevel.__members__ and whose in Whose.__members__:
                known = SafetyLevel[level], Whose[whose]
                return [Line(group, *known, text.strip()) for text in texts.splitlines() if text.strip()]
    raise DataError(f"{path}: a group needs `group:`, a `level:` and a `whose:` that we know, and `lines: |`.")


def _named_words(path: Path) -> dict[str, str]:
    match read_yaml(path):
        case dict(found) if all(isinstance(name, str) and isinstance(words, str) for name, words in found.items()):
            return found
    raise DataError(f"{path}: every line names a list, then its words: `greetings: hi hello hola`.")


def read_yaml(path: Path) -> object:
    """What a YAML file of ours says. Raises DataError where it is none."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader, chosen above
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise DataError(f"{path}: this is not YAML in UTF-8: {problem}") from problem


def _kept(cache: Path, kind: str, name: str) -> Path:
    return cache / f"{kind}-{name}.npz"


def _pack(weights: Weights) -> dict[str, _Array]:
    packed: dict[str, _Array] = {"labels": np.array(weights.labels), "start": weights.start}
    packed["kinds"] = np.array(list(weights.blocks))
    for kind, block in weights.blocks.items():
        in_order = sorted(block.places, key=lambda feature: block.places[feature])
        packed[f"{kind}.features"] = np.frombuffer("\n".join(in_order).encode(), dtype=np.uint8)
        packed[f"{kind}.rarity"] = block.rarity
        packed[f"{kind}.votes"] = block.votes
    return packed


def _unpack(kept: Mapping[str, _Array]) -> Weights:
    blocks = {str(kind): _block(kept, str(kind)) for kind in kept["kinds"]}
    weights = Weights(tuple(str(label) for label in kept["labels"]), _numbers(kept["start"]), blocks)
    if weights.start.shape != (len(weights.labels),):
        raise ValueError("The kept weights do not fit their labels.")
    if not all(np.isfinite(numbers).all() for block in blocks.values() for numbers in (block.rarity, block.votes)):
        raise ValueError("The kept weights are no numbers.")
    return weights


def _block(kept: Mapping[str, _Array], kind: str) -> Block:
    features = kept[f"{kind}.features"].tobytes().decode().split("\n")
    rarity, votes = _numbers(kept[f"{kind}.rarity"]), np.asarray(kept[f"{kind}.votes"], dtype=np.float32)
    if rarity.shape != (len(features),) or votes.shape != (len(features), len(kept["labels"])):
        raise ValueError("The kept weights do not fit their features.")
    return Block({feature: place for place, feature in enumerate(features)}, rarity, votes)


def _numbers(array: _Array) -> NDArray[np.float64]:
    return np.asarray(array, dtype=np.float64)
