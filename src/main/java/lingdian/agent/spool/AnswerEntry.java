package lingdian.agent.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import lingdian.agent.link.Answer;

/**
 * One answer of the service, stored in 64 bytes.
 *
 * @param seq the event, or the last acknowledged event
 * @param at when it was received, by the service's clock, in whole milliseconds
 * @param chain the chain hash of an acknowledgement, empty if it carried none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AnswerEntry(Kind kind, long seq, Instant at, byte[] chain) {
    static final int BYTES = 64;
    private static final int CHAIN_BYTES_MAX = 32;
    private static final int CHECKED_BYTES = 56;
    private static final byte VERSION = 1;

    /** In the order of their codes on disk. */
    enum Kind {
        SAFE,
        ALLOWED,
        DENIED,
        REJECTED
    }

    /** An acknowledgement up to {@code seq}. An empty hash is omitted. */
    static AnswerEntry safe(long seq, String chain, Instant at) {
        return new AnswerEntry(Kind.SAFE, seq, at, bytes(chain));
    }

    static AnswerEntry of(Answer.Verdict verdict, Instant at) {
        return new AnswerEntry(verdict.allow() ? Kind.ALLOWED : Kind.DENIED, verdict.seq(), at, new byte[0]);
    }

    static AnswerEntry of(Answer.Reject reject, Instant at) {
        return new AnswerEntry(Kind.REJECTED, reject.seq(), at, new byte[0]);
    }

    boolean acknowledges() {
        return kind == Kind.SAFE;
    }

    String chainText() {
        return HexFormat.of().formatHex(chain);
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) kind.ordinal())
                .put((byte) chain.length)
                .position(8)
                .putLong(seq)
                .putLong(at.toEpochMilli())
                .put(Arrays.copyOf(chain, CHAIN_BYTES_MAX));
        return bytes.putLong(checksum(bytes.array())).array();
    }

    /** Empty if the bytes are not a complete entry. */
    static Optional<AnswerEntry> decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int kind = bytes[1];
        int chainBytes = bytes[2];
        if (buffer.getLong(CHECKED_BYTES) != checksum(bytes)
                || bytes[0] != VERSION
                || kind < 0
                || kind >= Kind.values().length
                || chainBytes < 0
                || chainBytes > CHAIN_BYTES_MAX) {
            return Optional.empty();
        }
        long seq = buffer.getLong(8);
        Instant at = Instant.ofEpochMilli(buffer.getLong(16));
        return Optional.of(
                new AnswerEntry(Kind.values()[kind], seq, at, Arrays.copyOfRange(bytes, 24, 24 + chainBytes)));
    }

    private static byte[] bytes(String chain) {
        try {
            byte[] bytes = HexFormat.of().parseHex(chain);
            return bytes.length <= CHAIN_BYTES_MAX ? bytes : new byte[0];
        } catch (IllegalArgumentException noHash) {
            return new byte[0];
        }
    }

    private static long checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, CHECKED_BYTES);
        return checksum.getValue();
    }
}
