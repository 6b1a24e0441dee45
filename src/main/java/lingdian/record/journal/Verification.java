package lingdian.record.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every hash chain of the journal and names the first record that does not fit (handbook, evidence.md).
 *
 * <p>It detects a changed byte in any column of a record, those that repeat facts of its text included, or of the text
 * sealed with it; a record that is missing, moved or added; and a stream whose end was cut off. Where days were dropped
 * after their time it continues from the cut that the drop recorded; records missing without such a cut, or against it,
 * are detected.
 */
public final class Verification {
    /**
     * The result.
     *
     * @param firstBroken names the first record that does not fit and says why; null if all do
     */
    public record Result(
            long records, long streams, @Nullable String firstBroken) {}

    /**
     * The first record of a stream that does not fit.
     *
     * @param end null if it belongs to no stream
     * @param what names it and says why
     * @param certain false where the café itself may be the cause
     */
    public record Broken(VerificationStore.@Nullable StreamEnd end, long seq, String what, boolean certain) {
        public Broken(VerificationStore.@Nullable StreamEnd end, long seq, String what) {
            this(end, seq, what, true);
        }
    }

    /** The result of {@link #breaks}. */
    public record Breaks(long records, List<Broken> broken) {
        /** How many are certain. */
        public int certain() {
            return (int) broken.stream().filter(Broken::certain).count();
        }
    }

    private final RecordHash hash;
    private final Map<Integer, VerificationStore.StreamEnd> streams;
    private final VerificationCuts cuts;
    private final Set<Integer> whole = new HashSet<>();
    private final Map<Integer, Broken> doubts = new TreeMap<>();
    private long records;
    private int currentStream = -1;
    private long previousSeq;
    private byte[] previousChain = new byte[0];
    private @Nullable String firstBroken;
    private int brokenStream;
    private long brokenSeq;

    private final @Nullable RecordContents contents;

    private Verification(
            RecordHash hash,
            Map<Integer, VerificationStore.StreamEnd> streams,
            VerificationCuts cuts,
            @Nullable RecordContents contents) {
        this.hash = hash;
        this.contents = contents;
        this.streams = streams;
        this.cuts = cuts;
    }

    /** Checks the chains, and then the checkpoints, which reveal a completely recomputed chain. */
    public static Result run(VerificationStore store) throws SQLException {
        Result chains = chains(store);
        if (chains.firstBroken() != null) {
            return chains;
        }
        String photograph = VerificationPhotographs.run(store).firstBroken();
        return new Result(
                chains.records(),
                chains.streams(),
                photograph != null
                        ? photograph
                        : VerificationCheckpoints.run(store).firstBroken());
    }

    public static Result chains(VerificationStore store) throws SQLException {
        var streams = store.streams();
        String brokenDrop = VerificationDrops.firstBroken(store);
        if (brokenDrop != null) {
            return new Result(0, streams.size(), brokenDrop);
        }
        try (VerificationCuts cuts = store.cuts()) {
            var verification = new Verification(store.hash(), streams, cuts, null);
            store.records(verification::check);
            if (verification.firstBroken == null) {
                verification.endOfStream();
                verification.streamsOfCutsAlone(Integer.MAX_VALUE);
                verification.emptyStreams();
            }
            String firstBroken = verification.firstBroken == null ? brokenConflict(store) : verification.firstBroken;
            return new Result(verification.records, streams.size(), firstBroken);
        }
    }

    private static @Nullable String brokenConflict(VerificationStore store) throws SQLException {
        List<Broken> broken = VerificationConflicts.broken(store);
        return broken.isEmpty() ? null : broken.getFirst().what();
    }

    /**
     * The first broken record of each stream among those that {@code store} reads, and how many records those have: a
     * broken record of one café hides nothing of another's.
     */
    public static Breaks breaks(VerificationStore store) throws SQLException {
        return breaks(store, null);
    }

