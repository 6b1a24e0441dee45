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
 * Holds the chain hashes that a café keeps against the journal: they find out who recomputed a chain after the last
 * checkpoint, when nothing in the database can.
 */
public final class VerificationProofs {
    private final VerificationStore store;
    private final Map<UUID, Long> fitting = new HashMap<>(); // by stream, the highest number whose hash fitted
    private long proofs;
    private @Nullable String firstBroken;

    public VerificationProofs(VerificationStore store) {
        this.store = store;
    }

    /**
     * Checks one acknowledgement.
     *
     * @param chain the chain hash that the café was told, in hexadecimal
     * @return whether it fits
     */
    public boolean check(UUID stream, long seq, String chain) throws SQLException {
        proofs++;
        List<VerificationStore.Recorded> recorded = store.recorded(stream, seq);
        boolean fits = recorded.stream().anyMatch(one -> fits(one, seq, chain));
        if (fits) {
            fitting.merge(stream, seq, Math::max);
        } else if (firstBroken == null) {
            firstBroken = recorded.isEmpty()
                    ? "stream " + stream + ", record " + seq + ": the café was told that it is safe, and there is none"
                    : broken(recorded.getFirst(), stream, seq);
        }
        return fits;
    }

    /** Names the first records that are not what the café was told; null where all are. */
    public @Nullable String firstBroken() {
        return firstBroken;
    }

    public long proofs() {
        return proofs;
    }

    private static boolean fits(VerificationStore.Recorded recorded, long seq, String chain) {
        if (recorded.dropped()) {
            return true; // it was proven as long as it was kept
        }
        byte[] now =
                seq == 0 ? JournalRecord.origin(recorded.end().placeCode(), recorded.end().stream()) : recorded.chain();
        return now != null && Arrays.equals(now, HexFormat.of().parseHex(chain));
    }

    private String broken(VerificationStore.Recorded recorded, UUID stream, long seq) {
        long from = fitting.getOrDefault(stream, 0L) + 1;
        String which = from < seq ? "records " + from + " to " + seq : "record " + seq;
        return "café " + recorded.end().placeCode() + ", stream " + stream + ", " + which + ": "
                + (recorded.chain() == null
                        ? "the café was told that they are safe, and the last one is missing"
                        : "the café was told another chain hash");
    }
}
