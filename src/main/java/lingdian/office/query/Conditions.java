package lingdian.office.query;

import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import org.jspecify.annotations.Nullable;

/** The WHERE of a list. It has only the filters that are given, so that PostgreSQL plans for them alone. */
public final class Conditions {
    private final List<String> parts = new ArrayList<>();
    private final Tuple values = Tuple.tuple();

    /**
     * Adds a condition, unless {@code value} is null.
     *
     * @param sql with one {@code ?} for the value
     */
    public Conditions and(String sql, @Nullable Object value) {
        if (value != null) {
            parts.add(sql.replace("?", place(value)));
        }
        return this;
    }

    /** Adds a condition without a value. */
    public Conditions and(String sql) {
        parts.add(sql);
        return this;
    }

    /** Adds a condition on two values. */
    public Conditions and(String sql, Object first, Object second) {
        String firstPlace = place(first);
        parts.add(sql.replace("?1", firstPlace).replace("?2", place(second)));
        return this;
    }

    /**
     * Adds that rows come after the last one of a page, in the order of newest first and then id.
     *
     * @param at the column of their times
     * @param last null: there was no page before
     */
    public Conditions after(String at, Cursor.@Nullable AfterViolation last) {
        return last == null
                ? this
                : and(
                        "%1$s <= ?1 AND (%1$s < ?1 OR id > ?2)".formatted(at),
                        last.detectedAt().atOffset(ZoneOffset.UTC),
                        last.id());
    }

    /**
     * Adds that a region lies within another, unless that is null or the whole country. It compares bytes with
     * operators that are leakproof: PostgreSQL uses an index for other ones only after a row policy has admitted the
     * row.
     */
    public Conditions within(String column, @Nullable RegionCode region) {
        if (region == null || region.equals(RegionCode.COUNTRY)) {
            return this;
        }
        return region.equals(region.last())
                ? and(column + " = ?", region.value())
                : and(
                        "%1$s ~>=~ ?1 AND %1$s ~<=~ ?2".formatted(column),
                        region.value(),
                        region.last().value());
    }

    /** Adds that a row is of one of an operator's cafés; nothing for other readers. */
    public Conditions ofCafes(String column, Scope scope) {
        String[] codes = scope.cafes().stream().map(PlaceCode::value).sorted().toArray(String[]::new);
        return switch (codes.length) {
            case 0 -> this;
            case 1 -> and(column + " = ?", codes[0]);
            default -> and(column + " = ANY (?)", codes);
        };
    }

    /**
     * The rows of violations that a scope may see, on the table {@code violation}, or a join in which no other table
     * has its columns.
     */
    public static Conditions visible(Scope scope) {
        return new Conditions()
                .ofCafes("place_code", scope)
                .within("region", scope.region())
                .and("? = ANY(authorities)", scope.authority());
    }

    /** The LIKE pattern of a region, or null where every region matches. */
    public static @Nullable String regionPattern(@Nullable RegionCode region) {
        return region == null || region.equals(RegionCode.COUNTRY) ? null : region.prefix() + "%";
    }

    /** The placeholder of a further value. */
    public String place(Object value) {
        values.addValue(column(value));
        return "$" + values.size();
    }

    private static Object column(Object value) {
        return switch (value) {
            case Authority authority -> authority.wire();
            case PlaceCode placeCode -> placeCode.value();
            case RegionCode region -> region.value();
            case ViolationId violation -> violation.value();
            case InspectionId inspection -> inspection.value();
            case CampaignId campaign -> campaign.value();
            default -> value;
        };
    }

    /** {@code WHERE …}, or nothing if there is no condition. */
    public String where() {
        return parts.isEmpty() ? "" : "WHERE " + String.join(" AND ", parts) + "\n";
    }

    public Tuple values() {
        return values;
    }
}
