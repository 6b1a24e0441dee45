package lingdian.office.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.Problem;
import lingdian.vault.seal.SealedTextStore;
import org.jspecify.annotations.Nullable;

/**
 * The position at which the next page of a list begins: after the last item of this one. Opaque to readers.
 *
 * <p>A position in the order, not a count, so that items that arrive meanwhile neither repeat nor hide others.
 */
public final class Cursor {
    private static final Pattern KIND = Pattern.compile("[a-z]+");
    private static final int TEXT_NUMBERS = 2 * Integer.BYTES + Long.BYTES;
    private static final int KIND_MAX = 16;
    /** Days up to the year 4800, so that no forged cursor names one that PostgreSQL does not know. */
    private static final int DAYS = (1 << 20) - 1;

    private Cursor() {}

    /** In the order of violations: newest detectedAt first, then id. */
    public record AfterViolation(Instant detectedAt, UUID id) {
        public String text() {
            ByteBuffer bytes = ByteBuffer.allocate(24)
                    .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, detectedAt))
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        }

        public static @Nullable AfterViolation of(@Nullable String text) {
            if (text == null) {
                return null;
            }
            byte[] bytes = decode(text);
            if (bytes.length != 24) {
                throw refused();
            }
            ByteBuffer numbers = ByteBuffer.wrap(bytes);
            long micros = numbers.getLong();
            if (micros < 0 || micros > 253_402_300_799_000_000L) { // beyond the year 9999, so not issued here
                throw refused();
            }
            return new AfterViolation(
                    Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(numbers.getLong(), numbers.getLong()));
        }
    }

    public static String afterText(SealedTextStore.Place place) {
        byte[] kind = place.kind().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(TEXT_NUMBERS + kind.length)
                .putInt(place.streamNumber())
                .putLong(place.seq())
                .putInt(Math.toIntExact(place.day().toEpochDay()))
                .put(kind);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The position after which a list of quarantined texts continues. */
    public static SealedTextStore.Place text(@Nullable String text) {
        if (text == null) {
            return SealedTextStore.Place.BEGINNING;
        }
        byte[] bytes = decode(text);
        if (bytes.length < TEXT_NUMBERS || bytes.length > TEXT_NUMBERS + KIND_MAX) {
            throw refused();
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new SealedTextStore.Place(
                numbers.getInt(), numbers.getLong(), kind(bytes), LocalDate.EPOCH.plusDays(numbers.getInt(12) & DAYS));
    }

    private static String kind(byte[] bytes) {
        String kind = new String(bytes, TEXT_NUMBERS, bytes.length - TEXT_NUMBERS, StandardCharsets.US_ASCII);
        if (!KIND.matcher(kind).matches()) {
            throw refused();
        }
        return kind;
    }

    public static String afterCafe(PlaceCode placeCode) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(placeCode.value().getBytes(StandardCharsets.US_ASCII));
    }

    /** The place code after which a list of cafés continues, or null for its beginning. */
    public static @Nullable PlaceCode placeCode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return PlaceCode.find(new String(decode(text), StandardCharsets.US_ASCII))
                .orElseThrow(Cursor::refused);
    }

    public static String afterNumber(long number) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** The number below which a list in descending order continues. */
    public static long number(@Nullable String text) {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        byte[] bytes = decode(text);
        if (bytes.length != Long.BYTES) {
            throw refused();
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** The bytes of a cursor's text. */
    public static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
    }

    /** Of a text that is no cursor of the list. */
    public static Problem.Thrown refused() {
        return Refused.parameter("cursor", "expected \"next\" of the previous page");
    }
}
