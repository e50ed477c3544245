"""Writes one Delta table of each kind with Spark, and what Spark itself answers over it, for the tests beside this file.

Tables that are there already, written by others (rs_…), are asked too.

usage: spark_tables.py <folder> <jars for Delta, with commas>
"""

import base64
import datetime
import decimal
import glob
import gzip
import json
import math
import os
import sys

from pyspark.sql import Row, SparkSession

FOLDER, JARS = os.path.abspath(sys.argv[1]), sys.argv[2]
EXPECTED = {}

spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.jars", JARS)
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "1")
    .config("spark.databricks.delta.snapshotPartitions", "1")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def plain(value):
    """A value as sluice writes it into JSON."""
    if isinstance(value, Row):
        return {name: plain(value[name]) for name in value.__fields__}
    if isinstance(value, dict):
        return sorted(({"key": plain(k), "value": plain(v)} for k, v in value.items()), key=json.dumps)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f").rstrip("0").rstrip(".")
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return str(value)


def expect(name, sql=None, version=None, where=None):
    source = f"delta.`{FOLDER}/{name}`" + (f" VERSION AS OF {version}" if version is not None else "")
    condition = f" WHERE {where}" if where else ""
    rows = spark.sql(f"SELECT * FROM {source}{condition}")
    # Python widens a FLOAT, sluice writes its shortest text.
    rows = rows.withColumns({name: rows[name].cast("string").cast("double") for name, kind in rows.dtypes if kind == "float"})
    found = [[plain(value) for value in row] for row in rows.collect()]
    EXPECTED.setdefault(name, []).append(
        {"version": version, "where": where, "columns": rows.columns, "rows": sorted(found, key=json.dumps)}
    )


def make(name, columns, properties="", partitions=""):
    table = f"delta.`{FOLDER}/{name}`"
    tail = (f" PARTITIONED BY ({partitions})" if partitions else "") + (f" TBLPROPERTIES ({properties})" if properties else "")
    spark.sql(f"CREATE TABLE {table} ({columns}) USING delta{tail}")
    return table


def log(name):
    return f"{FOLDER}/{name}/_delta_log"


def forget_commits_before(name, version):
    """What a log's clean-up does: commits that a checkpoint covers go."""
    for path in glob.glob(f"{log(name)}/*.json"):
        stem = os.path.basename(path)
        if len(stem) == 25 and int(stem[:20]) < version:
            os.remove(path)
    for path in glob.glob(f"{log(name)}/*.crc") + glob.glob(f"{log(name)}/.*.crc"):
        os.remove(path)


def rows_of_all_types():
    t = make(
        "types",
        """i BIGINT, n INT, s SMALLINT, b TINYINT, d DOUBLE, f FLOAT, m DECIMAL(38,3), t STRING, bin BINARY, flag BOOLEAN,
        day DATE, at TIMESTAMP, local TIMESTAMP_NTZ, st STRUCT<a: INT, b: STRUCT<c: STRING>>, l ARRAY<STRUCT<x: INT>>, mp MAP<STRING, DECIMAL(5,2)>""",
    )
    spark.sql(
        f"""INSERT INTO {t} VALUES
        (9223372036854775807, 1, 2, 3, 1.5, 0.1, 12345678901234567890123456789012345.678, "it's; \\"q\\" ä", X'00FF', true, DATE'2024-02-29',
         TIMESTAMP'2024-01-01 12:34:56.789012', TIMESTAMP_NTZ'1999-12-31 23:59:59.5', named_struct('a', 1, 'b', named_struct('c', 'x')), array(named_struct('x', 1), null), map('k', 1.25)),
        (null, null, null, null, double('NaN'), float('Infinity'), null, '', X'', false, DATE'1900-01-01', TIMESTAMP'1969-12-31 23:59:59', null, null, array(), map()),
        (-5, -1, -2, -3, -0.0, -1.5, -0.001, 'NULL', null, null, null, null, null, named_struct('a', null, 'b', null), null, null)"""
    )
    expect("types")


