package lingdian.journal;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every hash chain of the journal and says which record is the first that does not fit (SPEC.md, section 8).
 *
 * <p>What it finds: a changed byte in any column of a record or of what was sealed with it, a record that is missing,
 * moved or added, and an end of a stream that was cut off.
 */
public final class Verification {
    /**
     * What was found.
     *
     * @param firstBroken names the first record that does not fit and says why; null where all do
     */
    public record Result(
            long records, long streams, @Nullable String firstBroken) {}

    private final Map<Integer, VerificationStore.StreamEnd> streams;
    private final Set<Integer> whole = new HashSet<>();
    private long records;
    private int currentStream = -1;
    private long previousSeq;
    private byte[] previousChain = new byte[0];
    private @Nullable String firstBroken;

    private Verification(Map<Integer, VerificationStore.StreamEnd> streams) {
        this.streams = streams;
    }

    public static Result run(VerificationStore store) throws SQLException {
        var verification = new Verification(store.streams());
        store.records(verification::check);
        if (verification.firstBroken == null) {
            verification.endOfStream();
            verification.emptyStreams();
        }
        return new Result(verification.records, verification.streams.size(), verification.firstBroken);
    }

    private boolean check(JournalRecord record, byte @Nullable [] ciphertext) {
        if (record.streamNumber() != currentStream && !nextStream(record)) {
            return false;
        }
        records++;
        if (record.seq() != previousSeq + 1) {
            return broken(record, "the record before it, number " + (previousSeq + 1) + ", is missing");
        }
        if (!Arrays.equals(record.hash(previousChain), record.chain())) {
            return broken(record, "its content does not give its chain hash");
        }
        if (!sealedFits(record, ciphertext)) {
            return broken(record, "what was sealed with it is missing or was changed");
        }
        previousSeq = record.seq();
        previousChain = record.chain();
        return true;
    }

    private static boolean sealedFits(JournalRecord record, byte @Nullable [] ciphertext) {
        byte[] expected = record.sealedHash();
        return expected == null
                ? ciphertext == null
                : ciphertext != null
                        && Arrays.equals(expected, JournalRecord.sha256().digest(ciphertext));
    }

    private boolean nextStream(JournalRecord record) {
        endOfStream();
        VerificationStore.StreamEnd stream = streams.get(record.streamNumber());
        if (firstBroken != null) {
            return false;
        }
        if (stream == null) {
            return broken(record, "it belongs to no stream");
        }
        currentStream = record.streamNumber();
        previousSeq = 0;
        previousChain = JournalRecord.origin(stream.placeCode(), stream.stream());
        return true;
    }

    /** The stream's own row says how far it went. */
    private void endOfStream() {
        VerificationStore.StreamEnd end = streams.get(currentStream);
        if (end == null) {
            return;
        }
        whole.add(currentStream);
        if (end.ackedSeq() != previousSeq || !Arrays.equals(end.chain(), previousChain)) {
            firstBroken = name(end, previousSeq + 1) + ": the stream was acknowledged up to " + end.ackedSeq()
                    + ", its records end at " + previousSeq;
        }
    }

    private void emptyStreams() {
        streams.forEach((number, end) -> {
            if (firstBroken == null && !whole.contains(number) && end.ackedSeq() > 0) {
                firstBroken = name(end, 1) + ": all its records are missing";
            }
        });
    }

    private boolean broken(JournalRecord record, String why) {
        VerificationStore.StreamEnd end = streams.get(record.streamNumber());
        String name = end == null
                ? "stream number " + record.streamNumber() + ", record " + record.seq()
                : name(end, record.seq());
        firstBroken = name + " of " + record.day() + ": " + why;
        return false;
    }

    private static String name(VerificationStore.StreamEnd end, long seq) {
        return "café " + end.placeCode() + ", stream " + end.stream() + ", record " + seq;
    }
}
