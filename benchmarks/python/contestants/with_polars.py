"""polars, lazily: each question scans the file and is free to read only what it needs."""

import polars as pl
from answering import answer_job
from polars import col


def connect(job):
    options = storage_options(job["s3"])

    def scan(name):
        table = job["tables"][name]
        return pl.scan_csv(table["uri"], separator=table["delim"], storage_options=options)

    return lambda question: QUESTIONS[question["id"]](scan).collect(engine="streaming").rows()


def storage_options(s3):
    if s3 is None:
        return None
    return {
        "aws_endpoint_url": s3["endpoint"],
        "aws_access_key_id": s3["accessKeyId"],
        "aws_secret_access_key": s3["secretAccessKey"],
        "aws_region": s3["region"],
        "aws_allow_http": "true",
    }


def month_of(day_number):
    return (pl.lit("2020-01-01").str.to_date() + pl.duration(days=day_number % 366)).dt.strftime("%Y-%m")


def pricing_summary(scan):
    discounted = col("l_extendedprice") * (1 - col("l_discount"))
    return (
        scan("lineitem")
        .filter(col("l_shipdate") <= "1998-09-02")
        .group_by("l_returnflag", "l_linestatus")
        .agg(
            sum_qty=col("l_quantity").sum(),
            sum_base_price=col("l_extendedprice").sum(),
            sum_disc_price=discounted.sum(),
            sum_charge=(discounted * (1 + col("l_tax"))).sum(),
            avg_qty=col("l_quantity").mean(),
            avg_price=col("l_extendedprice").mean(),
            avg_disc=col("l_discount").mean(),
            count_order=pl.len(),
        )
        .sort("l_returnflag", "l_linestatus")
    )


def forecast_revenue(scan):
    return (
        scan("lineitem")
        .filter(
            (col("l_shipdate") >= "1994-01-01")
            & (col("l_shipdate") < "1995-01-01")
            & col("l_discount").is_between(0.05, 0.07)
            & (col("l_quantity") < 24)
        )
        .select((col("l_extendedprice") * col("l_discount")).sum())
    )


QUESTIONS = {
    "sum-by-id1": lambda scan: scan("g1").group_by("id1").agg(col("v1").sum()),
    "profile": lambda scan: scan("g1").select(
        pl.len(),
        ids=col("id1").n_unique(),
        lowest=col("v3").min(),
        highest=col("v3").max(),
        mean=col("v3").mean(),
        spread=col("v3").std(),
        total=col("v1").sum(),
    ),
    "top-ten": lambda scan: scan("g1").group_by("id3").agg(total=col("v3").sum()).top_k(10, by="total"),
    "by-month": lambda scan: scan("g1").group_by(month_of(col("id6")).alias("month")).agg(col("v1").sum()),
    "filtered": lambda scan: scan("g1").filter((col("id4") == 7) & (col("v3") > 50)).select(pl.len(), col("v3").sum()),
    "joined": lambda scan: scan("g1").join(scan("teams"), on="id1").group_by("team").agg(col("v1").sum()),
    "by-two": lambda scan: scan("g1")
    .group_by("id1", "id4")
    .agg(n=pl.len())
    .sort(["n", "id1", "id4"], descending=[True, False, False])
    .head(5),
    "medians": lambda scan: scan("g1").group_by("id2").agg(col("v3").median()),
    "ending": lambda scan: scan("g1").filter(col("id3").str.ends_with("777")).select(pl.len(), col("v2").sum()),
    "ranges": lambda scan: scan("g1").group_by("id5").agg(col("v1").max() - col("v2").min()),
    "stations": lambda scan: scan("measurements")
    .group_by("station")
    .agg(
        lowest=col("temperature").min(),
        mean=col("temperature").mean(),
        highest=col("temperature").max(),
    )
    .sort("station"),
    "tpch-q1": pricing_summary,
    "tpch-q6": forecast_revenue,
    "purchases": lambda scan: scan("events").filter(col("kind") == "purchase").group_by("country").agg(pl.len(), col("amount").sum()),
}

answer_job(connect)