    /** @param contents also checks that what the records say was received; null: without the keys nobody can */
    static Breaks breaks(VerificationStore store, @Nullable RecordContents contents) throws SQLException {
        List<Broken> broken = new ArrayList<>();
        try (VerificationCuts cuts = store.cuts()) {
            var verification = new Verification(store.hash(), store.streams(), cuts, contents);
            store.records((record, ciphertext) -> verification.checkEach(record, ciphertext, broken));
            verification.endOfStream();
            do {
                verification.streamsOfCutsAlone(Integer.MAX_VALUE);
            } while (verification.collect(broken));
            do {
                verification.emptyStreams();
            } while (verification.collect(broken));
            broken.addAll(VerificationConflicts.broken(store));
            broken.addAll(verification.doubts.values());
            return new Breaks(verification.records, broken);
        }
    }

    private boolean checkEach(JournalRecord record, VerificationStore.@Nullable SealedRow sealed, List<Broken> broken)
            throws SQLException {
        boolean known = whole.contains(record.streamNumber()) && record.streamNumber() != currentStream;
        while (!known && !check(record, sealed)) {
            collect(broken);
            known = brokenStream == record.streamNumber();
        }
        return true;
    }

    /** Adds the broken records found, and prepares for the next stream. */
    private boolean collect(List<Broken> broken) {
        String what = firstBroken;
        if (what == null) {
            return false;
        }
        broken.add(new Broken(streams.get(brokenStream), brokenSeq, what));
        whole.add(brokenStream);
        firstBroken = null;
        currentStream = -1;
        return true;
    }

    private boolean check(JournalRecord record, VerificationStore.@Nullable SealedRow sealed) throws SQLException {
        if (record.streamNumber() != currentStream && !nextStream(record)) {
            return false;
        }
        records++;
        if (!passCuts()) {
            return false;
        }
        if (record.seq() > previousSeq + 1) {
            return missing(record, previousSeq + 1);
        }
        if (record.seq() <= previousSeq) {
            return broken(record, "it or its sealed text exists more than once, or it was dropped");
        }
        if (!record.follows(hash, previousChain)) {
            return broken(record, "its content does not match its chain hash");
        }
        if (!record.text().isConsistent()) {
            return broken(record, "its type, answer, under_age or admitted differs from its text");
        }
        if (!sealedFits(record, sealed)) {
            return broken(record, "its sealed text is missing or was changed");
        }
        RecordContents.Fault fault = fault(record, sealed);
        if (fault != null && fault.certain()) {
            return broken(record, fault.what());
        }
        if (fault != null) {
            doubts.computeIfAbsent(record.streamNumber(), stream -> doubt(record, fault));
        }
        previousSeq = record.seq();
        previousChain = record.chain();
        return true;
    }

    private RecordContents.@Nullable Fault fault(JournalRecord record, VerificationStore.@Nullable SealedRow sealed) {
        VerificationStore.StreamEnd stream = streams.get(record.streamNumber());
        return contents == null || stream == null ? null : contents.fault(record, stream, sealed);
    }

    /** Ends no verification of a stream: its chain fits so far. */
    private Broken doubt(JournalRecord record, RecordContents.Fault fault) {
        VerificationStore.StreamEnd stream = streams.get(record.streamNumber());
        return new Broken(stream, record.seq(), sentence(record, fault.what()), false);
    }

    private boolean sealedFits(JournalRecord record, VerificationStore.@Nullable SealedRow sealed) {
        byte[] expected = record.sealedHash();
        if (expected == null || sealed == null) {
            return expected == null && sealed == null;
        }
        return Arrays.equals(expected, sealed.hash())
                && Arrays.equals(expected, hash.of(sealed.ciphertext()))
                && sealed.kind().equals(record.text().sealedKind());
    }

    private boolean nextStream(JournalRecord record) throws SQLException {
        endOfStream();
        streamsOfCutsAlone(record.streamNumber());
        VerificationStore.StreamEnd stream = streams.get(record.streamNumber());
        if (firstBroken != null) {
            return false;
        }
        if (stream == null) {
            return broken(record, "it belongs to no stream");
        }
        begin(record.streamNumber(), stream);
        return true;
    }

