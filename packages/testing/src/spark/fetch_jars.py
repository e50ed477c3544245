"""Has Spark fetch packages from Maven Central into a folder.

usage: fetch_jars.py <folder> <packages, with commas>
"""

import sys

from pyspark.sql import SparkSession

FOLDER, PACKAGES = sys.argv[1:]
builder = SparkSession.builder.master("local[1]").config("spark.jars.packages", PACKAGES).config("spark.jars.ivy", FOLDER)
builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate().stop()
