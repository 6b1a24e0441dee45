package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.ref.SoftReference;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.SignInSettings.Hashing;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes on their own threads, few at a time.
 *
 * <p>Each takes tens of milliseconds and megabytes on purpose. On an event loop it would stall every agent and reader;
 * without a bound, a flood of sign-ins would take all memory and every core.
 */
final class Passwords {
    private static final int WORK_BLOCKS = 8; // of one hash, beside those of its cost

    private final WorkerExecutor threads;
    private final RandomGenerator random;
    private final PasswordHash.Cost cost;
    private final int most;
    private final Runnable limitReached;
    private final AtomicInteger underWay = new AtomicInteger();
    private final PasswordHash dummyHash;
    private final int blocks;
    /** Given up where the heap is short. */
    private SoftReference<BlockPool> memory = new SoftReference<>(null);

    /** @param limitReached called if a request is refused because too many wait */
    Passwords(Vertx vertx, RandomGenerator random, Hashing hashing, Runnable limitReached) {
        this.threads = vertx.createSharedWorkerExecutor("lingdian-passwords", hashing.atOnce());
        this.random = random;
        this.cost = new PasswordHash.Cost(hashing.memoryKibibytes(), hashing.iterations(), hashing.parallelism());
        this.most = hashing.atOnce() + hashing.waiting();
        this.blocks = hashing.atOnce() * (hashing.memoryKibibytes() + WORK_BLOCKS);
        this.limitReached = limitReached;
        this.dummyHash = new PasswordHash(cost, salt(), new byte[32]); // no password has 32 zero bytes
    }

    /** Releases the threads. Otherwise the JVM would keep them, and with them every object that uses their Vert.x. */
    void close() {
        threads.close();
    }

    /** The text to be stored. */
    Future<String> hash(String password) {
        return off(() -> PasswordHash.of(password, cost, salt(), memory()).text());
    }

    /**
     * Whether the password is right. For a null hash (an account without a password, or no account) it is false after
     * equal time.
     */
    Future<Boolean> isOf(String password, @Nullable String hash) {
        PasswordHash stored = hash == null ? dummyHash : PasswordHash.parse(hash);
        return off(() -> stored.isOf(password, memory()));
    }

    boolean isOutdated(String hash) {
        return PasswordHash.parse(hash).isOutdated(cost);
    }

    private <T> Future<T> off(Callable<T> work) {
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            limitReached.run();
            return Future.failedFuture(Problem.of(503, "Too many people are signing in at once. Try again.")
                    .thrown());
        }
        return threads.executeBlocking(work, false)
                .map(Objects::requireNonNull)
                .onComplete((done, failure) -> underWay.decrementAndGet());
    }

    /**
     * The memory of the hashes, of a KiB a block, which the library clears after each. It is used again: new arrays of so many
     * megabytes for each hash would be copied by every collection meanwhile, which stops all threads.
     */
    private synchronized BlockPool memory() {
        BlockPool kept = memory.get();
        if (kept == null) {
            kept = new FixedBlockPool(blocks);
            memory = new SoftReference<>(kept);
        }
        return kept;
    }

    private byte[] salt() {
        var salt = new byte[PasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
