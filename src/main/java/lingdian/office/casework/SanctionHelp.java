package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.region.Scope;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.SanctionTable;
import lingdian.law.course.SanctionTables;
import lingdian.law.course.SanctionTier;
import lingdian.office.casework.SanctionHelpStore.Counts;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * What helps a person to decide on a case: how often the café was at fault in twelve months, and the published tiers of
 * sanctions. It is never compared with a decision (handbook, casework.md#tiers-of-sanctions).
 */
final class SanctionHelp {
    private static final int MONTHS = 12;

    private final SanctionTables tables;
    private final SanctionHelpStore store = new SanctionHelpStore();

    SanctionHelp(SanctionTables tables) {
        this.tables = tables;
    }

    Future<JsonObject> of(SqlClient client, Scope scope, StoredCase stored, Instant now) {
        Instant yearAgo = now.atZone(stored.place().zone()).minusMonths(MONTHS).toInstant();
        return store.ownerChanged(client, stored.file().placeCode()).compose(changed -> {
            Instant owner = Objects.requireNonNullElse(changed, Instant.EPOCH);
            return store.counts(client, scope, stored.file(), yearAgo, owner)
                    .map(counts -> json(stored, yearAgo.isAfter(owner) ? yearAgo : owner, changed, counts));
        });
    }

    private JsonObject json(StoredCase stored, Instant since, @Nullable Instant ownerChanged, Counts counts) {
        var zone = stored.place().zone();
        return new JsonObject()
                .put("since", Rfc3339.format(since, zone))
                .put("ownerChangedAt", ownerChanged == null ? null : Rfc3339.format(ownerChanged, zone))
                .put("confirmed", counts.confirmed())
                .put("punished", counts.punished())
                .put("tables", tables(stored, counts));
    }

    private JsonArray tables(StoredCase stored, Counts counts) {
        Set<String> codes = stored.findings().stream().map(CaseFinding::code).collect(Collectors.toSet());
        var shown = new JsonArray();
        for (SanctionTable table :
                tables.of(stored.file().authority(), stored.place().region(), dayOfAct(stored))) {
            List<JsonObject> tiers = table.tiers().stream()
                    .filter(tier -> tier.concerns(codes))
                    .map(tier -> json(tier, counts))
                    .toList();
            if (!tiers.isEmpty()) {
                shown.add(json(table).put("tiers", new JsonArray(tiers)));
            }
        }
        return shown;
    }

    private static LocalDate dayOfAct(StoredCase stored) {
        return LocalDate.ofInstant(stored.keys().beganAt(), stored.place().zone());
    }

    private static JsonObject json(SanctionTable table) {
        return new JsonObject()
                .put("id", table.id())
                .put("title", table.title())
                .put("example", table.example())
                .put("from", Objects.toString(table.from(), null))
                .put("to", Objects.toString(table.to(), null))
                .put("standing", table.standing().wire())
                .put("source", table.source());
    }

    private static JsonObject json(SanctionTier tier, Counts counts) {
        return new JsonObject()
                .put("name", tier.name())
                .put("codes", new JsonArray(tier.codes()))
                .put("law", tier.law())
                .put("circumstance", tier.circumstance())
                .put("persons", tier.persons())
                .put("fits", tier.fits(counts.punishedBefore()))
                .put(
                        "sanctions",
                        new JsonArray(tier.sanctions().stream()
                                .map(SanctionHelp::json)
                                .toList()));
    }

    private static JsonObject json(SanctionTier.Measure measure) {
        return switch (measure.kind()) {
            case FINE ->
                kind(measure)
                        .put("fromYuan", Objects.requireNonNullElse(measure.fromYuan(), 0))
                        .put("toYuan", measure.toYuan());
            case SUSPENSION -> kind(measure).put("fromDays", measure.fromDays()).put("toDays", measure.toDays());
            case WARNING, CONFISCATION, REVOCATION -> kind(measure);
        };
    }

    private static JsonObject kind(SanctionTier.Measure measure) {
        return new JsonObject().put("kind", measure.kind().wire());
    }
}
