"""chdb, which is ClickHouse in the process."""

import json

import chdb
from answering import answer_job


def connect(job):
    session = chdb.connect(":memory:")
    readers = {name: reader(table, job["s3"]) for name, table in job["tables"].items()}

    def ask(question):
        sql = question.get("clickhouse", question["sql"]).format(**readers)
        answer = session.query(f"{sql} SETTINGS {settings(job)}", "JSONCompact")
        return json.loads(str(answer))["data"]

    return ask


def settings(job):
    # Whole numbers as numbers, and the delimiter where it is no comma; the setting holds for all tables of a question.
    delimiters = {table["delim"] for table in job["tables"].values()}
    [delimiter] = delimiters
    return f"output_format_json_quote_64bit_integers = 0, format_csv_delimiter = '{delimiter}'"


def reader(table, s3):
    if s3 is None:
        return f"file('{table['uri']}', 'CSVWithNames')"
    url = table["uri"].replace("s3://", s3["endpoint"] + "/")
    return f"s3('{url}', '{s3['accessKeyId']}', '{s3['secretAccessKey']}', 'CSVWithNames')"


answer_job(connect)
