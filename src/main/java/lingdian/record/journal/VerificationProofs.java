package lingdian.record.journal;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the chain hashes that a café keeps with the journal: they reveal a chain that was recomputed after the last
 * checkpoint, which nothing in the database can.
 *
 * <p>They come in a file that its owner can write as he likes, for acknowledgements are not signed. So a difference is said as what
 * the file says, beside the checkpoint that covers the record as it is stored, where there is one.
 */
public final class VerificationProofs {
    private final VerificationStore store;
    private final Map<UUID, Long> fitting = new HashMap<>(); // by stream, the highest number whose hash matched
    private long proofs;
    private @Nullable String firstBroken;

    public VerificationProofs(VerificationStore store) {
        this.store = store;
    }

    /**
     * Checks one acknowledgement.
     *
     * @param chain the chain hash that the café was told, in hexadecimal
     * @return whether it matches
     */
    public boolean check(UUID stream, long seq, String chain) throws SQLException {
        proofs++;
        List<VerificationStore.StreamRecord> recorded = store.recorded(stream, seq);
        boolean fits = recorded.stream().anyMatch(one -> fits(one, seq, chain));
        if (fits) {
            fitting.merge(stream, seq, Math::max);
        } else if (firstBroken == null) {
            firstBroken = recorded.isEmpty()
                    ? "stream " + stream + ", record " + seq
                            + ": the café's file, which is not signed, has a record of a stream that" + " is missing"
                    : broken(recorded.getFirst(), stream, seq);
        }
        return fits;
    }

    /** Names the first records that differ from what the café was told; null if none do. */
    public @Nullable String firstBroken() {
        return firstBroken;
    }

    public long proofs() {
        return proofs;
    }

    private boolean fits(VerificationStore.StreamRecord recorded, long seq, String chain) {
        if (recorded.dropped()) {
            return true; // it was proven as long as it was kept
        }
        byte[] now = seq == 0
                ? JournalRecord.origin(store.hash(), recorded.end().placeCode(), recorded.end().stream())
                : recorded.chain();
        return now != null && Arrays.equals(now, HexFormat.of().parseHex(chain));
    }

    private String broken(VerificationStore.StreamRecord recorded, UUID stream, long seq) throws SQLException {
        long from = fitting.getOrDefault(stream, 0L) + 1;
        String which = from < seq ? "records " + from + " to " + seq : "record " + seq;
        return "café " + recorded.end().placeCode() + ", stream " + stream + ", " + which + ": "
                + (recorded.chain() == null
                        ? "the café's file, which is not signed, has them, and the last one is missing"
                        : "the café's file, which is not signed, has another chain hash")
                + covering(recorded.end(), seq);
    }

    private String covering(VerificationStore.StreamEnd end, long seq) throws SQLException {
        VerificationStore.Covering covering = store.covering(end, seq);
        return covering == null
                ? "; no checkpoint covers that yet"
                : "; but checkpoint " + covering.checkpoint() + ", signed at " + covering.madeAt()
                        + ", covers what is stored";
    }
}
