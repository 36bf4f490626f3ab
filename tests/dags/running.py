"""A DAG, run to its end in this process."""

from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG


def bag() -> DagBag:
    import os

    return DagBag(dag_folder=os.environ["AIRFLOW__CORE__DAGS_FOLDER"])


def run(name: str, **conf: Any) -> dict[str, str]:
    """States of the tasks by their names, and of the run as `dag`; `conf` are its parameters."""
    dag: DAG = bag().dags[name]
    made = dag.test(run_conf=conf or None)
    states = {ti.task_id: str(ti.state) for ti in made.get_task_instances()}
    return states | {"dag": str(made.state)}
