package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.api.JsonValues;

/**
 * A random draw with all that is needed to repeat it, as {@link DrawStore} writes it.
 *
 * @param notInspectedSince empty where no café was left out
 * @param officers none where nobody was to be drawn, or their names open no more
 */
public record DrawDetail(
        UUID id,
        String region,
        OffsetDateTime at,
        String seed,
        String source,
        String notInspectedSince,
        Lot cafes,
        Lot officers) {
    /** Of whom or what was drawn, and what was drawn of them, in order. */
    public record Lot(List<String> pool, List<String> drawn) {
        public Lot {
            pool = List.copyOf(pool);
            drawn = List.copyOf(drawn);
        }

        private static Lot of(JsonObject json) {
            return new Lot(JsonValues.texts(json, "pool"), JsonValues.texts(json, "drawn"));
        }

        @Override
        public String toString() {
            return "Lot[" + pool.size() + "]"; // it may name officers
        }
    }

    static DrawDetail of(JsonObject json) {
        return new DrawDetail(
                JsonValues.id(json, "id"),
                json.getString("region"),
                JsonValues.time(json, "at"),
                json.getString("seed"),
                json.getString("source"),
                JsonValues.textOrEmpty(json, "notInspectedSince"),
                Lot.of(json),
                Lot.of(Objects.requireNonNullElseGet(json.getJsonObject("officers"), JsonObject::new)));
    }
}
