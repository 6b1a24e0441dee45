package lingdian.office.figures;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/** Figures by day, as {@link TrendEndpoints} answers them. */
public record TrendFigures(
        LocalDate from,
        LocalDate to,
        List<ViolationDay> violations,
        List<PremisesDay> premises,
        List<LoginDay> logins,
        List<TerminalDay> terminals) {
    public TrendFigures {
        violations = List.copyOf(violations);
        premises = List.copyOf(premises);
        logins = List.copyOf(logins);
        terminals = List.copyOf(terminals);
    }

    /**
     * Violations of one code in one area on one day, without the {@code withheld} cells.
     *
     * @param told null where all cells are withheld
     */
    public record ViolationDay(
            LocalDate day,
            String region,
            String code,
            @Nullable Long told,
            long withheld,
            long overtimeSeconds) {
        private static ViolationDay of(JsonObject json) {
            return new ViolationDay(
                    JsonValues.day(json, "day"),
                    json.getString("region"),
                    json.getString("code"),
                    json.getLong("violations"),
                    number(json, "withheld"),
                    number(json, "overtimeSeconds"));
        }
    }

    /** In how many hours of a day the cafés of an area were heard. */
    public record PremisesDay(LocalDate day, long cafes, long hoursHeard) {
        private static PremisesDay of(JsonObject json) {
            return new PremisesDay(JsonValues.day(json, "day"), number(json, "cafes"), number(json, "hoursHeard"));
        }
    }

    /**
     * Logins of an area on one day.
     *
     * @param minorsRefused null where it is withheld
     * @param minorsWithheld how many counties are left out of it
     * @param withheld how many figures of counties are left out, of whatever kind
     */
    public record LoginDay(LocalDate day, @Nullable Long minorsRefused, long minorsWithheld, long withheld) {
        private static LoginDay of(JsonObject json) {
            return new LoginDay(
                    JsonValues.day(json, "day"),
                    json.getLong("minorsRefused"),
                    number(json, "minorsRefusedWithheld"),
                    number(json, "withheld"));
        }
    }

    /**
     * How many terminals of an area's cafés were heard of in the seven days up to a day, of those licensed.
     *
     * @param licensed of the cafés whose numbers are known; 0 where none is
     * @param unknownCafes how many cafés are left out
     */
    public record TerminalDay(LocalDate day, long licensed, long heard, long unknownCafes) {
        private static TerminalDay of(JsonObject json) {
            return new TerminalDay(
                    JsonValues.day(json, "day"),
                    number(json, "licensed"),
                    number(json, "heard"),
                    number(json, "unknownCafes"));
        }
    }

    static TrendFigures of(JsonObject json) {
        return new TrendFigures(
                JsonValues.day(json, "from"),
                JsonValues.day(json, "to"),
                JsonValues.all(json, "violations", ViolationDay::of),
                JsonValues.all(json, "premises", PremisesDay::of),
                JsonValues.all(json, "logins", LoginDay::of),
                JsonValues.all(json, "terminals", TerminalDay::of));
    }

    private static long number(JsonObject json, String field) {
        return Objects.requireNonNullElse(json.getLong(field), 0L);
    }
}
