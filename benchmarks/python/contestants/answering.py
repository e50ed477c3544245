"""What all contestants share: a job on standard input, answers and milliseconds for each question on standard output.

The job: {"questions": [{"id", "sql", "clickhouse"}], "tables": {name: {"uri", "delim"}}, "s3": {...} or null}.
In SQL, {name} stands for a table.
"""

import datetime
import decimal
import json
import sys
import time


def answer_job(connect):
    """`connect(job)` makes what is kept between questions: a function from a question to its rows."""
    job = json.load(sys.stdin)
    ask = connect(job)
    answers, milliseconds = [], []
    for question in job["questions"]:
        started = time.perf_counter()
        answers.append([[plain(value) for value in row] for row in ask(question)])
        milliseconds.append((time.perf_counter() - started) * 1000)
    json.dump({"answers": answers, "ms": milliseconds}, sys.stdout)


def plain(value):
    """A value JSON has, whatever the library made it."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value
