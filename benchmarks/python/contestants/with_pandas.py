"""pandas: reads the columns that a question needs into memory, then answers it."""

import fsspec
import pandas as pd
from answering import answer_job


def connect(job):
    options = storage_options(job["s3"])

    def load(name, *columns):
        table = job["tables"][name]
        uris = [table["uri"]] if "*" not in table["uri"] else expand(table["uri"], options)
        frames = [
            pd.read_csv(uri, sep=table["delim"], usecols=list(columns), storage_options=options) for uri in uris
        ]
        return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)

    return lambda question: list(QUESTIONS[question["id"]](load).itertuples(index=False, name=None))


def expand(pattern, options):
    files = fsspec.filesystem(pattern.split("://")[0] if "://" in pattern else "file", **(options or {}))
    return [files.unstrip_protocol(path) for path in files.glob(pattern)]


def storage_options(s3):
    if s3 is None:
        return None
    client = {"endpoint_url": s3["endpoint"], "region_name": s3["region"]}
    return {"key": s3["accessKeyId"], "secret": s3["secretAccessKey"], "client_kwargs": client}


def row(*values):
    return pd.DataFrame([values])


def sum_by(frame, key, value):
    return frame.groupby(key, as_index=False)[value].sum()


def profile(load):
    g = load("g1", "id1", "v1", "v3")
    v3 = g["v3"]
    return row(len(g), g["id1"].nunique(), v3.min(), v3.max(), v3.mean(), v3.std(), g["v1"].sum())


def by_month(load):
    g = load("g1", "id6", "v1")
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(g["id6"] % 366, unit="D")
    return sum_by(g.assign(month=day.dt.strftime("%Y-%m")), "month", "v1")


def filtered(load):
    g = load("g1", "id4", "v3").query("id4 == 7 and v3 > 50")
    return row(len(g), g["v3"].sum())


def by_two(load):
    counts = load("g1", "id1", "id4").groupby(["id1", "id4"], as_index=False).size()
    return counts.sort_values(["size", "id1", "id4"], ascending=[False, True, True]).head(5)


def ending(load):
    g = load("g1", "id3", "v2")
    g = g[g["id3"].str.endswith("777")]
    return row(len(g), g["v2"].sum())


def ranges(load):
    g = load("g1", "id5", "v1", "v2").groupby("id5").agg({"v1": "max", "v2": "min"})
    return (g["v1"] - g["v2"]).reset_index()


def pricing_summary(load):
    columns = "l_returnflag l_linestatus l_quantity l_extendedprice l_discount l_tax l_shipdate".split()
    t = load("lineitem", *columns)
    t = t[t["l_shipdate"] <= "1998-09-02"]
    discounted = t["l_extendedprice"] * (1 - t["l_discount"])
    t = t.assign(disc_price=discounted, charge=discounted * (1 + t["l_tax"]))
    return t.groupby(["l_returnflag", "l_linestatus"], as_index=False).agg(
        sum_qty=("l_quantity", "sum"),
        sum_base_price=("l_extendedprice", "sum"),
        sum_disc_price=("disc_price", "sum"),
        sum_charge=("charge", "sum"),
        avg_qty=("l_quantity", "mean"),
        avg_price=("l_extendedprice", "mean"),
        avg_disc=("l_discount", "mean"),
        count_order=("l_quantity", "size"),
    )


def forecast_revenue(load):
    t = load("lineitem", "l_quantity", "l_extendedprice", "l_discount", "l_shipdate")
    t = t[(t["l_shipdate"] >= "1994-01-01") & (t["l_shipdate"] < "1995-01-01") & (t["l_quantity"] < 24)]
    t = t[t["l_discount"].between(0.05, 0.07)]
    return row((t["l_extendedprice"] * t["l_discount"]).sum())


def purchases(load):
    t = load("events", "kind", "country", "amount")
    t = t[t["kind"] == "purchase"]
    return t.groupby("country", as_index=False).agg(n=("amount", "size"), total=("amount", "sum"))


QUESTIONS = {
    "sum-by-id1": lambda load: sum_by(load("g1", "id1", "v1"), "id1", "v1"),
    "profile": profile,
    "top-ten": lambda load: sum_by(load("g1", "id3", "v3"), "id3", "v3").nlargest(10, "v3"),
    "by-month": by_month,
    "filtered": filtered,
    "joined": lambda load: sum_by(load("g1", "id1", "v1").merge(load("teams", "id1", "team"), on="id1"), "team", "v1"),
    "by-two": by_two,
    "medians": lambda load: load("g1", "id2", "v3").groupby("id2", as_index=False)["v3"].median(),
    "ending": ending,
    "ranges": ranges,
    "stations": lambda load: load("measurements", "station", "temperature")
    .groupby("station", as_index=False)["temperature"]
    .agg(["min", "mean", "max"]),
    "tpch-q1": pricing_summary,
    "tpch-q6": forecast_revenue,
    "purchases": purchases,
}

answer_job(connect)
