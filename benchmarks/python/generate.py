"""Writes one data set: runs SQL that ends in COPY, then packs the files that are wanted packed too.

The job on standard input: {"statements": [...], "tpch": bool, "pack": [[plain, packed], ...], "etags": [[path, etag], ...]}.
"""

import concurrent.futures
import json
import os
import pathlib
import sys
import zlib

import duckdb
import zstandard

BLOCK = 1 << 20


def main() -> None:
    job = json.load(sys.stdin)
    connection = duckdb.connect()
    if job["tpch"]:
        import duckdb_extension_tpch

        [extension] = pathlib.Path(duckdb_extension_tpch.__file__).parent.rglob("*.duckdb_extension")
        connection.execute(f"LOAD '{extension}'")
    for statement in job["statements"]:
        connection.execute(statement)
    connection.close()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for done in [pool.submit(pack, *pair) for pair in job["pack"]]:
            done.result()
    for path, etag in job["etags"]:
        # Where the gateway keeps an object's ETag; files that did not come through it have none.
        os.setxattr(path, "user.etag", f'"{etag}"'.encode())


def pack(plain: str, packed: str) -> None:
    """As the commands gzip and zstd do by default: one member, level 6; one frame, level 3, checksum, size known."""
    size = pathlib.Path(plain).stat().st_size
    if packed.endswith(".gz"):
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    else:
        packer = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj(size=size)
    with open(plain, "rb") as source, open(packed, "wb") as target:
        while block := source.read(BLOCK):
            target.write(packer.compress(block))
        target.write(packer.flush())


main()
