package lingdian.intake.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;

/**
 * A café was denied a person for what only the service knows. Other nodes count it, too.
 *
 * @param hour the beginning of the hour in which it counts
 * @param person tells the persons of one café and hour apart ({@link #mark}), and says nothing else of anybody
 * @param repeatable whether asking again about the person would find out more
 */
public record Denial(PlaceCode placeCode, Instant hour, long person, boolean repeatable) {
    private static final int TOKEN_BYTES = 2 * Long.BYTES;

    /** A person's number in one café and hour: who does not know the person's token cannot join it with another café's. */
    static long mark(PlaceCode placeCode, Instant hour, PersonToken person) {
        byte[] place = placeCode.value().getBytes(StandardCharsets.US_ASCII);
        UUID token = person.value();
        ByteBuffer bytes = ByteBuffer.allocate(TOKEN_BYTES + Long.BYTES + place.length)
                .putLong(token.getMostSignificantBits())
                .putLong(token.getLeastSignificantBits())
                .putLong(hour.getEpochSecond())
                .put(place);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // each Java platform has it
        }
    }
}
