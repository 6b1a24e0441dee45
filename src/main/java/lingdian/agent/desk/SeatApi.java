package lingdian.agent.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import lingdian.platform.http.Problem;

/**
 * {@code PUT /seat/v1/{terminal}}: a seat says that it is on, and whether it is used (handbook, agent.md#the-seats-own-witness).
 *
 * <p>A report with anything more than these two members is refused, so that no seat ever says more.
 */
final class SeatApi {
    private static final int BODY_BYTES_MAX = 1_024;
    private static final int SECONDS_MIN = 5;
    private static final int REPORTS_A_HEARTBEAT = 3;
    private static final String SCHEME = "Bearer ";
    private static final Pattern TERMINAL = Pattern.compile("[\\w.-]{1,32}");
    private static final Pattern BOOT = Pattern.compile("[\\w-]{1,64}");

    private final SeatKeys keys;
    private final Premises premises;

    SeatApi(SeatKeys keys, Premises premises) {
        this.keys = keys;
        this.premises = premises;
    }

    void mountOn(Router router) {
        router.route("/seat/v1/:terminal").handler(this::checkKey);
        router.put("/seat/v1/:terminal")
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
                .handler(this::reported);
    }

    private void checkKey(RoutingContext routing) {
        String terminal = Objects.requireNonNull(routing.pathParam("terminal"));
        String header = Objects.requireNonNullElse(routing.request().getHeader("authorization"), "");
        boolean right = TERMINAL.matcher(terminal).matches()
                && header.startsWith(SCHEME)
                && keys.isKeyOf(terminal, header.substring(SCHEME.length()));
        if (!right) {
            throw Problem.of(401, "this is not the key of this terminal").thrown();
        }
        LocalAuthentication.trust(routing);
        routing.next();
    }

    private void reported(RoutingContext routing) {
        Buffer body = Objects.requireNonNullElseGet(routing.body().buffer(), Buffer::buffer);
        premises.seats().reported(Objects.requireNonNull(routing.pathParam("terminal")), isActive(body));
        int seconds = Math.max(SECONDS_MIN, premises.heartbeatSeconds() / REPORTS_A_HEARTBEAT);
        LocalApi.json(routing, new JsonObject().put("everySeconds", seconds));
    }

    private static boolean isActive(Buffer body) {
        try {
            JsonObject report = body.toJsonObject();
            if (report.fieldNames().equals(Set.of("boot", "active"))
                    && BOOT.matcher(report.getString("boot")).matches()) {
                return report.getBoolean("active");
            }
        } catch (DecodeException | ClassCastException | NullPointerException malformed) {
            // refused below
        }
        throw Problem.of(400, "expected boot, an id, and active, a boolean, and nothing else")
                .thrown();
    }
}
