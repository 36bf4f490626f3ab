"""A DAG, run to its end in this process, and a webhook that listens."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG


def bag() -> DagBag:
    import os

    return DagBag(dag_folder=os.environ["AIRFLOW__CORE__DAGS_FOLDER"])


def run(name: str, **conf: Any) -> dict[str, str]:
    """States of the tasks by their names, and of the run as `dag`; `conf` are its parameters."""
    dag: DAG = bag().dags[name]
    # dag.test() of Airflow 3.3 looks for deadlines in the database, where a scheduler alone puts
    # them, and breaks off at a run's success; test_scheduler.py has them.
    dag.deadline = None
    made = dag.test(run_conf=conf or None)
    states = {ti.task_id: str(ti.state) for ti in made.get_task_instances()}
    return states | {"dag": str(made.state)}


@contextmanager
def webhook() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the texts that came."""
    texts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            texts.append(json.loads(body)["text"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", texts
        server.shutdown()