    private void begin(int number, VerificationStore.StreamEnd stream) {
        currentStream = number;
        previousSeq = 0;
        previousChain = JournalRecord.origin(hash, stream.placeCode(), stream.stream());
    }

    /** The streams before {@code next} of which only cuts are left. */
    private void streamsOfCutsAlone(int next) throws SQLException {
        VerificationCuts.Cut cut = cuts.next();
        while (firstBroken == null && cut != null && cut.streamNumber() < next) {
            cutAlone(cut.streamNumber());
            cut = cuts.next();
        }
    }

    private void cutAlone(int stream) throws SQLException {
        VerificationStore.StreamEnd end = streams.get(stream);
        if (whole.contains(stream)) {
            cuts.take(); // of a stream that was found broken earlier
        } else if (end == null) {
            firstBroken = named(stream, 1) + ": it belongs to no stream";
        } else {
            begin(stream, end);
            endOfStream();
        }
    }

    /**
     * Continues past records that were dropped here, as recorded: from the chain before the cut to the chain at its
     * end.
     */
    private boolean passCuts() throws SQLException {
        VerificationCuts.Cut cut = cuts.next();
        while (cut != null && cut.streamNumber() == currentStream && cut.firstSeq() <= previousSeq + 1) {
            if (cut.firstSeq() <= previousSeq || !cut.follows(previousChain)) {
                firstBroken = named(currentStream, cut.firstSeq()) + ": the cut of drop " + cut.dropNumber()
                        + " does not fit the previous record";
                return false;
            }
            previousSeq = cut.lastSeq();
            previousChain = cut.chain();
            cuts.take();
            cut = cuts.next();
        }
        return true;
    }

    /** The stream's own row states its last record. */
    private void endOfStream() throws SQLException {
        VerificationStore.StreamEnd end = streams.get(currentStream);
        if (end == null || !passCuts()) {
            return;
        }
        VerificationCuts.Cut beyond = cuts.next();
        if (beyond != null && beyond.streamNumber() == currentStream) {
            firstBroken = named(currentStream, previousSeq + 1) + ": it is missing, though later records were dropped";
            return;
        }
        whole.add(currentStream);
        if (end.ackedSeq() > previousSeq) {
            firstBroken = named(currentStream, previousSeq + 1)
                    + ": it is missing, the stream was acknowledged up to number " + end.ackedSeq();
        } else if (end.ackedSeq() < previousSeq) {
            firstBroken = named(currentStream, end.ackedSeq() + 1) + ": it was never acknowledged";
        } else if (!Arrays.equals(end.chain(), previousChain)) {
            firstBroken =
                    named(currentStream, previousSeq) + ": its chain hash is not the one that the stream ends with";
        }
    }

    private void emptyStreams() {
        streams.forEach((number, end) -> {
            if (firstBroken == null && !whole.contains(number) && end.ackedSeq() > 0) {
                firstBroken = named(number, 1) + ": all its records are missing";
            }
        });
    }

    /** A gap is named by the missing record, not by the one after it. */
    private boolean missing(JournalRecord next, long seq) {
        firstBroken =
                named(next.streamNumber(), seq) + ": it is missing, the next existing one is number " + next.seq();
        return false;
    }

    private boolean broken(JournalRecord record, String why) {
        firstBroken = sentence(record, why);
        return false;
    }

    private String sentence(JournalRecord record, String why) {
        return named(record.streamNumber(), record.seq()) + " of " + record.day() + ": " + why;
    }

    private String named(int stream, long seq) {
        brokenStream = stream;
        brokenSeq = seq;
        VerificationStore.StreamEnd end = streams.get(stream);
        return end == null ? "stream number " + stream + ", record " + seq : name(end, seq);
    }

    static String name(VerificationStore.StreamEnd end, long seq) {
        return "café " + end.placeCode() + ", stream " + end.stream() + ", record " + seq;
    }
}
