"""The same work as the other contestant's first question: read an object from S3, group and sum, answer as JSON."""

import io
import json
import os

import boto3
import pandas as pd

s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL_S3"])


def handler(event, context):
    asked = json.loads(event["body"])
    body = s3.get_object(Bucket=asked["bucket"], Key=asked["key"])["Body"].read()
    frame = pd.read_csv(io.BytesIO(body))
    totals = frame.groupby("city")["amount"].sum().round(2).sort_values(ascending=False).head(5)
    rows = [[city, float(total)] for city, total in totals.items()]
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(rows)}
