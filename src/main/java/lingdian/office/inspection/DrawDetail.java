package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.office.query.JsonValues;

/**
 * An announced draw, and its result once there is one, as {@link DrawStore} writes it.
 *
 * @param commitment the hash of all that was announced
 * @param notInspectedSince empty where no café was left out
 * @param officers none where nobody was to be drawn, or their names open no more
 */
public record DrawDetail(
        UUID id,
        String region,
        OffsetDateTime at,
        boolean drawn,
        String commitment,
        Beacon beacon,
        String notInspectedSince,
        Lot cafes,
        Lot officers) {
    /**
     * Where the seed comes from.
     *
     * @param day whose checkpoint it is
     * @param checkpoint its number; empty until it is made, as the seed
     */
    public record Beacon(String day, String checkpoint, String seed) {
        private static Beacon of(JsonObject json) {
            return new Beacon(
                    json.getString("day"),
                    Objects.toString(json.getLong("checkpoint"), ""),
                    JsonValues.textOrEmpty(json, "seed"));
        }
    }

    /** Of whom or what is drawn, how many, and what was drawn of them, in order: none yet, if it is only announced. */
    public record Lot(List<String> pool, int count, List<String> drawn) {
        public Lot {
            pool = List.copyOf(pool);
            drawn = List.copyOf(drawn);
        }

        private static Lot of(JsonObject json) {
            return new Lot(
                    JsonValues.texts(json, "pool"), json.getInteger("count", 0), JsonValues.texts(json, "drawn"));
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
                "drawn".equals(json.getString("state")),
                json.getString("commitment"),
                Beacon.of(json.getJsonObject("beacon")),
                JsonValues.textOrEmpty(json, "notInspectedSince"),
                Lot.of(json),
                Lot.of(Objects.requireNonNullElseGet(json.getJsonObject("officers"), JsonObject::new)));
    }
}
