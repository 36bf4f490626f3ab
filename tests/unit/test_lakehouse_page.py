"""docs/lakehouse.md shows what is declared, and asks what can be asked."""

from pathlib import Path

import pytest
import sqlglot

from flight_tracker.tables import TABLES
from tools.lakehouse_page import QUESTION, renewed

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "lakehouse.md").read_text("utf-8")
QUESTIONS = [found[2] for found in QUESTION.finditer(PAGE)]


def before_the_questions(page: str) -> str:
    return page.partition("## Ten questions")[0]


def test_the_page_shows_the_tables_as_they_are_declared() -> None:
    assert before_the_questions(renewed(PAGE, lambda _: [(1,)])) == before_the_questions(PAGE)


def test_a_page_without_a_place_for_the_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="tables"):
        renewed("# The lakehouse\n", lambda _: [])


def test_there_are_ten_questions_with_their_answers() -> None:
    answered = [found for found in QUESTION.finditer(PAGE) if "\n| " in found[0]]
    assert len(answered) == len(QUESTIONS) == 10


def test_an_answer_is_replaced_by_the_new_one() -> None:
    page = PAGE.replace(PAGE.partition("## Ten questions")[2], "\n```sql\nSELECT 1 AS a\n```\n")
    page += PAGE.partition("## What Databricks costs")[2]
    once = renewed(page, lambda _: [(1000,)])
    assert "```\n\n| a |\n| ---: |\n| 1,000 |\n" in once
    assert renewed(once, lambda _: [("x",)]).count("| a |") == 1


@pytest.mark.parametrize("dialect", ["duckdb", "databricks"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_one_select_of_known_tables(question: str, dialect: str) -> None:
    statement = sqlglot.parse_one(question, dialect=dialect)
    own = {cte.alias for cte in statement.find_all(sqlglot.exp.CTE)}
    asked = {table.name for table in statement.find_all(sqlglot.exp.Table)} - own
    assert isinstance(statement, sqlglot.exp.Query)
    assert asked and asked <= TABLES.keys()
