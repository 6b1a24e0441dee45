package lingdian.record.evidence;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.QueryPool;
import lingdian.record.evidence.UnprovableException.Reason;

/**
 * Reads the pieces of streams that prove a violation, each up to the first checkpoint of the service that covers it, or all up to one if there would
 * be many.
 *
 * <p>If there is none yet, one is made now, so that recent evidence is as strong as old evidence.
 */
final class ProvenPieces {
    private static final Limits LIMITS = new Limits(200_000, Manifest.PARTS_MAX);
    /**
     * Of more checkpoints than these, the last one proves all pieces: the leaves of each must be read, and it has two parts of the
     * bundle. A finding that goes on over streams and days could have hundreds.
     */
    private static final int CHECKPOINTS_MAX = 20;
    /** Of a bundle, besides pieces and checkpoints. */
    private static final int OTHER_PARTS = 20;

    private final QueryPool pool;
    private final RecordHash hash;
    private final EvidenceStore store;
    private final Checkpoints checkpoints;
    private final BundleTurns turns;
    private final CheckpointStore checkpointStore = new CheckpointStore();
    private final Limits limits;

    /**
     * Beyond these no bundle can be made.
     *
     * @param records of one piece
     * @param parts of a bundle
     */
    record Limits(int records, int parts) {}

    ProvenPieces(QueryPool pool, RecordHash hash, EvidenceStore store, Checkpoints checkpoints) {
        this(pool, hash, store, checkpoints, LIMITS);
    }

    ProvenPieces(QueryPool pool, RecordHash hash, EvidenceStore store, Checkpoints checkpoints, Limits limits) {
        this.limits = limits;
        this.pool = pool;
        this.hash = hash;
        this.store = store;
        this.checkpoints = checkpoints;
        this.turns = checkpoints.turns();
    }

    /** Events of one stream. */
    record Source(PlaceCode placeCode, UUID stream, SortedSet<Long> seqs) {}

    /** A piece, and the proof of its head. */
    record Proven(RecordsPart piece, Checkpoint checkpoint, int index, List<byte[]> path) {}

    /** A source, and the checkpoint that its piece leads to. */
    record Covered(Source source, int streamNumber, long checkpoint) {}

    /** In the order given, those of a stream together. Fails with {@link UnprovableException}. */
    Future<List<Proven>> of(List<Source> sources, BundleOrder order) {
        return all(byStream(sources), this::covered)
                .compose(found -> coveredNow(found, order))
                .compose(this::underFewCheckpoints)
                .compose(covered -> flat(covered, this::inPieces))
                .compose(pieces -> fit(pieces)
                        ? flat(byCheckpoint(pieces), ofOne -> proven(ofOne, order))
                        : Future.failedFuture(new UnprovableException(Reason.TOO_LONG)));
    }

    /** One source of each stream: events of two that alternate would make a piece each. */
    private static Collection<Source> byStream(List<Source> sources) {
        var merged = new LinkedHashMap<String, Source>();
        for (Source source : sources) {
            var own = new Source(source.placeCode(), source.stream(), new TreeSet<>(source.seqs()));
            Source before = merged.putIfAbsent(source.placeCode() + " " + source.stream(), own);
            if (before != null) {
                before.seqs().addAll(source.seqs());
            }
        }
        return merged.values();
    }

    /** Leads all to the last checkpoint if they have many, unless that would show very many digests. */
    private Future<List<Covered>> underFewCheckpoints(List<Covered> covered) {
        if (covered.stream().map(Covered::checkpoint).distinct().count() <= CHECKPOINTS_MAX) {
            return Future.succeededFuture(covered);
        }
        long last = covered.stream().mapToLong(Covered::checkpoint).max().orElseThrow();
        List<Covered> moved = covered.stream()
                .map(one -> new Covered(one.source(), one.streamNumber(), last))
                .toList();
        return all(moved, this::length)
                .map(lengths ->
                        lengths.stream().mapToLong(Long::longValue).sum() <= limits.records() ? moved : covered);
    }

    /** How many records it takes from the first one to the checkpoint. */
    private Future<Long> length(Covered covered) {
        return checkpointStore
                .head(pool, covered.streamNumber(), covered.checkpoint())
                .map(head -> head - covered.source().seqs().first() + 1);
    }

    private boolean fit(List<Covered> pieces) {
        long checkpoints = pieces.stream().map(Covered::checkpoint).distinct().count();
        return pieces.size() + 2 * checkpoints + OTHER_PARTS <= limits.parts();
    }

