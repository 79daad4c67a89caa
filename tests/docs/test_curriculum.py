"""The page of what is taught holds what the library teaches."""

from content.checking.items import HEALTH_TOPICS
from tests.dialogues.house import SHIPPED
from tests.docs.curriculum import PAGE, TOPICS, drawn, made
from tests.docs.protocol import BLOCK


def test_the_tables_of_the_page_are_those_of_the_library() -> None:
    page = PAGE.read_text("utf-8")
    assert page == drawn(page), "run 'make docs'"
    assert sorted(block[1] for block in BLOCK.findall(page)) == sorted(made())


def test_every_health_topic_has_a_name_and_questions() -> None:
    assert len(TOPICS) == HEALTH_TOPICS
    practised = {topic for one in SHIPPED.items.values() for topic in one.health_topics}
    assert practised == set(range(1, HEALTH_TOPICS + 1))


def test_each_competency_has_its_lessons_questions_and_health_literacy_quiz() -> None:
    for competency in SHIPPED.competencies:
        for locale in ("en", "es"):
            lessons = [
                one for (_, at), one in SHIPPED.lessons.items() if at == locale and one.competency == competency.id
            ]
            items = [one for (_, at), one in SHIPPED.items.items() if at == locale and one.competency == competency.id]
            assert (len(lessons), len(items)) == (6, 15), (competency.id, locale)
            assert sum(bool(one.health_topics) for one in items) >= 5, (competency.id, locale)
