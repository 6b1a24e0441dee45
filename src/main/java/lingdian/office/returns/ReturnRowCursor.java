package lingdian.office.returns;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import lingdian.office.query.Cursor;
import org.jspecify.annotations.Nullable;

/** The row after which the next page of a figure's rows begins; opaque to readers. */
record ReturnRowCursor(LocalDate day, UUID id, long number) {
    private static final int BYTES = 4 * Long.BYTES;
    /** Days of the years 1 to 9999, so that no forged cursor names one that PostgreSQL does not know. */
    private static final long DAYS_MIN = LocalDate.of(1, 1, 1).toEpochDay();

    private static final long DAYS_MAX = LocalDate.of(9999, 12, 31).toEpochDay();

    static ReturnRowCursor of(ReturnRow row) {
        return new ReturnRowCursor(row.day(), row.id(), row.number());
    }

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(day.toEpochDay())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(number);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Null for the beginning. */
    static @Nullable ReturnRowCursor of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Cursor.decode(text));
        if (bytes.remaining() != BYTES) {
            throw Cursor.refused();
        }
        long day = bytes.getLong();
        if (day < DAYS_MIN || day > DAYS_MAX) {
            throw Cursor.refused();
        }
        return new ReturnRowCursor(
                LocalDate.ofEpochDay(day), new UUID(bytes.getLong(), bytes.getLong()), bytes.getLong());
    }
}
