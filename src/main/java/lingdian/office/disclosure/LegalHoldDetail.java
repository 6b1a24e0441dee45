package lingdian.office.disclosure;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.office.query.JsonValues;

/**
 * A legal hold as {@link LegalHoldEndpoints} writes it.
 *
 * @param to included
 * @param placeCode empty for all cafés of the region
 * @param reason empty if it can no longer be decrypted
 */
public record LegalHoldDetail(
        UUID id,
        LocalDate from,
        LocalDate to,
        String placeCode,
        String authority,
        String region,
        String reason,
        String madeBy,
        OffsetDateTime madeAt,
        String state,
        Optional<Lifting> lifting) {
    /** A request to lift it. */
    public record Lifting(AccountId askedBy, OffsetDateTime askedAt, String reason) {
        private static Lifting of(JsonObject json) {
            return new Lifting(
                    new AccountId(JsonValues.id(json, "askedBy")),
                    JsonValues.time(json, "askedAt"),
                    JsonValues.textOrEmpty(json, "reason"));
        }

        @Override
        public String toString() {
            return "Lifting"; // a reason is free text
        }
    }

    static LegalHoldDetail of(JsonObject json) {
        return new LegalHoldDetail(
                JsonValues.id(json, "id"),
                JsonValues.day(json, "from"),
                JsonValues.day(json, "to"),
                JsonValues.textOrEmpty(json, "placeCode"),
                json.getString("authority"),
                json.getString("region"),
                JsonValues.textOrEmpty(json, "reason"),
                JsonValues.textOrEmpty(json.getJsonObject("madeBy"), "name"),
                JsonValues.time(json, "madeAt"),
                json.getString("state"),
                Optional.ofNullable(json.getJsonObject("lifting")).map(Lifting::of));
    }

    @Override
    public String toString() {
        return "LegalHoldDetail[" + id + ", " + state + "]"; // a reason is free text
    }
}
