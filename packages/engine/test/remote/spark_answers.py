"""Answers Databricks SQL with Spark over a folder of Parquet files, each a temporary view named as its file.

Reads one JSON a line, [id, statement]; writes one JSON a line, [id, rows of text or null, error or null]. Ends with its input.

usage: spark_answers.py <folder>
"""

import glob
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # What Spark writes is no answer.
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.sql.ansi.enabled", "true")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "3")
    .config("spark.sql.adaptive.enabled", "false")
    .config("spark.sql.codegen.wholeStage", "false")
    .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("OFF")
for path in glob.glob(f"{sys.argv[1]}/*.parquet"):
    spark.read.parquet(path).createOrReplaceTempView(os.path.basename(path)[: -len(".parquet")])
print("ready", file=answers, flush=True)


def answer(line):
    number, sql = json.loads(line)
    rows = error = None
    try:
        rows = [list(row) for row in spark.sql(sql).collect()]
    except Exception as failure:
        error = str(failure)[:2000]
    print(json.dumps([number, rows, error]), file=answers, flush=True)


with ThreadPoolExecutor(4) as pool:
    for done in [pool.submit(answer, line) for line in sys.stdin]:
        done.result()
spark.stop()
