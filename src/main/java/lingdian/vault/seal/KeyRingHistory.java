package lingdian.vault.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The times of keys, including those that left the ring: a database that remembers such a key must not miss it.
 *
 * <p>Stored in the ring's file, because the commands that change it need no database.
 */
record KeyRingHistory(SequencedMap<Key, KeyTimes> times) {
    static final KeyRingHistory NONE = new KeyRingHistory(new LinkedHashMap<>());

    /** A key of the ring, by its use and number. */
    record Key(KeyUse use, int number) {}

    KeyRingHistory {
        times = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(times));
    }

    KeyTimes of(KeyUse use, int number) {
        return times.getOrDefault(new Key(use, number), KeyTimes.NONE);
    }

    boolean retired(KeyUse use, int number) {
        return of(use, number).retired() != null;
    }

    boolean retiredAny(KeyUse use) {
        return times.keySet().stream().anyMatch(key -> key.use() == use && retired(use, key.number()));
    }

    KeyRingHistory with(KeyUse use, int number, UnaryOperator<KeyTimes> change) {
        var changed = new LinkedHashMap<>(times);
        changed.put(new Key(use, number), change.apply(of(use, number)));
        return new KeyRingHistory(changed);
    }

    ArrayNode json() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        times.forEach((key, at) -> {
            ObjectNode entry =
                    list.addObject().put("use", key.use().field()).put("keyId", Integer.toUnsignedLong(key.number()));
            put(entry, "added", at.added());
            put(entry, "promoted", at.promoted());
            put(entry, "superseded", at.superseded());
            put(entry, "retired", at.retired());
        });
        return list;
    }

    /** @throws IllegalArgumentException if the JSON is not a history */
    static KeyRingHistory read(JsonNode json) {
        Map<String, KeyUse> uses = new LinkedHashMap<>();
        for (KeyUse use : KeyUse.values()) {
            uses.put(use.field(), use);
        }
        var times = new LinkedHashMap<Key, KeyTimes>();
        for (JsonNode entry : json) {
            KeyUse use = uses.get(entry.path("use").asText());
            if (use == null || !entry.path("keyId").isIntegralNumber()) {
                throw new IllegalArgumentException("no key");
            }
            times.put(
                    new Key(use, (int) entry.path("keyId").longValue()),
                    new KeyTimes(
                            at(entry, "added"), at(entry, "promoted"), at(entry, "superseded"), at(entry, "retired")));
        }
        return new KeyRingHistory(times);
    }

    private static void put(ObjectNode entry, String field, @Nullable Instant at) {
        if (at != null) {
            entry.put(field, at.toString());
        }
    }

    private static @Nullable Instant at(JsonNode entry, String field) {
        try {
            return entry.hasNonNull(field) ? Instant.parse(entry.path(field).asText()) : null;
        } catch (DateTimeException unreal) {
            throw new IllegalArgumentException("no time", unreal);
        }
    }
}
