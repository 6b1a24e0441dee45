package lingdian.record.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;

/**
 * A photograph of a finished inspection as the chain of its authority covers it (handbook, evidence.md).
 *
 * @param number its place in the chain
 * @param photo its number among the inspection's
 * @param type as in HTTP
 * @param bytes of the photograph, not of its ciphertext
 * @param sealedHash of the ciphertext
 */
public record PhotographLink(
        long number, InspectionId inspection, UUID file, int photo, String type, int bytes, byte[] sealedHash) {
    private static final byte[] LABEL = "lingdian photograph 1\n".getBytes(StandardCharsets.US_ASCII);

    /** The chain hash before an authority's first photograph. */
    public static byte[] origin(RecordHash hash, Authority authority) {
        return hash.of(("lingdian photographs " + authority.wire()).getBytes(StandardCharsets.US_ASCII));
    }

    /** The chain hash at this photograph after {@code previous}. */
    public byte[] chain(RecordHash hash, byte[] previous) {
        MessageDigest digest = hash.begun();
        digest.update(LABEL);
        digest.update(previous);
        digest.update(number(number));
        digest.update(id(inspection.value()));
        digest.update(id(file));
        digest.update(number(photo));
        byte[] words = type.getBytes(StandardCharsets.UTF_8);
        digest.update(number(words.length));
        digest.update(words);
        digest.update(number(bytes));
        return digest.digest(sealedHash);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] id(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
