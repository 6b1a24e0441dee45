package lingdian.record.accesslog;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the access log's chain and names the first entry that does not fit (handbook, access.md).
 *
 * <p>It finds a changed byte in any column, a missing, moved or added entry, an end that was cut off, and a time that goes back or is
 * still to come. The log's beginning may be dropped if a later entry of the chain recorded the cut: {@link AccessLogStore#cut}.
 */
public final class VerificationOfAccess {
    /** Between the clocks, as the database allows. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /**
     * The result.
     *
     * @param firstBroken names the first entry that does not fit, and why; null if all fit
     */
    public record Result(long entries, @Nullable String firstBroken) {}

    private final RecordHash hash;
    private final VerificationOfAccessStore.End end;
    private final Map<Long, String> cuts;
    private final Instant latest;
    private long entries;
    private long position;
    private Instant at = Instant.MIN;
    private byte[] chain = AccessRecord.origin();
    private @Nullable String firstBroken;

    private VerificationOfAccess(
            RecordHash hash, VerificationOfAccessStore.End end, Map<Long, String> cuts, Instant now) {
        this.hash = hash;
        this.end = end;
        this.cuts = cuts;
        this.latest = now.plus(TOLERANCE);
    }

    public static Result run(VerificationOfAccessStore store) throws SQLException {
        return run(store, Instant.MIN);
    }

    /** @param now of a service that does not run on the real time; the database's time counts where it is later */
    public static Result run(VerificationOfAccessStore store, Instant now) throws SQLException {
        VerificationOfAccessStore.End end = store.end();
        var verification = new VerificationOfAccess(
                store.hash(), end, store.cuts(), end.now().isAfter(now) ? end.now() : now);
        store.entries(verification::check);
        if (verification.firstBroken == null) {
            verification.end();
        }
        return new Result(verification.entries, verification.firstBroken);
    }

    private boolean check(AccessRecord entry) {
        if (entries == 0 && entry.link().position() > 1) {
            goOnFromTheCut(entry.link().position() - 1);
        }
        entries++;
        if (entry.link().position() > position + 1) {
            return broken(
                    position + 1,
                    "it is missing, the next one that is there is entry "
                            + entry.link().position());
        }
        if (entry.link().position() <= position) {
            return broken(entry.link().position(), "there is more than one of this number");
        }
        if (!Arrays.equals(entry.hash(hash, chain), entry.link().chain())) {
            return broken(entry.link().position(), "its content does not match its chain hash");
        }
        if (!reasonFits(entry)) {
            return broken(entry.link().position(), "the reason sealed with it is missing or was changed");
        }
        if (entry.link().at().isBefore(at)) {
            return broken(entry.link().position(), "its time is before that of the entry before it");
        }
        if (entry.link().at().isAfter(latest)) {
            return broken(entry.link().position(), "its time is still to come");
        }
        position = entry.link().position();
        chain = entry.link().chain();
        at = entry.link().at();
        return true;
    }

    /**
     * Continues from a recorded cut. The entry that recorded it is later in the chain, and is verified with the chain.
     */
    private void goOnFromTheCut(long last) {
        String recorded = cuts.get(last);
        if (recorded != null) {
            position = last;
            chain = HexFormat.of().parseHex(recorded);
        }
    }

    private boolean reasonFits(AccessRecord entry) {
        byte[] reason = entry.reason().sealed();
        byte[] recorded = entry.reason().hash();
        return reason == null ? recorded == null : Arrays.equals(recorded, hash.of(reason));
    }

    private void end() {
        if (end.position() > position) {
            broken(position + 1, "it is missing, the log went up to entry " + end.position());
        } else if (end.position() < position) {
            broken(end.position() + 1, "it was never numbered");
        } else if (!Arrays.equals(end.chain(), chain)) {
            broken(position, "its chain hash is not the one that the log ends with");
        }
    }

    private boolean broken(long number, String why) {
        firstBroken = "access log, entry " + number + ": " + why;
        return false;
    }
}
