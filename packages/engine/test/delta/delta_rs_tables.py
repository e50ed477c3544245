"""Writes Delta tables of several kinds with delta-rs, for the tests beside this file.

usage: delta_rs_tables.py <folder>
"""

import datetime
import glob
import os
import sys
from decimal import Decimal

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

FOLDER = os.path.abspath(sys.argv[1])
UTC = datetime.timezone.utc


def path(name):
    return f"{FOLDER}/{name}"


def changes():
    name = path("rs_changes")
    table = pa.table({"id": pa.array(range(60), pa.int64()), "name": [f"n{i}" for i in range(60)], "amount": [i / 4 for i in range(60)]})
    write_deltalake(name, table.slice(0, 30))
    write_deltalake(name, table.slice(30), mode="append")
    DeltaTable(name).delete("id % 10 = 3")
    DeltaTable(name).update(predicate="id >= 20 AND id < 25", new_values={"name": "changed"})
    source = pa.table({"id": pa.array([1, 2, 100], pa.int64()), "name": ["merged"] * 3, "amount": [None, 2.5, 3.5]})
    merge = DeltaTable(name).merge(source, "t.id = s.id", source_alias="s", target_alias="t")
    merge.when_matched_update_all().when_not_matched_insert_all().execute()
    write_deltalake(name, table.slice(5, 3), mode="overwrite")
    write_deltalake(name, table.slice(50, 2), mode="append")


def partitions():
    odd = ["plain", "a b", "a/b", "a=b", "a%20b", "ü☃", "it's", 'say "x"', None, "x:y", "{z}", "a+b", "#?&", "NULL", "[q]*"]
    days = [datetime.date(2024, 1, 1 + i % 3) if i % 5 else None for i in range(len(odd))]
    table = pa.table({"v": pa.array(range(len(odd)), pa.int32()), "p": odd, "day": days})
    write_deltalake(path("rs_partitions"), table, partition_by=["p", "day"])


def checkpoint():
    name = path("rs_checkpoint")
    for i in range(6):
        write_deltalake(name, pa.table({"id": pa.array([i, i + 100], pa.int64()), "p": [f"p{i % 2}", None]}), mode="append", partition_by=["p"])
    DeltaTable(name).delete("id = 3")
    DeltaTable(name).create_checkpoint()
    write_deltalake(name, pa.table({"id": pa.array([7], pa.int64()), "p": ["p7"]}), mode="append")
    for commit in sorted(glob.glob(f"{name}/_delta_log/*.json"))[:6]:
        os.remove(commit)


def types():
    table = pa.table(
        {
            "i": pa.array([2**63 - 1, None], pa.int64()),
            "b": pa.array([-128, None], pa.int8()),
            "f": pa.array([1.5, None], pa.float32()),
            "d": pa.array([float("nan"), 3.0]),
            "m": pa.array([Decimal("12345678901234567890.123"), None], pa.decimal128(38, 3)),
            "t": ["ä\n", None],
            "bin": pa.array([b"\x00\xff", None], pa.binary()),
            "flag": [True, None],
            "day": [datetime.date(2024, 2, 29), None],
            "at": pa.array([datetime.datetime(2024, 1, 1, 12, 30, 0, 123456, UTC), None], pa.timestamp("us", "UTC")),
            "st": pa.array([{"a": 1, "b": {"c": "x"}}, None], pa.struct([("a", pa.int32()), ("b", pa.struct([("c", pa.string())]))])),
            "l": pa.array([[1, None], None], pa.list_(pa.int64())),
            "mp": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int32())),
        }
    )
    write_deltalake(path("rs_types"), table)


def evolution():
    name = path("rs_evolution")
    write_deltalake(name, pa.table({"id": pa.array([1], pa.int32())}))
    write_deltalake(name, pa.table({"id": pa.array([2], pa.int32()), "late": ["x"]}), mode="append", schema_mode="merge")


os.makedirs(FOLDER, exist_ok=True)
for write in [changes, partitions, checkpoint, types, evolution]:
    write()