def changes():
    t = make("changes", "id BIGINT, name STRING, amount DECIMAL(10,2)")
    spark.sql(f"INSERT INTO {t} SELECT id, concat('n', id), id / 4 FROM range(100)")
    spark.sql(f"DELETE FROM {t} WHERE id % 10 = 3")
    spark.sql(f"UPDATE {t} SET name = 'changed' WHERE id BETWEEN 20 AND 25")
    spark.sql(
        f"""MERGE INTO {t} t USING (SELECT id * 7 AS id, 'merged' AS name FROM range(20)) s ON t.id = s.id
        WHEN MATCHED AND s.id > 50 THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)"""
    )
    spark.sql(f"INSERT OVERWRITE {t} SELECT id + 1000, 'over', 1 FROM range(5)")
    spark.sql(f"INSERT INTO {t} VALUES (7, null, null)")
    for version in [1, 2, 3, 4, 5, None]:
        expect("changes", version=version)
    expect("changes", version=4, where="id >= 90")


def partitions():
    t = make("partitions", "v INT, p STRING, day DATE, n INT", partitions="p, day, n")
    odd = ["plain", "a b", "a/b", "a=b", "a%20b", "ü☃", "it's", 'say "x"', "", None, "x:y", "{z}", "a+b", "#?&", "NULL", "__HIVE_DEFAULT_PARTITION__x"]
    data = [(i, p, datetime.date(2024, 1, 1 + i % 3) if i % 5 else None, i % 2 if i % 7 else None) for i, p in enumerate(odd)]
    spark.createDataFrame(data, "v INT, p STRING, day DATE, n INT").write.format("delta").mode("append").save(f"{FOLDER}/partitions")
    expect("partitions")
    for where in ["p = 'a/b'", "p IS NULL", "day = DATE'2024-01-02' AND n = 1", "n IS NULL", "p > 'a' AND p < 'b'"]:
        expect("partitions", where=where)


def evolution():
    t = make("evolution", "id INT, st STRUCT<a: INT>")
    spark.sql(f"INSERT INTO {t} VALUES (1, named_struct('a', 1))")
    spark.sql(f"ALTER TABLE {t} ADD COLUMNS (late STRING FIRST, st.b STRING)")
    spark.sql(f"INSERT INTO {t} VALUES ('x', 2, named_struct('a', 2, 'b', 'y'))")
    expect("evolution")
    expect("evolution", version=1)
    expect("evolution", where="late IS NULL")
    t = make("widening", "id TINYINT, n INT, d DATE, f FLOAT, m DECIMAL(5,1)", "'delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported'")
    spark.sql(f"INSERT INTO {t} VALUES (1, 2147483647, DATE'2024-01-01', 0.1, 1.5)")
    for column, kind in [("id", "BIGINT"), ("n", "DOUBLE"), ("d", "TIMESTAMP_NTZ"), ("f", "DOUBLE"), ("m", "DECIMAL(20,4)")]:
        spark.sql(f"ALTER TABLE {t} ALTER COLUMN {column} TYPE {kind}")
    spark.sql(f"INSERT INTO {t} VALUES (9000000000, 0.5, TIMESTAMP_NTZ'2024-01-01 01:02:03', 0.1, 123456.1234)")
    expect("widening")
    expect("widening", where="id > 5")


def mapping(mode):
    name = f"mapping_{mode}"
    t = make(name, "id INT, `odd, name` STRING, st STRUCT<a: INT, b: STRING>, l ARRAY<STRUCT<x: INT, y: INT>>, p STRING", f"'delta.columnMapping.mode' = '{mode}'", "p")
    spark.sql(f"INSERT INTO {t} VALUES (1, 'one', named_struct('a', 1, 'b', 'x'), array(named_struct('x', 1, 'y', 2)), 'p/1'), (2, 'two', null, null, null)")
    spark.sql(f"ALTER TABLE {t} RENAME COLUMN id TO key")
    spark.sql(f"ALTER TABLE {t} RENAME COLUMN st.a TO alpha")
    spark.sql(f"ALTER TABLE {t} DROP COLUMN `odd, name`")
    spark.sql(f"ALTER TABLE {t} ADD COLUMNS (`odd, name` INT)")
    spark.sql(f"INSERT INTO {t} VALUES (3, named_struct('alpha', 3, 'b', 'z'), array(null, named_struct('x', 5, 'y', 6)), 'p 3', 33)")
    expect(name)
    expect(name, version=1)
    expect(name, where="key >= 3")
    expect(name, where="p = 'p/1'")


