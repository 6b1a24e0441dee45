package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.ref.SoftReference;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.SignInSettings.Hashing;
import lingdian.platform.work.Places;
import lingdian.platform.work.RestingTurns;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes on their own threads, few at a time.
 *
 * <p>Each takes tens of milliseconds and megabytes on purpose. On an event loop it would stall every agent and reader;
 * without a bound, a flood of sign-ins would take all memory and every core.
 *
 * <p>What strangers type is checked one at a time, a network after the other, and then for as long none of it: a flood from many
 * networks takes half of a core, and leaves the other threads, and their places to wait, to people on known devices.
 */
final class Passwords {
    static final int OF_NETWORK = 8; // strangers' passwords that wait

    private static final int WORK_BLOCKS = 8; // of one hash, beside those of its cost

    private final WorkerExecutor threads;
    private final RandomGenerator random;
    private final PasswordHash.Cost cost;
    private final Runnable limitReached;
    private final Places<String> places;
    private final Places<String> placesOfStrangers;
    private final RestingTurns<String> turnsOfStrangers;
    private final PasswordHash dummyHash;
    private final int blocks;
    /** Given up where the heap is short. */
    private SoftReference<BlockPool> memory = new SoftReference<>(null);

    /** @param limitReached called if a request is refused because too many wait */
    Passwords(Vertx vertx, RandomGenerator random, Hashing hashing, Runnable limitReached) {
        this.threads = vertx.createSharedWorkerExecutor("lingdian-passwords", hashing.atOnce());
        this.random = random;
        this.cost = new PasswordHash.Cost(hashing.memoryKibibytes(), hashing.iterations(), hashing.parallelism());
        int most = hashing.atOnce() + hashing.waiting();
        this.places = new Places<>(most, most);
        this.placesOfStrangers = new Places<>(most, OF_NETWORK);
        this.turnsOfStrangers = new RestingTurns<>(vertx);
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
        return inPlace(
                places,
                null,
                () -> off(
                        () -> PasswordHash.of(password, cost, salt(), memory()).text()));
    }

    /**
     * Whether the password is right. For a null hash (an account without a password, or no account) it is false after
     * equal time.
     */
    Future<Boolean> isOf(String password, @Nullable String hash) {
        return inPlace(places, null, () -> check(password, hash));
    }

    /** The same of what was typed where the person has not signed in before. */
    Future<Boolean> isOf(String password, @Nullable String hash, ClientAddress stranger) {
        String network = stranger.isThisMachine() ? null : stranger.network(); // a proxy on it may carry all clients
        return inPlace(
                placesOfStrangers,
                network,
                () -> turnsOfStrangers.inTurn(stranger.network(), () -> check(password, hash)));
    }

    private Future<Boolean> check(String password, @Nullable String hash) {
        return off(() -> (hash == null ? dummyHash : PasswordHash.parse(hash)).isOf(password, memory()));
    }

    boolean isOutdated(String hash) {
        return PasswordHash.parse(hash).isOutdated(cost);
    }

    private <T> Future<T> inPlace(Places<String> places, @Nullable String holder, Supplier<Future<T>> work) {
        if (places.enter(holder) != Places.Answer.TAKEN) {
            limitReached.run();
            return Future.failedFuture(Problem.of(503, "Too many people are signing in at once. Try again.")
                    .thrown());
        }
        return work.get().onComplete((done, failure) -> places.leave(holder));
    }

    private <T> Future<T> off(Callable<T> work) {
        return threads.executeBlocking(work, false).map(Objects::requireNonNull);
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
