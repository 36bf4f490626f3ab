"""The forms of DAGs in Airflow's page, opened in Chromium, in the project's own environment:
`python -m tests.dags.forms URL '{"dag": {"field": "what is typed"}}'` prints, as JSON, which can be
sent off once that is typed.
"""

import json
import sys

from tools.browser import browser


def main(url: str, typed: dict[str, dict[str, str]]) -> dict[str, bool]:
    with browser() as chromium:
        page = chromium.new_page()
        page.goto(url)
        page.fill('input[name="username"]', "admin")
        page.fill('input[name="password"]', "admin")
        page.click('button[type="submit"]')
        page.get_by_text("Dags", exact=True).first.wait_for()
        ready = {}
        for name, fields in typed.items():
            page.goto(f"{url}/dags/{name}")
            page.get_by_test_id("trigger-dag-button").first.click()
            page.get_by_text("Advanced Options").wait_for()
            for field, text in fields.items():
                page.fill(f'input[name="element_{field}"]', text)
            page.wait_for_timeout(500)
            ready[name] = page.get_by_test_id("trigger-dag-submit").is_enabled()
        return ready


if __name__ == "__main__":
    json.dump(main(sys.argv[1], json.loads(sys.argv[2])), sys.stdout)
