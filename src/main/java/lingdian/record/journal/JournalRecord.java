package lingdian.record.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.record.evidence.RecordDigest;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * One record of the journal: a tokenised event, its outcome for the agent, and its place in the hash chain (handbook,
 * evidence.md).
 *
 * <p>The chain hash is made, with the {@link RecordHash} of the database, of the hash of the previous record in its stream
 * and the record's {@link RecordDigest}. The first record follows the hash of the words {@code lingdian stream}, the place code and the stream.
 *
 * @param contentMac keyed hash of the event's parsed content
 * @param sealedHash the hash of the ciphertext of the text sealed with it
 * @param chain the chain hash at this record
 */
public record JournalRecord(
        LocalDate day,
        int streamNumber,
        long seq,
        Instant receivedAt,
        @Nullable Instant sentAt,
        @Nullable Instant effectiveAt,
        RecordText text,
        byte[] contentMac,
        byte @Nullable [] sealedHash,
        byte[] chain) {

    /** The hash to which the first record of a stream is chained. */
    public static byte[] origin(RecordHash hash, PlaceCode placeCode, UUID stream) {
        return RecordDigest.origin(hash, placeCode, stream);
    }

    public String body() {
        return text.body();
    }

    public @Nullable String outcome() {
        return text.outcome();
    }

    /** This record, chained to the previous one. */
    public JournalRecord chainedTo(RecordHash hash, byte[] previous) {
        return new JournalRecord(
                day,
                streamNumber,
                seq,
                receivedAt,
                sentAt,
                effectiveAt,
                text,
                contentMac,
                sealedHash,
                hash(hash, previous));
    }

    /** The chain hash that this record has after {@code previous}. */
    public byte[] hash(RecordHash hash, byte[] previous) {
        return RecordDigest.chain(hash, previous, digest(hash).digest(hash));
    }

    /** Its part of the chain's input. */
    public RecordDigest digest(RecordHash hash) {
        return new RecordDigest(
                day,
                seq,
                receivedAt,
                sentAt,
                effectiveAt,
                RecordDigest.shown(body()),
                outcome(),
                text.ruleVersion(),
                RecordDigest.kept(hash, body(), contentMac),
                sealedHash);
    }

    /** Whether its chain hash is the one after {@code previous}. */
    public boolean follows(RecordHash hash, byte[] previous) {
        return Arrays.equals(hash(hash, previous), chain);
    }

    /** The chain hash as it is sent. */
    public String chainHex() {
        return HexFormat.of().formatHex(chain);
    }
}
