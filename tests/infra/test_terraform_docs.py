"""The table of the variables is made from them, and is fresh."""

import re
from pathlib import Path

import pytest

from tests.infra.terraform import ROOT
from tools.terraform_docs import declared, page, read

PAGE = (ROOT / "docs" / "terraform-variables.md").read_text("utf-8")

TWO = """variable "size" {
  description = "How large | how \\"much\\"."
  type = object({
    memory_mb = number
    time_s    = number
  })

  validation {
    condition     = var.size > 0
    error_message = "must be positive."
  }
}

variable "rate" {
  description = "How often, s."
  type        = number
  default     = 30
}
"""


def test_the_page_is_what_the_files_say() -> None:
    assert page(read()) == PAGE


def test_every_variable_is_on_the_page() -> None:
    names = [one.name for text in read().values() for one in declared(text)]
    assert len(names) > 50
    assert [name for name in names if f"| `{name}`" not in PAGE] == []


def test_a_variable_is_read_with_its_type_and_its_default() -> None:
    size, rate = declared(TWO)
    assert (size.type, size.default) == ("object({ memory_mb = number, time_s = number })", None)
    assert size.description == 'How large | how "much".'
    assert (rate.type, rate.default) == ("number", "30")


def test_the_guides_lakehouse_has_the_secrets_that_the_plan_asks_for() -> None:
    """As prod.tfvars, whose plan is tested."""
    guide = (ROOT / "docs" / "deploy.md").read_text("utf-8").partition("## The lakehouse")[2]
    made = (ROOT / "infra/terraform/environments/prod.tfvars").read_text("utf-8")
    told, planned = (
        dict(re.findall(r"(\w+) += (\[.*?\])", text.partition("created_secrets = {")[2]))
        for text in (guide.partition("```\n")[0], made)
    )
    assert told == planned and {"load", "api"} <= set(told)


def test_a_variable_without_a_description_is_refused() -> None:
    with pytest.raises(ValueError, match="rate has no description"):
        list(declared('variable "rate" {\n  type = number\n}\n'))


def test_a_file_that_the_page_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "variables_more.tf").write_text("")
    with pytest.raises(ValueError, match="variables_more"):
        read(tmp_path)
