package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import lingdian.agent.adapter.CardRefusedException;
import lingdian.agent.adapter.PushReceiver;
import lingdian.agent.adapter.PushSettings;
import lingdian.platform.http.Problem;

/**
 * {@code POST /push/{name}}: what a cashier's program sends in its own words, JSON or a form (handbook, agent.md#a-push).
 *
 * <p>An answer of 200 means that it is on disk. The same push may be sent again.
 */
final class PushApi {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Supplier<Optional<Adapters>> adapters;

    /** @param adapters empty until they have begun */
    PushApi(Supplier<Optional<Adapters>> adapters) {
        this.adapters = adapters;
    }

    void mountOn(Router router, LocalAuthentication door) {
        router.route("/push/*").handler(door::checkBearerOrBasic);
        router.post("/push/:name")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX).setHandleFileUploads(false))
                .handler(this::pushed);
    }

    private void pushed(RoutingContext routing) {
        String name = Objects.requireNonNull(routing.pathParam("name"));
        Adapters begun = adapters.get()
                .filter(all -> all.push(name).isPresent())
                .orElseThrow(() ->
                        Problem.of(404, "there is no such push in agent.yaml").thrown());
        Map<String, String> members = members(routing, begun.push(name).orElseThrow());
        boolean dryRun = "true".equals(routing.request().getParam("dryRun"));
        Future<JsonObject> answer = dryRun
                ? begun.tried(name, members)
                        .map(line -> new JsonObject().put("outcome", "dry-run").put("would", line.orElse(null)))
                : begun.take(name, members).map(outcome -> new JsonObject().put("outcome", word(outcome)));
        answer.onSuccess(json -> LocalApi.json(routing, json))
                .onFailure(failure -> routing.fail(
                        failure instanceof CardRefusedException unfit
                                ? Problem.of(400, String.valueOf(unfit.getMessage()))
                                        .thrown()
                                : failure));
    }

    private static String word(PushReceiver.Outcome outcome) {
        return switch (outcome) {
            case RECORDED -> "recorded";
            case REPEATED -> "repeated";
            case PASSED_OVER -> "passed-over";
        };
    }

    private static Map<String, String> members(RoutingContext routing, PushSettings settings) {
        Buffer body = Objects.requireNonNullElseGet(routing.body().buffer(), Buffer::buffer);
        String type = Objects.requireNonNullElse(routing.request().getHeader("content-type"), "");
        try {
            return type.startsWith(FORM) ? form(body, settings.encoding()) : json(body);
        } catch (DecodeException | ClassCastException | IllegalArgumentException malformed) {
            throw Problem.of(400, "expected a JSON object, or a form").thrown();
        }
    }

    private static Map<String, String> json(Buffer body) {
        var members = new HashMap<String, String>();
        body.toJsonObject().forEach(member -> {
            if (member.getValue() != null) {
                members.put(member.getKey(), member.getValue().toString());
            }
        });
        return members;
    }

    /** Not by the server, which takes every form for UTF-8. */
    private static Map<String, String> form(Buffer body, Charset charset) {
        var members = new HashMap<String, String>();
        for (String pair : body.toString(StandardCharsets.ISO_8859_1).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                members.put(
                        URLDecoder.decode(pair.substring(0, equals), charset),
                        URLDecoder.decode(pair.substring(equals + 1), charset));
            }
        }
        return members;
    }
}
