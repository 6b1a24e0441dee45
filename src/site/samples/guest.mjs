// A guest comes and leaves: the local API of the agent from JavaScript (Node.js 18 or newer), without any library.
//
// node guest.mjs [TERMINAL]      LINGDIAN_AGENT, LINGDIAN_SECRET in the environment
const AGENT = process.env.LINGDIAN_AGENT ?? "http://127.0.0.1:8090";
const SECRET = (process.env.LINGDIAN_SECRET ?? "").trim(); // the text of the file local-secret, without the line end
if (!SECRET) throw new Error("LINGDIAN_SECRET is not set: it is the text of the file local-secret in the agent's directory");

// 200 means: stored on disk. 503 means: not stored, so it is sent again. The detail of a 400 names the wrong field.
async function call(method, path, body) {
  for (let attempt = 0; attempt < 10; attempt++) {
    const answer = await fetch(AGENT + path, {
      method,
      headers: { Authorization: `Bearer ${SECRET}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const json = await answer.json();
    if (answer.ok) return json;
    if (answer.status !== 503) throw new Error(`${answer.status}: ${json.detail}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error("the agent cannot store anything: is its disk full?");
}

const terminal = process.argv[2] ?? "A01";
const document = { type: "111", number: "11010519491231002X", name: "王五", read: "chip" };

const decision = await call("POST", "/v1/logins", { terminal, document });
if (!decision.allow) throw new Error(`denied: ${decision.reasons.join(", ")}`);
console.log("allowed until", decision.closesAt);

// Every minute, as long as the café is open, whether or not anything changed:
await call("PUT", "/v1/terminals/in-use", { inUse: [terminal] });

const left = await call("POST", "/v1/logouts", { terminal, reason: "patron" });
console.log("left", left.terminal);
