"""Signs requests again with botocore, AWS's own signer: one JSON object a line in, one signature a line out."""
import base64
import json
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

for line in sys.stdin:
    case = json.loads(line)
    credentials = Credentials(case["accessKeyId"], case["secretAccessKey"], case.get("sessionToken"))
    auth = SigV4Auth(credentials, case["service"], case["region"])
    request = AWSRequest(method=case["method"], url=case["url"], headers=case["headers"], data=base64.b64decode(case["body"]))
    request.context["timestamp"] = case["headers"]["x-amz-date"]
    # The hash comes from the body, not from what the request says of it; setting a header that is there would add a second one.
    del request.headers["x-amz-content-sha256"]
    request.headers["x-amz-content-sha256"] = auth.payload(request)
    print(auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request), flush=True)