def deletion_vectors():
    t = make("vectors", "id BIGINT, g INT", "'delta.enableDeletionVectors' = 'true', 'delta.checkpointInterval' = '5'")
    for start in [0, 5000]:
        spark.range(start, start + 5000).selectExpr("id", "CAST(id % 7 AS INT) g").coalesce(1).write.format("delta").mode("append").save(f"{FOLDER}/vectors")
    spark.sql(f"DELETE FROM {t} WHERE id % 3 = 0")
    spark.sql(f"DELETE FROM {t} WHERE id IN (1, 4999, 5000)")
    spark.sql(f"UPDATE {t} SET g = 100 WHERE id = 7000")
    for version in [2, 3, None]:
        expect("vectors", version=version, where="id < 40 OR id > 9960 OR g = 100 OR id BETWEEN 4980 AND 5020")
    expect("vectors", where="g = 100")


def checkpoints():
    for name, properties, conf in [
        ("classic", "'delta.checkpointInterval' = '4'", {}),
        ("multipart", "'delta.checkpointInterval' = '4'", {"spark.databricks.delta.checkpoint.partSize": "3"}),
        ("v2json", "'delta.checkpointInterval' = '4', 'delta.checkpointPolicy' = 'v2'", {"spark.databricks.delta.checkpointV2.topLevelFileFormat": "json", "spark.databricks.delta.checkpoint.partSize": "3"}),
        ("v2parquet", "'delta.checkpointInterval' = '4', 'delta.checkpointPolicy' = 'v2'", {"spark.databricks.delta.checkpointV2.topLevelFileFormat": "parquet"}),
        ("structstats", "'delta.checkpointInterval' = '4', 'delta.checkpoint.writeStatsAsJson' = 'false', 'delta.checkpoint.writeStatsAsStruct' = 'true'", {}),
    ]:
        for key, value in conf.items():
            spark.conf.set(key, value)
        t = make(name, "id INT, p STRING", properties, "p")
        for i in range(7):
            spark.sql(f"INSERT INTO {t} VALUES ({i}, 'p{i % 2}'), ({i + 100}, 'q %{i}')")
            if i == 3:
                spark.sql(f"DELETE FROM {t} WHERE id = 1")
        for key in conf:
            spark.conf.unset(key)
        expect(name)
        forget_commits_before(name, 4)
        expect(name, where="id > 102")
        expect(name, version=5)


def others():
    for folder in sorted(glob.glob(f"{FOLDER}/rs_*")):
        name = os.path.basename(folder)
        commits = sorted(int(os.path.basename(commit)[:20]) for commit in glob.glob(f"{log(name)}/*.json"))
        # Without what came before it, the commit of the checkpoint is the first that can be asked for.
        for version in commits[0 if commits[0] == 0 else 1:]:
            expect(name, version=version)
        expect(name)


for write in [rows_of_all_types, changes, partitions, evolution, lambda: mapping("name"), lambda: mapping("id"), deletion_vectors, checkpoints, others]:
    write()
for path in glob.glob(f"{FOLDER}/**/.*.crc", recursive=True):
    os.remove(path)
FILES = {}
for path in sorted(glob.glob(f"{FOLDER}/**/*", recursive=True)):
    if os.path.isfile(path) and not path.endswith(".crc"):
        with open(path, "rb") as file:
            FILES[os.path.relpath(path, FOLDER)] = base64.b64encode(file.read()).decode()
# All of it in one file, as the tests that need no Spark have it.
with gzip.GzipFile(f"{FOLDER}/tables.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps({"expected": EXPECTED, "files": FILES}, ensure_ascii=False).encode())
spark.stop()
