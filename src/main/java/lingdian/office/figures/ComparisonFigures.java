package lingdian.office.figures;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/** Counties and months beside each other, as {@link Comparison} writes them. */
public record ComparisonFigures(
        List<Period> periods, @Nullable Double meanCoverage, List<County> counties) {
    public ComparisonFigures {
        periods = List.copyOf(periods);
        counties = List.copyOf(counties);
    }

    /** A month, or some days of it. */
    public record Period(String name, LocalDate from, LocalDate to) {
        private static Period of(JsonObject json) {
            return new Period(json.getString("name"), JsonValues.day(json, "from"), JsonValues.day(json, "to"));
        }
    }

    /** A county's figures of each period. */
    public record County(String region, List<Cell> cells) {
        public County {
            cells = List.copyOf(cells);
        }

        private static County of(JsonObject json) {
            return new County(json.getString("region"), JsonValues.all(json, "figures", Cell::of));
        }
    }

    /**
     * A county's figures of one period; a rate is null where it is not given.
     *
     * @param withheld cells that are not in the sum of violations
     */
    public record Cell(
            @Nullable Double coverage,
            long violations,
            long withheld,
            @Nullable Double perCafe,
            @Nullable Double perThousandLogins,
            List<String> cautions) {
        public Cell {
            cautions = List.copyOf(cautions);
        }

        private static Cell of(JsonObject json) {
            return new Cell(
                    json.getDouble("coverage"),
                    json.getLong("violations"),
                    json.getLong("violationsWithheld"),
                    json.getDouble("perCafe"),
                    json.getDouble("perThousandLogins"),
                    JsonValues.texts(json, "cautions"));
        }
    }

    static ComparisonFigures of(JsonObject json) {
        return new ComparisonFigures(
                JsonValues.all(json, "periods", Period::of),
                json.getDouble("meanCoverage"),
                JsonValues.all(json, "items", County::of));
    }
}
