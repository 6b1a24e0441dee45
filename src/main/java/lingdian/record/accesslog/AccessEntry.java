package lingdian.record.accesslog;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the access log before it is written: what an actor saw, did or was refused.
 *
 * <pre>{@code
 * AccessEntry.done(Actor.account(id), Action.END_ORDER)
 * .on(Subject.of(Subject.Kind.ORDER, orderId))
 * .inRegion(county)
 * .because(reason)
 * .with("status", 204)
 * }</pre>
 *
 * @param subject null if the action needs none
 * @param region that the subject belongs to
 * @param person the token of the person concerned; never shown
 * @param reason free text, which may contain names: it is sealed
 * @param details codes ({@link String}) and numbers ({@link Long})
 */
public record AccessEntry(
        Actor actor,
        Action action,
        Outcome outcome,
        @Nullable Subject subject,
        @Nullable RegionCode region,
        @Nullable PersonToken person,
        @Nullable String reason,
        SortedMap<String, Object> details) {
    private static final Pattern DETAIL = Pattern.compile("[a-zA-Z]{1,32}");
    private static final int MAX_DETAILS = 16;

    public AccessEntry {
        if (details.size() > MAX_DETAILS) {
            throw new IllegalArgumentException("an entry has at most " + MAX_DETAILS + " details");
        }
        details.forEach(AccessEntry::check);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static AccessEntry done(Actor actor, Action action) {
        return of(actor, action, Outcome.DONE);
    }

    public static AccessEntry refused(Actor actor, Action action) {
        return of(actor, action, Outcome.REFUSED);
    }

    public static AccessEntry attempted(Actor actor, Action action) {
        return of(actor, action, Outcome.ATTEMPTED);
    }

    public static AccessEntry of(Actor actor, Action action, Outcome outcome) {
        return new AccessEntry(actor, action, outcome, null, null, null, null, new TreeMap<>());
    }

    public AccessEntry on(Subject about) {
        return new AccessEntry(actor, action, outcome, about, region, person, reason, details);
    }

    public AccessEntry inRegion(@Nullable RegionCode code) {
        return new AccessEntry(actor, action, outcome, subject, code, person, reason, details);
    }

    public AccessEntry about(@Nullable PersonToken token) {
        return new AccessEntry(actor, action, outcome, subject, region, token, reason, details);
    }

    /** @param text the reason as given; null if none was given */
    public AccessEntry because(@Nullable String text) {
        return new AccessEntry(actor, action, outcome, subject, region, person, text, details);
    }

    public AccessEntry with(String detail, String code) {
        return with(Map.of(detail, code));
    }

    public AccessEntry with(String detail, long number) {
        return with(Map.of(detail, number));
    }

    /** Whether the text may be a detail. Check texts that come from outside with it. */
    public static boolean isCode(String text) {
        return Codes.isCode(text);
    }

    private AccessEntry with(Map<String, Object> more) {
        var all = new TreeMap<>(details);
        all.putAll(more);
        return new AccessEntry(actor, action, outcome, subject, region, person, reason, all);
    }

    /** The details as they are stored, hashed and shown. */
    String detailsJson() {
        return new JsonObject(new TreeMap<>(details)).encode();
    }

    private static void check(String name, Object value) {
        if (!DETAIL.matcher(name).matches() || !(value instanceof String || value instanceof Long)) {
            throw new IllegalArgumentException("a detail has a short name, and is a code or a number");
        }
        if (value instanceof String code) {
            Codes.check(code);
        }
    }

    @Override
    public String toString() {
        return "AccessEntry[" + action.wire() + " " + outcome.wire() + "]"; // a reason is free text
    }
}
