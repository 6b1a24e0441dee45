package lingdian.platform.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A problem as in RFC 9457: the common form of every HTTP error.
 *
 * @param status the HTTP status
 * @param title the same for every problem of its kind
 * @param detail what is wrong and where; never a value from the request
 * @param members further members of the document, by name
 * @param limit the limit that was reached, by its name in the meters, which the client does not see; null if none was
 */
public record Problem(
        int status,
        String title,
        String detail,
        Map<String, Object> members,
        @Nullable String limit) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String LIMIT = "lingdian.limit";
    private static final String RETRY_AFTER = "retryAfterSeconds";

    public Problem {
        members = Map.copyOf(members);
    }

    /** A problem whose title is that of its status. */
    public static Problem of(int status, String detail) {
        return new Problem(status, HttpResponseStatus.valueOf(status).reasonPhrase(), detail, Map.of(), null);
    }

    /** This problem with one more member. */
    public Problem with(String name, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, title, detail, more, limit);
    }

    /** This problem with the limit that was reached. */
    public Problem reaching(String limit) {
        return new Problem(status, title, detail, members, limit);
    }

    /** This problem with the time after which the request may be sent again, in seconds: also as {@code Retry-After}. */
    public Problem retriedAfter(Duration wait) {
        return with(RETRY_AFTER, Math.max(1, wait.toSeconds()));
    }

    /** The limit because of which a request is being refused, if any. */
    public static Optional<String> limitReached(RoutingContext routing) {
        return Optional.ofNullable(routing.get(LIMIT));
    }

    /**
     * Notes the limit, if there is one, for {@link #limitReached}; needed for answers that do not use {@link #send}.
     */
    public void note(RoutingContext routing) {
        if (limit != null) {
            routing.put(LIMIT, limit);
        }
    }

    /** The document. */
    public String json() {
        var document = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        members.forEach(document::put);
        return document.encode();
    }

    /** Sends it as the answer, unless an answer has begun already. */
    public void send(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (!response.headWritten() && !response.closed()) {
            begin(routing);
            response.end(json());
        } else {
            note(routing);
        }
    }

    /** Sets the status and the headers of an answer that has not begun, whose body is {@link #json}. */
    public void begin(RoutingContext routing) {
        note(routing);
        HttpServerResponse response = routing.response();
        if (members.get(RETRY_AFTER) instanceof Long seconds) {
            response.putHeader("retry-after", seconds.toString());
        }
        response.setStatusCode(status).putHeader("content-type", MEDIA_TYPE);
    }

    /** As an exception, for the chain of a request. It has no stack trace, because it is an answer and not a bug. */
    public Thrown thrown() {
        return new Thrown(this);
    }

    /** A {@link Problem} on its way to the client. */
    public static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private Thrown(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }
}
