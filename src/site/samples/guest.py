"""A guest comes and leaves: the local API of the agent from Python 3, without any library.

python3 guest.py [TERMINAL]      LINGDIAN_AGENT, LINGDIAN_SECRET in the environment
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

AGENT = os.environ.get("LINGDIAN_AGENT", "http://127.0.0.1:8090")
SECRET = os.environ.get("LINGDIAN_SECRET", "").strip()  # the text of the file local-secret, without the line end
if not SECRET:
    raise SystemExit("LINGDIAN_SECRET is not set: it is the text of the file local-secret in the agent's directory")


def call(method, path, body):
    """200 means: stored on disk. 503 means: not stored, so it is sent again. The detail of a 400 names the wrong field."""
    for attempt in range(10):
        request = urllib.request.Request(
            AGENT + path,
            data=json.dumps(body).encode("utf-8"),
            method=method,
            headers={"Authorization": "Bearer " + SECRET, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code != 503:
                raise SystemExit(f"{refused.code}: {json.load(refused).get('detail')}")
            time.sleep(1)
    raise SystemExit("the agent cannot store anything: is its disk full?")


terminal = sys.argv[1] if len(sys.argv) > 1 else "A01"
document = {"type": "111", "number": "11010519491231002X", "name": "王五", "read": "chip"}

decision = call("POST", "/v1/logins", {"terminal": terminal, "document": document})
if not decision["allow"]:
    raise SystemExit("denied: " + ", ".join(decision["reasons"]))
print("allowed until", decision["closesAt"])

# Every minute, as long as the café is open, whether or not anything changed:
call("PUT", "/v1/terminals/in-use", {"inUse": [terminal]})

left = call("POST", "/v1/logouts", {"terminal": terminal, "reason": "patron"})
print("left", left["terminal"])
