package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A set of rules as {@link RuleSetEndpoints} lists it.
 *
 * @param from null: from its release
 * @param inForceFrom null: it was not released
 * @param fallen the rule that the service proposes to put into shadow; empty if people proposed it
 */
public record RuleSetOutline(
        UUID id,
        String version,
        String source,
        String state,
        AccountId proposedBy,
        OffsetDateTime proposedAt,
        @Nullable OffsetDateTime from,
        @Nullable OffsetDateTime inForceFrom,
        String fallen) {
    static RuleSetOutline of(JsonObject json) {
        return new RuleSetOutline(
                JsonValues.id(json, "id"),
                json.getString("version"),
                json.getString("source"),
                json.getString("state"),
                new AccountId(JsonValues.id(json, "proposedBy")),
                JsonValues.time(json, "proposedAt"),
                JsonValues.timeOrNull(json, "from"),
                JsonValues.timeOrNull(json, "inForceFrom"),
                JsonValues.textOrEmpty(json, "fallen"));
    }

    /** Of the released sets that have begun the one that began last. */
    public static Optional<RuleSetOutline> inForce(List<RuleSetOutline> sets, Instant now) {
        return sets.stream()
                .filter(set -> !set.begins().isAfter(now))
                .max(Comparator.comparing(RuleSetOutline::begins));
    }

    /** When it came or comes into force; for one that was not released never. */
    public Instant begins() {
        return inForceFrom == null ? Instant.MAX : inForceFrom.toInstant();
    }
}
