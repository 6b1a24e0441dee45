package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the key ring when its file changes, while the node works.
 *
 * <p>It polls the file rather than being notified by the system, because that works on every file system, and a
 * rotation is not urgent. A ring that is damaged, or does not belong to this database, is refused and logged; the
 * previous one stays in use.
 */
public final class KeyRingWatch implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRingWatch.class);

    private final Vertx vertx;
    private final QueryPool pool;
    private final Vault vault;
    private final long periodMillis;
    private final KeyRingStore store;
    private final Periodic looks;
    private String said = "";
    private List<String> lacking = List.of();
    private volatile Settled settled = new Settled(null, new byte[0]);

    /** A file as it was read. */
    private record Found(KeyRing ring, byte[] digest) {}

    /** The last file that was checked: its digest, and the ring in use if the file holds it. */
    private record Settled(@Nullable KeyRing ring, byte[] digest) {}

    /** @param periodMillis between two checks of the file */
    public KeyRingWatch(Vertx vertx, QueryPool pool, KeyRingStore store, Vault vault, long periodMillis) {
        this.vertx = vertx;
        this.pool = pool;
        this.store = store;
        this.vault = vault;
        this.periodMillis = periodMillis;
        this.looks = new Periodic(vertx, "the key ring", this::lookOnce);
    }

    @Override
    public void start() {
        looks.start(periodMillis);
    }

    @Override
    public void stop() {
        looks.stop();
    }

    /**
     * Checks the file now, and reloads it if it changed. If a check is under way, which may have read the file before
     * it changed, another one follows. Never fails: errors are retried by the next check.
     */
    @Override
    public Future<Void> runNow() {
        return looks.now();
    }

    private Future<Void> lookOnce() {
        return vertx.executeBlocking(this::changed, false)
                .compose(found -> takeOver(Objects.requireNonNull(found)))
                .compose(taken -> store.lacking(pool, vault.keys().ring))
                .onSuccess(this::sayLacking)
                .<Void>mapEmpty()
                .otherwise(this::refused);
    }

    /**
     * The changed ring, or empty if the file holds the one in use: reading keys costs milliseconds of processor time.
     */
    private Optional<Found> changed() throws KeyRingException {
        Path file = file();
        byte[] digest = KeyRing.digest(file); // first: a later write is found by the next check
        Settled last = settled;
        return last.ring() == vault.keys().ring && Arrays.equals(last.digest(), digest)
                ? Optional.empty()
                : Optional.of(new Found(KeyRing.load(file), digest));
    }

    private Future<Void> takeOver(Optional<Found> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture();
        }
        KeyRing ring = found.get().ring();
        KeyRing before = vault.keys().ring;
        if (ring.holdsTheSame(before)) {
            settled = new Settled(before, found.get().digest());
            return Future.succeededFuture();
        }
        if (ring.suite() != before.suite()) {
            return Future.failedFuture(new KeyRingException("the key ring " + file() + " is of another suite now"));
        }
        return store.check(pool, ring).onSuccess(right -> {
            vault.take(ring);
            settled = new Settled(ring, found.get().digest());
            say("");
            LOG.info("Key ring {} reloaded: {}", file(), vault.keys());
        });
    }

    private @Nullable Void refused(Throwable cause) {
        if (cause instanceof KeyRingException wrong) {
            say("The key ring was not reloaded, the previous one stays in use: " + wrong.getMessage());
        } else {
            LOG.debug(
                    "The key ring could not be checked and will be checked again: {}",
                    cause.getClass().getSimpleName());
        }
        return null;
    }

    /** Logs each message once, and not at every check. */
    private synchronized void say(String what) {
        if (!what.isEmpty() && !what.equals(said)) {
            LOG.error(what);
        }
        said = what;
    }

    private synchronized void sayLacking(List<String> now) {
        if (!now.isEmpty() && !now.equals(lacking)) {
            LOG.error(
                    "The key ring {} lacks keys that another node uses: {}."
                            + " Persons are not recognised across nodes until both have the same ring",
                    file(),
                    String.join(", ", now));
        }
        lacking = now;
    }

    private Path file() {
        return vault.keys().ring.file();
    }
}
