package lingdian.agent.seat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import lingdian.agent.link.AgentEndpoint;

/** Tells the café's agent what a seat knows of itself, over the LAN, with the seat's own key. */
public final class SeatReporter implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI target;
    private final String key;
    private final Seat seat;

    /** @param terminal whose key it is */
    public SeatReporter(URI agent, String terminal, String key, Seat seat) {
        this.target = agent.resolve(AgentEndpoint.path(agent, "/seat/v1/" + terminal));
        this.key = key;
        this.seat = seat;
    }

    /**
     * Reports once.
     *
     * @return the seconds until the next report is wanted
     * @throws IOException if the agent did not take it; the message says why
     */
    public int report() throws IOException, InterruptedException {
        var body = new JsonObject().put("boot", seat.bootId()).put("active", seat.isActive());
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.encode()))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() == 401) {
            throw new IOException("this key is not that of this terminal: make it with agent seat-keys");
        }
        if (answer.statusCode() != 200) {
            throw new IOException("the agent answered HTTP " + answer.statusCode());
        }
        try {
            return Math.clamp(new JsonObject(answer.body()).getInteger("everySeconds"), 1, 300);
        } catch (DecodeException | ClassCastException | NullPointerException strange) {
            throw new IOException("this is not the café's agent", strange);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException unreachable) {
            throw new IOException("the agent at " + target.getAuthority() + " does not answer", unreachable);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
