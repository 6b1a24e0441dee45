package lingdian.record.evidence;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lingdian.record.evidence.EvidenceStore.Recorded;
import lingdian.record.evidence.ProvenPieces.Covered;
import lingdian.record.evidence.ProvenPieces.Source;
import lingdian.record.evidence.UnprovableException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a piece page by page in the turns of bundles, and follows their chain. They are hashed on a worker
 * thread: a piece can have all that a large café sends in a day.
 */
final class PieceReading {
    /** As many as a row of packed records has at most, so that few are unpacked twice. */
    private static final int RECORDS_AT_ONCE = 500;

    private final BundleTurns turns;
    private final RecordHash hash;
    private final EvidenceStore store;
    private final Source source;
    private final int streamNumber;
    private final long last;
    private final List<RecordsPart.Link> links = new ArrayList<>();
    private long next;
    private byte[] before;
    private byte[] chain;
    private @Nullable RecordsPart piece;

    /** @param last number that the piece leads to */
    PieceReading(BundleTurns turns, RecordHash hash, EvidenceStore store, Covered covered, long last) {
        this.turns = turns;
        this.hash = hash;
        this.store = store;
        this.source = covered.source();
        this.streamNumber = covered.streamNumber();
        this.last = last;
        this.next = source.seqs().first();
        this.before = RecordDigest.origin(hash, source.placeCode(), source.stream());
        this.chain = before;
    }

    /** Fails with {@link UnprovableException} if records are dropped or do not fit their chain. */
    Future<RecordsPart> read(BundleOrder order) {
        return turns.inTurn(order, this::begin)
                .compose(begun -> turns.pages(order, this::page))
                .map(read -> Objects.requireNonNull(piece));
    }

    private Future<Void> begin() {
        return next == 1
                ? Future.succeededFuture()
                : store.records(streamNumber, next - 1, next - 1, 1)
                        .compose(rows -> turns.onWorker(() -> store.recorded(rows)))
                        .compose(this::goOnFrom);
    }

    private Future<Void> goOnFrom(List<Recorded> found) {
        if (found.isEmpty()) {
            return Future.failedFuture(new UnprovableException(Reason.RECORDS_DROPPED));
        }
        before = found.getFirst().chain();
        chain = before;
        return Future.succeededFuture();
    }

    /** Asks for the numbers of one page only: PostgreSQL would unpack and sort all up to the last, and then give these. */
    private Future<Boolean> page() {
        return store.records(streamNumber, next, Math.min(last, next + RECORDS_AT_ONCE - 1), RECORDS_AT_ONCE)
                .compose(rows -> rows.size() == 0 ? missing() : turns.onWorker(() -> add(store.recorded(rows))));
    }

    /** Old records are dropped; from among others somebody took them. */
    private Future<Boolean> missing() {
        return store.records(streamNumber, next, last, 1)
                .compose(later -> Future.failedFuture(
                        new UnprovableException(later.size() == 0 ? Reason.RECORDS_DROPPED : Reason.CHAIN_NOT_SHOWN)));
    }

    /** @return whether there are more */
    private boolean add(List<Recorded> records) throws UnprovableException {
        for (Recorded one : records) {
            byte[] digest = one.record().digest(hash);
            chain = RecordDigest.chain(hash, chain, digest);
            if (!Arrays.equals(chain, one.chain())) {
                throw new UnprovableException(Reason.CHAIN_NOT_SHOWN);
            }
            links.add(link(one.record(), digest));
        }
        next = records.getLast().record().seq() + 1;
        if (next > last) {
            piece = new RecordsPart(source.placeCode(), source.stream(), before, links);
        }
        return next <= last;
    }

    private RecordsPart.Link link(RecordDigest record, byte[] digest) {
        return source.seqs().contains(record.seq())
                ? new RecordsPart.Shown(record)
                : new RecordsPart.Passed(record.seq(), digest);
    }
}
