"""DuckDB: over S3 by its own httpfs, or on local files."""

import pathlib

import duckdb
from answering import answer_job


def connect(job):
    connection = duckdb.connect()
    if job["s3"] is not None:
        load_httpfs(connection, job["s3"])
    # The question names the file itself: a view would read its head once more.
    readers = {name: f"read_csv('{table['uri']}')" for name, table in job["tables"].items()}
    return lambda question: connection.execute(question["sql"].format(**readers)).fetchall()


def load_httpfs(connection, s3):
    import duckdb_extension_httpfs

    [extension] = pathlib.Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    scheme, host = s3["endpoint"].split("://")
    if scheme == "https":
        connection.execute(f"SET ca_cert_file = '{s3['caFile']}'")
    connection.execute(
        f"CREATE SECRET (TYPE s3, KEY_ID '{s3['accessKeyId']}', SECRET '{s3['secretAccessKey']}', REGION '{s3['region']}', "
        f"ENDPOINT '{host}', USE_SSL {scheme == 'https'}, URL_STYLE 'path')"
    )


answer_job(connect)
