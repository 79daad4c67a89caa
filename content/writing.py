"""Writing: parts of a library as the files they are read from. Remarks in a file that is written anew are lost."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import yaml

from content.loading.bodies import THINK, TRY_IT
from content.model import Act, Country, CrisisLine, Item, Lesson

NONE_YET = "none yet"


def lesson_file(lesson: Lesson) -> str:
    """A lesson as its Markdown file."""
    head = {
        "id": lesson.id,
        "competency": lesson.competency,
        "indicator": lesson.indicator,
        "title": lesson.title,
        **({"found_by": list(lesson.found_by)} if lesson.found_by else {}),
        "minutes": lesson.minutes,
        "sources": list(lesson.sources),
        "written_on": _day(lesson.written_on),
        "review_by": _day(lesson.review_by),
        "verified_on": _day(lesson.verified_on),
        "verified_by": lesson.verified_by or NONE_YET,
        "lived_experience_review": lesson.lived_experience_review or NONE_YET,
    }
    parts = ["\n\n---\n\n".join(lesson.cards), f"## {TRY_IT}\n{lesson.try_it}"]
    parts += [f"## {THINK}\n{lesson.reflection}"] if lesson.reflection else []
    return f"---\n{_yaml(head)}---\n" + "\n\n".join(parts) + "\n"


def items_file(items: Iterable[Item]) -> str:
    """The items of one competency as their YAML file."""
    return "\n".join(_yaml([_item(one)]) for one in items)


def acts_file(acts: Iterable[Act]) -> str:
    """Acts as their YAML file."""
    return _yaml(
        [
            {
                "id": one.id,
                "text": one.text,
                "fits": list(one.fits),
                **({"competencies": list(one.competencies)} if one.competencies else {}),
            }
            for one in acts
        ]
    )


def phrases_file(phrases: Mapping[str, Sequence[str]]) -> str:
    """Phrases as their YAML file: one wording as it is, several as a list."""
    return _yaml({name: wordings[0] if len(wordings) == 1 else list(wordings) for name, wordings in phrases.items()})


def country_file(country: Country, words: Mapping[str, Mapping[str, str]]) -> str:
    """A country as its YAML file, with its words in every language by the ends of their keys (`content.rewriting.spoken`)."""
    return _yaml(
        {
            "code": country.code,
            "name": dict(words["name"]),
            "emergency": _plain_or_spoken(words["emergency"]),
            **({"also": list(country.also)} if country.also else {}),
            **({"zones": list(country.zones)} if country.zones else {}),
            "lines": [_line(one, words) for one in country.lines],
        }
    )


def yaml_file(tree: object) -> str:
    """Any tree of texts, lists and mappings as a YAML file."""
    return _yaml(tree)


def _item(item: Item) -> Mapping[str, object]:
    options = [
        {"text": one.text, **({"correct": True} if one.correct else {}), "feedback": one.feedback}
        for one in item.options
    ]
    return {
        "id": item.id,
        "indicator": item.indicator,
        **({"health_topics": list(item.health_topics)} if item.health_topics else {}),
        "scenario": item.scenario,
        "question": item.question,
        "options": options,
        "sources": list(item.sources),
        "written_on": _day(item.written_on),
        **({"verified_on": _day(item.verified_on)} if item.verified_on else {}),
        **({"verified_by": item.verified_by} if item.verified_by else {}),
    }


def _line(line: CrisisLine, words: Mapping[str, Mapping[str, str]]) -> Mapping[str, object]:
    spoken = {
        field: _plain_or_spoken(words[key])
        for field in ("name", "sms", "hours")
        if (key := f"lines:{line.id}:{field}") in words
    }
    return {
        "id": line.id,
        "name": spoken["name"],
        "kind": line.kind,
        **({"primary": True} if line.primary else {}),
        **({"phone": line.phone} if line.phone else {}),
        **({"sms": spoken["sms"]} if "sms" in spoken else {}),
        **({"chat": line.chat} if line.chat else {}),
        "hours": spoken["hours"],
        "languages": list(line.languages),
        "source": line.source,
        "compiled_on": _day(line.compiled_on),
        "verified_on": _day(line.verified_on),
        "verified_by": line.verified_by or NONE_YET,
    }


def _plain_or_spoken(words: Mapping[str, str]) -> object:
    """One text for all languages as it is, several by their language."""
    return dict(words) if len(words) > 1 else words["en"]


def _day(day: date | None) -> str:
    return day.isoformat() if day else NONE_YET


def _yaml(tree: object) -> str:
    written: str = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
    return written
