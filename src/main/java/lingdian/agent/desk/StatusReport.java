package lingdian.agent.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.agent.spool.UplinkState;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * The status for the safety officer (安全员) as JSON; the page shows the same data.
 *
 * <p>Persons are masked, since a bystander may see the cashier's screen.
 */
final class StatusReport {
    private static final int WARNINGS = 20;

    private final Supplier<UplinkState> uplink;
    private final Supplier<List<JsonObject>> messages;
    private final Premises premises;
    private final InstantSource clock;

    StatusReport(
            Supplier<UplinkState> uplink, Supplier<List<JsonObject>> messages, Premises premises, InstantSource clock) {
        this.uplink = uplink;
        this.messages = messages;
        this.premises = premises;
        this.clock = clock;
    }

    JsonObject json() {
        Instant now = clock.instant();
        UplinkState state = uplink.get();
        return new JsonObject()
                .put("time", time(now))
                .put("placeCode", Objects.toString(premises.placeCode(), null))
                .put("connection", connection(state))
                .put("records", records(state))
                .put("hours", hours(now))
                .put("heartbeat", heartbeat(now))
                .put("patrolAt", time(premises.patrolAt()))
                .put("guests", array(premises.guests().all(), this::guest))
                .put("warnings", lastWarnings())
                .put("messages", messages());
    }

    private JsonObject connection(UplinkState state) {
        return new JsonObject()
                .put("connected", state.connected())
                .put("since", time(state.since()))
                .put("stopped", state.stopped());
    }

    private JsonObject records(UplinkState state) {
        return new JsonObject()
                .put("stream", state.stream().toString())
                .put("lastSeq", state.lastSeq())
                .put("ackedSeq", state.ackedSeq())
                .put("unsent", state.unsent())
                .put("lastAckedAt", time(state.lastAckedAt()))
                .put("diskFull", state.diskFull())
                .put("setAside", new JsonArray(state.setAside()));
    }

    private JsonObject hours(Instant now) {
        ReceivedHours hours = premises.hours();
        return new JsonObject()
                .put("date", hours.localDate(now).toString())
                .put("openNow", hours.permits(now))
                .put("closesAt", time(hours.closesAt(now)))
                .put("today", array(hours.today(now), span -> span(span, hours)))
                .put("from", source(hours, now));
    }

    /** The source of the hours, which tells how far they may be trusted. */
    private static String source(ReceivedHours hours, Instant now) {
        if (!hours.received()) {
            return "regulation";
        }
        return hours.covers(now) ? "service" : "repeated";
    }

    private JsonObject span(Span span, ReceivedHours hours) {
        return new JsonObject()
                .put("opens", hours.opensUnknown(span) ? null : time(span.opens()))
                .put("closes", time(span.closes()));
    }

    private JsonObject heartbeat(Instant now) {
        TerminalUse inUse = premises.inUse();
        boolean fresh = inUse.fresh(now).isPresent();
        return new JsonObject()
                .put("lastAt", time(premises.heartbeatAt()))
                .put("everySeconds", premises.heartbeatSeconds())
                .put("reportedAt", time(inUse.reportedAt()))
                .put("inUse", inUse.fresh(now).map(List::size).orElse(null))
                .put("withoutGuest", withoutGuest(inUse.fresh(now).orElse(List.of())))
                .put("withheld", !fresh && !premises.guests().isEmpty());
    }

    /** Terminals in use on which no guest is logged in; those of the staff are among them. */
    private JsonArray withoutGuest(List<String> terminals) {
        return new JsonArray(terminals.stream()
                .filter(terminal -> premises.guests().on(terminal).isEmpty())
                .toList());
    }

    private JsonObject guest(Guest guest) {
        return new JsonObject()
                .put("terminal", guest.terminal())
                .put("session", guest.session())
                .put("since", time(guest.since()))
                .put("decided", guest.decidedHere() ? "local" : "service")
                .put("name", guest.masked().name())
                .put(
                        "document",
                        new JsonObject()
                                .put("type", guest.masked().type())
                                .put("number", guest.masked().number()));
    }

    /** Messages of offices whose time is not over, newest first. */
    JsonArray messages() {
        Instant now = clock.instant();
        List<JsonObject> lasting = messages.get().stream()
                .filter(message -> Rfc3339.parse(message.getString("until", ""))
                        .map(now::isBefore)
                        .orElse(false))
                .toList();
        return array(lasting.reversed(), message -> message);
    }

    private JsonArray lastWarnings() {
        List<Warning> all = premises.warnings().after(-1);
        return array(all.subList(Math.max(0, all.size() - WARNINGS), all.size()).reversed(), this::warning);
    }

    private JsonObject warning(Warning warning) {
        return warning.json(zone());
    }

    /** The warnings after {@code id}, oldest first. */
    JsonArray warningsAfter(long id) {
        return array(premises.warnings().after(id), this::warning);
    }

    @Nullable
    String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, zone());
    }

    private ZoneId zone() {
        return premises.hours().zone();
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonObject> json) {
        return new JsonArray(all.stream().map(json).toList());
    }
}