    /**
     * One piece, or several where that would be too long: each up to the first checkpoint that covers its first record. A café
     * that sends very much is covered more than once a day.
     */
    private Future<List<Covered>> inPieces(Covered covered) {
        return length(covered)
                .compose(length ->
                        length <= limits.records() ? Future.succeededFuture(List.of(covered)) : firstPiece(covered));
    }

    private Future<List<Covered>> firstPiece(Covered covered) {
        Source source = covered.source();
        int number = covered.streamNumber();
        return checkpoints
                .own()
                .covering(pool, number, source.seqs().first())
                .compose(checkpoint -> checkpointStore
                        .head(pool, number, checkpoint.orElseThrow())
                        .compose(head -> {
                            var first = new Source(
                                    source.placeCode(),
                                    source.stream(),
                                    source.seqs().headSet(head + 1));
                            SortedSet<Long> others = source.seqs().tailSet(head + 1);
                            List<Covered> piece = List.of(new Covered(first, number, checkpoint.orElseThrow()));
                            return others.isEmpty()
                                    ? Future.succeededFuture(piece)
                                    : inPieces(new Covered(
                                                    new Source(source.placeCode(), source.stream(), others),
                                                    number,
                                                    covered.checkpoint()))
                                            .map(rest -> Stream.concat(piece.stream(), rest.stream())
                                                    .toList());
                        }));
    }

    private Future<Optional<Covered>> covered(Source source) {
        return store.streamNumber(source.placeCode(), source.stream())
                .compose(number -> number.isEmpty()
                        ? Future.failedFuture(new UnprovableException(Reason.RECORDS_DROPPED))
                        : checkpoints
                                .own()
                                .covering(pool, number.get(), source.seqs().last())
                                .map(found -> Optional.of(new Covered(source, number.get(), found.orElse(0L)))));
    }

    private Future<List<Covered>> coveredNow(List<Optional<Covered>> found, BundleOrder order) {
        List<Covered> covered = found.stream().flatMap(Optional::stream).toList();
        boolean allCovered = covered.stream().allMatch(one -> one.checkpoint() > 0);
        return allCovered
                ? Future.succeededFuture(covered)
                : checkpoints
                        .makeForEvidence(order)
                        .map(made -> covered.stream()
                                .map(one -> one.checkpoint() > 0
                                        ? one
                                        : new Covered(one.source(), one.streamNumber(), made))
                                .toList());
    }

    /** The pieces in their order, those that follow each other with one checkpoint together, so that it is read once. */
    private static List<List<Covered>> byCheckpoint(List<Covered> pieces) {
        var runs = new ArrayList<List<Covered>>();
        for (Covered piece : pieces) {
            if (runs.isEmpty() || runs.getLast().getFirst().checkpoint() != piece.checkpoint()) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(piece);
        }
        return runs;
    }

    /** @param pieces of one checkpoint */
    private Future<List<Proven>> proven(List<Covered> pieces, BundleOrder order) {
        return checkpointStore
                .one(pool, pieces.getFirst().checkpoint())
                .compose(found -> turns.inTurn(
                        order, () -> turns.onWorker(() -> found.orElseThrow().withValidCosignatures())))
                .compose(signed -> all(pieces, piece -> proven(piece, signed, order)));
    }

    private Future<Proven> proven(Covered covered, Checkpoint checkpoint, BundleOrder order) {
        return checkpoints
                .trees()
                .place(pool, checkpoint.body(), covered, order)
                .compose(place -> piece(covered, place.head(), order)
                        .map(piece -> new Proven(piece, checkpoint, place.index(), place.path())));
    }

    private Future<RecordsPart> piece(Covered covered, Head head, BundleOrder order) {
        return head.seq() - covered.source().seqs().first() >= limits.records()
                ? Future.failedFuture(new UnprovableException(Reason.TOO_LONG))
                : new PieceReading(turns, hash, store, covered, head.seq()).read(order);
    }

    private static <A, B> Future<List<B>> flat(Collection<A> items, Function<A, Future<List<B>>> step) {
        return all(items, step)
                .map(lists -> lists.stream().flatMap(List::stream).toList());
    }

    /** One after the other, so that a bundle uses one connection at a time. */
    private static <A, B> Future<List<B>> all(Collection<A> items, Function<A, Future<B>> step) {
        Future<List<B>> done = Future.succeededFuture(new ArrayList<>());
        for (A item : items) {
            done = done.compose(before -> step.apply(item).map(one -> {
                before.add(one);
                return before;
            }));
        }
        return done;
    }
}
