"""Runs Spark's Thrift server, and ends it when standard input ends.

Started in a network namespace of its own, since the server listens on every interface whatever it is told: what connects to the Unix
socket is led to it. Says "ready" on standard output when it answers. Buckets are folders: Spark's s3:// is a view of them.

usage: thrift_server.py <unix socket> <scratch folder> <jars, with commas> [<bucket>=<folder>]...
"""

import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading
import time

import pyspark

SOCKET, SCRATCH, JARS, *BUCKETS = sys.argv[1:]
PORT = 10001
SIOCSIFFLAGS, IFF_UP_AND_RUNNING = 0x8914, 0x41


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_AND_RUNNING))


def settings():
    yield "spark.master", "local[2]"
    yield "spark.ui.enabled", "false"
    yield "spark.driver.host", "127.0.0.1"
    yield "spark.driver.bindAddress", "127.0.0.1"
    yield "spark.jars", JARS
    yield "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension"
    yield "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"
    yield "spark.databricks.delta.snapshotPartitions", "1"
    yield "spark.sql.shuffle.partitions", "2"
    yield "spark.sql.warehouse.dir", f"{SCRATCH}/warehouse"
    yield "spark.local.dir", f"{SCRATCH}/local"
    yield "spark.hadoop.javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true"
    yield "spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme"
    yield "spark.hadoop.fs.viewfs.overload.scheme.target.file.impl", "org.apache.hadoop.fs.LocalFileSystem"
    for bucket in BUCKETS:
        name, folder = bucket.split("=", 1)
        yield f"spark.hadoop.fs.viewfs.mounttable.{name}.linkFallback", f"file://{folder}"


def start_spark():
    home = os.path.dirname(pyspark.__file__)
    command = [f"{home}/bin/spark-submit", "--driver-memory", "1g", "--driver-java-options", f"-Dderby.system.home={SCRATCH}"]
    command += ["--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"]
    for name, value in settings():
        command += ["--conf", f"{name}={value}"]
    command.append("spark-internal")
    hive = {"transport.mode": "http", "thrift.http.port": PORT, "thrift.bind.host": "127.0.0.1", "thrift.http.path": "cliservice"}
    for name, value in hive.items():
        command += ["--hiveconf", f"hive.server2.{name}={value}"]
    environment = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOG_DIR": SCRATCH}
    with open(f"{SCRATCH}/spark.log", "wb") as log:
        return subprocess.Popen(command, env=environment, cwd=SCRATCH, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def await_spark(spark):
    while spark.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", PORT)).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"Spark ended with {spark.returncode}")


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            end.close()


def lead_to_spark():
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(SOCKET)
        listener.listen(64)
        print("ready", flush=True)
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", PORT))
            for ends in ((client, server), (server, client)):
                threading.Thread(target=copy, args=ends, daemon=True).start()


loopback_up()
spark = start_spark()
await_spark(spark)
threading.Thread(target=lead_to_spark, daemon=True).start()
# The caller has ended, or wants this to end; the kernel ends everything in this process namespace with this process.
sys.stdin.buffer.read()
os._exit(0)
