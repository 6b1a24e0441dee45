package lingdian.agent.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.domain.PlaceCode;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes messages that the service sends by itself: hours, notices, and verdicts on guests that were admitted here.
 *
 * <p>Belongs to the desk's Vert.x context; {@link MessagesOnContext} forwards the connection's events to it.
 */
final class ServiceMessages implements AgentListener {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMessages.class);

    private final Premises premises;
    private final LoginDesk desk;
    private final InstantSource clock;
    private final Runnable newStream;
    private boolean connected;
    private @Nullable String refusal;

    /** @param newStream is called when the state of the old stream is no longer valid */
    ServiceMessages(Premises premises, LoginDesk desk, InstantSource clock, Runnable newStream) {
        this.premises = premises;
        this.desk = desk;
        this.clock = clock;
        this.newStream = newStream;
    }

    @Override
    public void welcomed(JsonObject welcome) {
        if (!connected) {
            LOG.info("Connected to the service");
        }
        connected = true;
        refusal = null;
        remember(welcome);
    }

    /** Takes the café's data from a welcome; at a start, from the last one received. */
    void remember(JsonObject welcome) {
        take(welcome);
        if (welcome.getValue("heartbeatSeconds") instanceof Number seconds && seconds.intValue() > 0) {
            premises.heartbeatSeconds(seconds.intValue());
        }
        if (welcome.getValue("placeCode") instanceof PlaceCode placeCode) {
            premises.placeCode(placeCode);
        }
    }

    @Override
    public void noticed(JsonObject notice) {
        switch (String.valueOf(notice.getValue("notice"))) {
            case "closing-soon" -> closingSoon(notice);
            case "hours-changed" -> take(notice);
            default -> {} // a later version of the service may send more types
        }
    }

    @Override
    public void judged(Answer.Verdict verdict) {
        if (verdict.allow()) {
            return;
        }
        premises.guests()
                .session(verdict.session())
                .filter(Guest::decidedHere)
                .ifPresent(guest -> warn(
                        Warning.Kind.DENIED_AFTERWARDS,
                        new JsonObject()
                                .put("terminal", guest.terminal())
                                .put("session", guest.session())
                                .put("reasons", new JsonArray(verdict.reasons()))));
    }

    @Override
    public void rejected(Answer.Reject reject) {
        if (!"unknown-session".equals(reject.code())) { // which a withdrawn denied login always gets
            warn(
                    Warning.Kind.REJECTED,
                    new JsonObject().put("seq", reject.seq()).put("code", reject.code()));
        }
    }

    @Override
    public void disconnected(String reason, long delayMillis) {
        desk.disconnected();
        if (connected) {
            warn(Warning.Kind.DISCONNECTED, new JsonObject());
        }
        connected = false;
    }

    @Override
    public void refused(AgentStoppedException reason, long delayMillis) {
        desk.disconnected();
        connected = false;
        String why = String.valueOf(reason.getMessage());
        if (!why.equals(refusal)) { // retries are refused with equal reasons
            refusal = why;
            warn(Warning.Kind.STOPPED, new JsonObject().put("reason", why));
        }
    }

    @Override
    public void renewed(UUID stream, String reason) {
        desk.disconnected();
        warn(Warning.Kind.SPOOL_SET_ASIDE, new JsonObject());
        newStream.run();
    }

    private void closingSoon(JsonObject notice) {
        Instant closesAt = closesAt(notice).orElse(null);
        if (closesAt != null && notice.getValue("minutes") instanceof Number minutes) {
            String text = Rfc3339.format(closesAt, premises.hours().zone());
            premises.warnings().closingSoon(clock.instant(), closesAt, text, minutes.longValue());
        }
    }

    private static Optional<Instant> closesAt(JsonObject notice) {
        @Nullable Object text = notice.getValue("closesAt");
        return text instanceof String time ? Rfc3339.parse(time) : Optional.empty();
    }

    /** Warns only of changes: the service may repeat its hours. */
    private void take(JsonObject message) {
        Instant now = clock.instant();
        ReceivedHours before = premises.hours();
        ReceivedHours.of(message, now, before).ifPresent(hours -> {
            premises.hours(hours);
            if (!hours.agree(before, now)) {
                warn(Warning.Kind.HOURS_CHANGED, new JsonObject());
            }
        });
    }

    private void warn(Warning.Kind kind, JsonObject details) {
        premises.warnings().add(kind, clock.instant(), details);
    }
}
