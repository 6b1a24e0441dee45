package lingdian.record.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.domain.PlaceCode;
import org.jspecify.annotations.Nullable;

/**
 * The contribution of a record to its chain: one digest of all its fields, from which the person tokens can be
 * withheld.
 *
 * <p>In two steps, digest and then chain, so that a chain can be followed over records whose contents are hidden. The
 * tokens have a digest of their own, because they never leave the service (handbook, glossary.md#words) while the other
 * fields prove a violation. That inner digest also covers the keyed hash of the content, which cannot be guessed from
 * outside.
 *
 * <p>Everything is hashed with the {@link RecordHash} of the database. Numbers and times (microseconds since 1970) are eight bytes, texts and bytes their length
 * in four bytes and their content, absent ones the length −1.
 *
 * @param shown the event as JSON, without its tokens
 * @param rules the version of the rules that a verdict was made under; null where there is none
 * @param kept the digest of the withheld fields, see {@link #kept}
 */
public record RecordDigest(
        LocalDate day,
        long seq,
        Instant receivedAt,
        @Nullable Instant sentAt,
        @Nullable Instant effectiveAt,
        String shown,
        @Nullable String outcome,
        @Nullable String rules,
        byte[] kept,
        byte @Nullable [] sealedHash) {
    private static final byte[] RECORD = ascii("lingdian record 3\n");
    private static final byte[] KEPT = ascii("lingdian kept 2\n");
    private static final byte[] CHAIN = ascii("lingdian chain 2\n");
    private static final String LOGIN = "{\"type\":\"login\"";
    private static final String DOCUMENT = "\"document\":{";
    private static final Pattern TOKENS =
            Pattern.compile("\"token\":(?:\"[^\"]*\"|null),(?:\"otherTokens\":\\[[^\\[\\]]*+\\],)?");

    /** The chain hash before the first record of a stream. */
    public static byte[] origin(RecordHash hash, PlaceCode placeCode, UUID stream) {
        return hash.of(("lingdian stream " + placeCode + " " + stream).getBytes(StandardCharsets.UTF_8));
    }

    /** An event's JSON as it may leave the service. */
    public static String shown(String body) {
        int document = body.startsWith(LOGIN) ? body.indexOf(DOCUMENT) : -1;
        if (document < 0) {
            return body;
        }
        Matcher tokens = TOKENS.matcher(body).region(document + DOCUMENT.length(), body.length());
        return tokens.lookingAt() ? body.substring(0, tokens.start()) + body.substring(tokens.end()) : body;
    }

    /** The digest of the fields that never leave the service: the whole event and the keyed hash of its content. */
    public static byte[] kept(RecordHash hash, String body, byte[] contentMac) {
        MessageDigest digest = hash.begun();
        digest.update(KEPT);
        update(digest, contentMac);
        update(digest, body.getBytes(StandardCharsets.UTF_8));
        return digest.digest();
    }

    /** The chain hash of a record with this digest after {@code previous}. */
    public static byte[] chain(RecordHash hash, byte[] previous, byte[] digest) {
        MessageDigest chain = hash.begun();
        chain.update(CHAIN);
        chain.update(previous);
        return chain.digest(digest);
    }

    public byte[] digest(RecordHash hash) {
        MessageDigest digest = hash.begun();
        digest.update(RECORD);
        digest.update(header());
        update(digest, shown.getBytes(StandardCharsets.UTF_8));
        update(digest, outcome == null ? null : outcome.getBytes(StandardCharsets.UTF_8));
        update(digest, rules == null ? null : rules.getBytes(StandardCharsets.UTF_8));
        update(digest, kept);
        update(digest, sealedHash);
        return digest.digest();
    }

    private byte[] header() {
        return ByteBuffer.allocate(8 + 8 + 8 + 1 + 8 + 1 + 8)
                .putLong(day.toEpochDay())
                .putLong(seq)
                .putLong(micros(receivedAt))
                .put(present(sentAt))
                .putLong(sentAt == null ? 0 : micros(sentAt))
                .put(present(effectiveAt))
                .putLong(effectiveAt == null ? 0 : micros(effectiveAt))
                .array();
    }

    private static void update(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(
                ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static byte present(@Nullable Instant at) {
        return (byte) (at == null ? 0 : 1);
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
