package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recent warnings. A warning with two sources is given once: both the service and the café's own clock announce
 * that closing is 15 and 5 minutes away.
 *
 * <p>Ids follow the clock, so that a reader that asks for the warnings after the last one misses none across a restart.
 * Not thread-safe.
 */
final class Warnings {
    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
    private static final int KEPT = 100;
    private static final long[] CLOSING_SOON_MINUTES = {5, 15};

    private final Deque<Warning> kept = new ArrayDeque<>();
    private final Set<Closing> told = new HashSet<>();
    private @Nullable Instant looked;
    private long lastId;

    private record Closing(long closesAtSecond, long minutes) {}

    void add(Warning.Kind kind, Instant now, JsonObject details) {
        lastId = Math.max(lastId + 1, now.toEpochMilli());
        kept.addLast(new Warning(lastId, now, kind, details.copy()));
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        LOG.warn(sentence(kind, details));
    }

    /**
     * The text for the log. It omits terminal and session ids, which the café chooses and which may contain anything.
     */
    private static String sentence(Warning.Kind kind, JsonObject details) {
        return switch (kind) {
            case CLOSING_SOON ->
                "The permitted hours end in " + details.getValue("minutes") + " minutes, at "
                        + details.getValue("closesAt");
            case HOURS_CHANGED -> "The service sent other permitted hours";
            case DISCONNECTED -> "The connection to the service was lost: logins are decided here";
            case STOPPED -> "The service refused this agent: " + details.getValue("reason");
            case DISK_FULL -> "The disk is full: nobody is admitted";
            case SPOOL_SET_ASIDE ->
                "The records were damaged or did not fit the service and were set aside: whoever still sits there must be"
                        + " logged in again";
            case TERMINALS_NOT_REPORTED -> "Nothing reports which terminals are in use: heartbeats are withheld";
            case DENIED_AFTERWARDS ->
                "The service denied a guest who was admitted here: " + details.getValue("reasons");
            case REJECTED ->
                "The service accepted event " + details.getValue("seq") + " without effect: "
                        + details.getValue("code");
        };
    }

    /** Checks whether the café's clock has passed 15 or 5 minutes before closing since the last check. */
    void look(Instant now, ReceivedHours hours, String closesAtText, @Nullable Instant closesAt) {
        Instant before = looked == null ? now.minusNanos(1) : looked;
        looked = now;
        if (closesAt == null) {
            return;
        }
        for (long minutes : CLOSING_SOON_MINUTES) {
            Instant moment = closesAt.minus(Duration.ofMinutes(minutes));
            if (moment.isAfter(before) && !moment.isAfter(now)) {
                closingSoon(now, closesAt, closesAtText, minutes);
                return; // if both were passed at once, only the last is still true
            }
        }
    }

    /** Warns that closing is near, by the service or by the café's own clock; the second announcement is ignored. */
    void closingSoon(Instant now, Instant closesAt, String closesAtText, long minutes) {
        told.removeIf(each -> each.closesAtSecond() < now.getEpochSecond());
        if (told.add(new Closing(closesAt.getEpochSecond(), minutes))) {
            add(
                    Warning.Kind.CLOSING_SOON,
                    now,
                    new JsonObject().put("minutes", minutes).put("closesAt", closesAtText));
        }
    }

    /** Warnings with a greater id, oldest first. */
    List<Warning> after(long id) {
        return kept.stream().filter(warning -> warning.id() > id).toList();
    }
}
