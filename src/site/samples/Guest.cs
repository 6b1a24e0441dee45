// A guest comes and leaves: the local API of the agent from C# (.NET 8 or newer), without any library.
//
// It needs a project:
// dotnet new console -o guest   then put this file into guest instead of Program.cs, and in guest:
// dotnet run -- [TERMINAL]      LINGDIAN_AGENT, LINGDIAN_SECRET in the environment
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

string agent = Environment.GetEnvironmentVariable("LINGDIAN_AGENT") ?? "http://127.0.0.1:8090";
// The text of the file local-secret, without the line end.
string secret = (Environment.GetEnvironmentVariable("LINGDIAN_SECRET") ?? "").Trim();
if (secret == "")
    throw new InvalidOperationException(
        "LINGDIAN_SECRET is not set: it is the text of the file local-secret in the agent's directory");
string terminal = args.Length > 0 ? args[0] : "A01";

using var client = new HttpClient { BaseAddress = new Uri(agent), Timeout = TimeSpan.FromSeconds(30) };
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);

// 200 means: stored on disk. 503 means: not stored, so it is sent again. The detail of a 400 names the wrong field.
async Task<JsonElement> Call(HttpMethod method, string path, object body)
{
    for (int attempt = 0; attempt < 10; attempt++)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using HttpResponseMessage answer = await client.SendAsync(request);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.IsSuccessStatusCode) return json;
        if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {json.GetProperty("detail")}");
        await Task.Delay(1000);
    }
    throw new InvalidOperationException("the agent cannot store anything: is its disk full?");
}

var document = new { type = "111", number = "11010519491231002X", name = "王五", read = "chip" };
JsonElement decision = await Call(HttpMethod.Post, "/v1/logins", new { terminal, document });
if (!decision.GetProperty("allow").GetBoolean())
    throw new InvalidOperationException("denied: " + decision.GetProperty("reasons"));
Console.WriteLine("allowed until " + decision.GetProperty("closesAt"));

// Every minute, as long as the café is open, whether or not anything changed:
await Call(HttpMethod.Put, "/v1/terminals/in-use", new { inUse = new[] { terminal } });

JsonElement left = await Call(HttpMethod.Post, "/v1/logouts", new { terminal, reason = "patron" });
Console.WriteLine("left " + left.GetProperty("terminal"));
