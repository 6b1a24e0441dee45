package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import lingdian.record.evidence.CheckpointStore.Beacon;
import lingdian.record.evidence.CheckpointStore.Last;
import lingdian.record.evidence.CheckpointStore.Stored;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that the service itself signed. Whoever has its login of the database appends others, signed by a key of their own
 * or not at all: they prove nothing, end no day, decide no draw, and the next checkpoint does not go on from them.
 */
public final class OwnCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCheckpoints.class);

    private final Vault vault;
    private final CheckpointStore store = new CheckpointStore();

    public OwnCheckpoints(Vault vault) {
        this.vault = vault;
    }

    /** Whether the key is in the ring, or was: the database keeps a proof of each, which nobody makes without the ring. */
    private Future<Boolean> isKey(SqlClient client, PublicKey key) {
        return vault.hasSigningKey(key)
                ? Future.succeededFuture(true)
                : store.isProven(client, vault.signingKeyProof(key));
    }

    public Future<Boolean> isOwn(SqlClient client, Checkpoint checkpoint) {
        return checkpoint.isSignedByItsKey() ? isKey(client, checkpoint.key()) : Future.succeededFuture(false);
    }

    /** What the next checkpoint goes on from. Its number follows that of the newest one, whoever appended it. */
    Future<Last> last(SqlClient client) {
        return store.newest(client)
                .compose(newest -> first(number -> store.older(client, number, false), client, Long.MAX_VALUE)
                        .compose(own -> lastDay(client)
                                .map(day -> new Last(
                                        newest,
                                        own.map(one -> one.body().hash()).orElse(CheckpointBody.NONE),
                                        day.orElse(null)))));
    }

    /** The last day that a checkpoint closed. */
    Future<Optional<LocalDate>> lastDay(SqlClient client) {
        return first(number -> store.older(client, number, true), client, Long.MAX_VALUE)
                .map(found -> found.map(one -> one.body().day()));
    }

    /** The first checkpoint that covers this record of a stream. */
    Future<Optional<Long>> covering(SqlClient client, int streamNumber, long seq) {
        return first(number -> store.covering(client, streamNumber, seq, number), client, 0)
                .map(found -> found.map(one -> one.body().number()));
    }

    /** For each day the first daily checkpoint of it or of a later one; none where it is not made yet. */
    public Future<Map<LocalDate, Beacon>> beacons(SqlClient client, Collection<LocalDate> days) {
        Future<Map<LocalDate, Beacon>> done = Future.succeededFuture(new HashMap<>());
        for (LocalDate day : days) {
            done = done.compose(beacons -> first(number -> store.closing(client, day, number), client, 0)
                    .map(found -> {
                        found.ifPresent(one -> beacons.put(
                                day, new Beacon(one.body().number(), one.body().hash())));
                        return beacons;
                    }));
        }
        return done;
    }

    /** @param after the checkpoints that follow one by its number, a few at once; none: there are no more */
    private Future<Optional<Checkpoint>> first(
            LongFunction<Future<List<Stored>>> after, SqlClient client, long number) {
        return after.apply(number)
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : first(client, page, 0)
                                .compose(own -> own.isPresent()
                                        ? Future.succeededFuture(own)
                                        : first(after, client, page.getLast().number())));
    }

    private Future<Optional<Checkpoint>> first(SqlClient client, List<Stored> page, int from) {
        if (from == page.size()) {
            return Future.succeededFuture(Optional.empty());
        }
        Stored stored = page.get(from);
        return isOwn(client, stored).compose(own -> {
            if (own) {
                return Future.succeededFuture(Optional.ofNullable(stored.checkpoint()));
            }
            LOG.error("Checkpoint {} is not signed by a key of this service: it counts for nothing.", stored.number());
            return first(client, page, from + 1);
        });
    }

    private Future<Boolean> isOwn(SqlClient client, Stored stored) {
        Checkpoint checkpoint = stored.checkpoint();
        return checkpoint == null || checkpoint.body().number() != stored.number()
                ? Future.succeededFuture(false)
                : isOwn(client, checkpoint);
    }
}
