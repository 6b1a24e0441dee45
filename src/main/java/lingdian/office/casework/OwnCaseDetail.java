package lingdian.office.casework;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.office.api.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A case about the reader's own café, as {@link OperatorCasesEndpoint} writes it.
 *
 * @param demand what must be corrected; empty where nothing is
 * @param due by when
 * @param office the name of the office that handles it; empty if it is not known
 * @param telephone of that office; empty if it is not known
 */
public record OwnCaseDetail(
        UUID id,
        String placeCode,
        Authority authority,
        LocalDate businessDay,
        String step,
        String demand,
        @Nullable LocalDate due,
        String office,
        String telephone) {
    static OwnCaseDetail of(JsonObject json) {
        JsonObject office = Optional.ofNullable(json.getJsonObject("office")).orElseGet(JsonObject::new);
        return new OwnCaseDetail(
                JsonValues.id(json, "id"),
                json.getString("placeCode"),
                Authority.of(json.getString("authority")),
                JsonValues.day(json, "businessDay"),
                json.getString("step"),
                JsonValues.textOrEmpty(json, "demand"),
                JsonValues.dayOrNull(json, "due"),
                JsonValues.textOrEmpty(office, "name"),
                JsonValues.textOrEmpty(office, "telephone"));
    }

    @Override
    public String toString() {
        return "OwnCaseDetail[" + id + "]"; // a demand is free text
    }
}
