"""Write docs/terraform-variables.md: `python -m tools.terraform_docs docs/terraform-variables.md`.

It reads the variables and outputs of infra/terraform as `terraform fmt` lays them out: a block
begins at the margin, its arguments are two spaces in, what belongs to an argument is further in.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "infra" / "terraform"
TITLES = {
    "variables.tf": "What is deployed, and where",
    "variables_stream.tf": "Source, schedule, Kafka, secrets",
    "variables_lakehouse.tf": "What is kept, and Databricks",
    "variables_operation.tf": "Logs, alarms, budget",
}
HEAD = """# Variables of infra/terraform

Made by `python -m tools.terraform_docs docs/terraform-variables.md`; change the `.tf` files, not
this page. A wrong value stops the plan with a sentence that says why. Values for three environments
are in `infra/terraform/environments/`.
"""
BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}$', re.MULTILINE | re.DOTALL)
ARGUMENT = re.compile(r"^  (\w+) *= (.*(?:\n(?:    .*|  [])}]+.*)?)*)", re.MULTILINE)


class Declared(NamedTuple):
    """A variable or an output. `default` is None where there is none: it must be given."""

    kind: str
    name: str
    description: str
    type: str
    default: str | None


def declared(text: str) -> Iterator[Declared]:
    """All of a file. Raises ValueError for one without a description, or without a type."""
    for kind, name, body in BLOCK.findall(text):
        arguments = {key: _one_line(value) for key, value in ARGUMENT.findall(body)}
        missing = {"description", *(["type"] if kind == "variable" else [])} - set(arguments)
        if missing:
            raise ValueError(f"{kind} {name} has no {' and no '.join(sorted(missing))}")
        description = arguments["description"].strip('"').replace('\\"', '"')
        yield Declared(kind, name, description, arguments.get("type", ""), arguments.get("default"))


def page(files: dict[str, str]) -> str:
    """The page, from the text of each file by its name."""
    parts = [HEAD]
    for name, title in TITLES.items():
        parts.append(f"\n## {title}\n\n| variable | default | meaning |\n|---|---|---|\n")
        parts += [_variable(one) for one in declared(files[name])]
    parts.append("\n## Outputs\n\n| output | is |\n|---|---|\n")
    outputs = [one for one in declared(files["outputs.tf"]) if one.kind == "output"]
    parts += [f"| `{one.name}` | {_cell(one.description)} |\n" for one in outputs]
    return "".join(parts)


def read(folder: Path = FOLDER) -> dict[str, str]:
    """The files that the page is made from. Raises ValueError where one of them has no title."""
    found = {path.name for path in folder.glob("variables*.tf")}
    if found != set(TITLES):
        raise ValueError(f"{sorted(found ^ set(TITLES))} must be in the folder and in TITLES")
    return {name: (folder / name).read_text("utf-8") for name in (*TITLES, "outputs.tf")}


def _one_line(value: str) -> str:
    """With commas where there was one field a line."""
    return " ".join(re.sub(r"(?<=[^({\[,])\n +(?=\w)", ", ", value).split())


def _variable(one: Declared) -> str:
    default = "**needed**" if one.default is None else f"`{one.default}`"
    kind = one.type.partition("(")[0]
    is_object = kind == "object" or "object(" in one.type
    meaning = f"{one.description}<br>`{one.type}`" if is_object else one.description
    shown = (
        f"{kind} of objects" if is_object and kind != "object" else kind if is_object else one.type
    )
    return f"| `{one.name}`<br>{shown} | {_cell(default)} | {_cell(meaning)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(read()), encoding="utf-8")
