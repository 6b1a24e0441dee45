package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of the record, as {@link CheckpointEndpoints} writes it.
 *
 * @param day that it ends; null for one made in between
 * @param heads how many streams it covers
 * @param text exactly what is signed
 * @param json all of it, for a program that verifies it
 */
public record CheckpointSummary(
        long number,
        @Nullable LocalDate day,
        OffsetDateTime madeAt,
        long heads,
        String hash,
        String text,
        String fingerprint,
        List<Cosignature> cosignatures,
        JsonObject json) {
    public CheckpointSummary {
        cosignatures = List.copyOf(cosignatures);
        json = json.copy();
    }

    /** A regulator's signature of it. */
    public record Cosignature(String fingerprint, OffsetDateTime signedAt) {
        private static Cosignature of(JsonObject json) {
            return new Cosignature(json.getString("fingerprint"), JsonValues.time(json, "signedAt"));
        }
    }

    static CheckpointSummary of(JsonObject json) {
        return new CheckpointSummary(
                json.getLong("number"),
                JsonValues.dayOrNull(json, "day"),
                JsonValues.time(json, "madeAt"),
                json.getLong("heads"),
                json.getString("hash"),
                json.getString("text"),
                json.getJsonObject("signature").getString("fingerprint"),
                JsonValues.all(json, "cosignatures", Cosignature::of),
                json);
    }

    @Override
    public String toString() {
        return "CheckpointSummary[" + number + "]"; // the text is long
    }
}
