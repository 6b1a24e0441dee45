package lingdian.law.hours;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import lingdian.domain.PlaceCode;

/**
 * The time after a licence has expired, which counts as a suspension (handbook, hours.md#suspensions-and-licences).
 *
 * <p>It has an id of its own, derived from the café and the last day, so that a finding in this time stays one finding
 * when the licence is renewed and the past is recorded as an ordinary suspension.
 */
public final class LicenceExpiry {
    private static final UUID NAMESPACE = UUID.fromString("5f4d2f0c-3a0b-5d5e-9a53-0d1f2c7b6a41");

    private LicenceExpiry() {}

    /** The first instant after a licence with this last local day. */
    public static Instant at(LocalDate validUntil, ZoneId zone) {
        return validUntil.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The id of the suspension that begins when this licence expires: a UUIDv5 of place code and last day. */
    public static UUID id(PlaceCode placeCode, LocalDate validUntil) {
        byte[] name = ("licence/" + placeCode + "/" + validUntil).getBytes(StandardCharsets.UTF_8);
        byte[] hash = sha1(name);
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static byte[] sha1(byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
