package lingdian.office.casework;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import lingdian.office.casework.Worklist.Sort;
import lingdian.office.query.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The place of the last case of a page in the order of its list. Opaque to readers.
 *
 * @param priority only the order by priority looks at it
 */
record WorklistCursor(Sort sort, int priority, Instant at, UUID id) {
    private static final int BYTES = 2 + 3 * Long.BYTES;
    /** A year before the year 0, from whose first day on an order may end. */
    private static final long MICROS_MIN = -62_198_755_200_000_000L;
    /** The end of the year 9999, the last that was issued. */
    private static final long MICROS_MAX = 253_402_300_799_999_999L;

    static WorklistCursor after(Sort sort, StoredCase last) {
        StoredCase.SortKeys keys = last.keys();
        Instant at = switch (sort) {
            case PRIORITY, NEWEST -> last.file().openedAt();
            case DUE -> keys.dueAt();
            case LONGEST -> keys.beganAt();
        };
        return new WorklistCursor(sort, keys.priority(), at, last.file().id().value());
    }

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put((byte) sort.ordinal())
                .put((byte) priority)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Null for the beginning. A cursor of another order is refused, since its place would be another one. */
    static @Nullable WorklistCursor of(@Nullable String text, Sort sort) {
        if (text == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Cursor.decode(text));
        if (bytes.remaining() != BYTES || bytes.get() != sort.ordinal()) {
            throw Cursor.refused();
        }
        int priority = bytes.get();
        long micros = bytes.getLong();
        if (micros < MICROS_MIN || micros > MICROS_MAX || priority < 0 || priority > 2) {
            throw Cursor.refused();
        }
        return new WorklistCursor(
                sort,
                priority,
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                new UUID(bytes.getLong(), bytes.getLong()));
    }
}
