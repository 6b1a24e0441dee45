package lingdian.office.casework;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * What helps whoever decides on a case, as {@link SanctionHelp} answers it. No decision is compared with it.
 *
 * @param since when counting begins
 * @param ownerChanged whether it begins with the last change of owner, and not twelve months ago
 * @param confirmed violations of the café that the authority found true since then
 * @param punished cases in which it has punished the café since then
 * @param tables published tiers for the codes of the case
 */
public record SanctionHelpDetail(
        OffsetDateTime since, boolean ownerChanged, int confirmed, int punished, List<Table> tables) {
    public SanctionHelpDetail {
        tables = List.copyOf(tables);
    }

    /** @param example whether it only shows how a table is written */
    public record Table(String title, boolean example, String standing, String source, List<Tier> tiers) {
        public Table {
            tiers = List.copyOf(tiers);
        }

        /** Whether a tier depends on how many persons there were, so that none of those is marked. */
        public boolean countsPersons() {
            return tiers.stream().anyMatch(Tier::persons);
        }

        private static Table of(JsonObject json) {
            return new Table(
                    json.getString("title"),
                    json.getBoolean("example"),
                    json.getString("standing"),
                    json.getString("source"),
                    JsonValues.all(json, "tiers", Tier::of));
        }
    }

    /**
     * @param persons whether it also depends on how many persons there were at once
     * @param fits whether it is for this number of times; null: it does not depend on it, or not on it alone
     */
    public record Tier(
            String name,
            List<String> codes,
            String law,
            String circumstance,
            boolean persons,
            @Nullable Boolean fits,
            List<Measure> measures) {
        public Tier {
            codes = List.copyOf(codes);
            measures = List.copyOf(measures);
        }

        private static Tier of(JsonObject json) {
            return new Tier(
                    json.getString("name"),
                    JsonValues.texts(json, "codes"),
                    json.getString("law"),
                    json.getString("circumstance"),
                    json.getBoolean("persons"),
                    json.getBoolean("fits"),
                    JsonValues.all(json, "sanctions", Measure::of));
        }
    }

    /** A sanction of a tier; the bounds are those of a fine or of a suspension, and null for others. */
    public record Measure(
            String kind,
            @Nullable Integer fromYuan,
            @Nullable Integer toYuan,
            @Nullable Integer fromDays,
            @Nullable Integer toDays) {
        private static Measure of(JsonObject json) {
            return new Measure(
                    json.getString("kind"),
                    json.getInteger("fromYuan"),
                    json.getInteger("toYuan"),
                    json.getInteger("fromDays"),
                    json.getInteger("toDays"));
        }
    }

    static SanctionHelpDetail of(JsonObject json) {
        OffsetDateTime since = JsonValues.time(json, "since");
        OffsetDateTime changed = JsonValues.timeOrNull(json, "ownerChangedAt");
        return new SanctionHelpDetail(
                since,
                changed != null && !changed.isBefore(since),
                json.getInteger("confirmed"),
                json.getInteger("punished"),
                JsonValues.all(json, "tables", Table::of));
    }
}
