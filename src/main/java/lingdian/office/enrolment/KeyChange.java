package lingdian.office.enrolment;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import lingdian.office.query.JsonValues;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a café's keys and codes.
 *
 * @param change {@code code-issued}, {@code code-withdrawn}, {@code enrolled}, {@code key-made} or {@code key-ended}
 * @param issuer of the code: {@code admin} or an authority; null where it is about a key
 * @param withoutKey whether the café had no key from then on, until it got another
 */
public record KeyChange(
        String placeCode,
        String name,
        OffsetDateTime at,
        String change,
        @Nullable String issuer,
        boolean withoutKey) {
    private static final String ENDED = "key-ended";

    /** The moment at which a café lost its last key. */
    record Cut(String placeCode, Instant at) {}

    static KeyChange of(JsonObject json) {
        return new KeyChange(
                json.getString("placeCode"),
                json.getString("name"),
                JsonValues.time(json, "at"),
                json.getString("change"),
                json.getString("issuer"),
                json.getBoolean("withoutKey"));
    }

    /** @param cuts moments at which cafés lost their last key */
    KeyChange among(Set<Cut> cuts) {
        boolean cut = change.equals(ENDED) && cuts.contains(new Cut(placeCode, at.toInstant()));
        return new KeyChange(placeCode, name, at, change, issuer, cut);
    }

    JsonObject json() {
        return new JsonObject()
                .put("placeCode", placeCode)
                .put("name", name)
                .put("at", Rfc3339.format(at.toInstant(), at.getOffset()))
                .put("change", change)
                .put("issuer", issuer)
                .put("withoutKey", withoutKey);
    }
}
