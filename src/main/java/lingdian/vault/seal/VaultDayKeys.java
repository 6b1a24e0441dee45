package lingdian.vault.seal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.platform.database.QueryPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains a vault's keys of days: finds or creates them at the start, and destroys them with their days (handbook,
 * retention.md).
 *
 * <p>Every node does this for its own copy of the file, by what the database records as dropped: a node that was down
 * does it at its next start.
 */
public final class VaultDayKeys {
    private static final Logger LOG = LoggerFactory.getLogger(VaultDayKeys.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx;
    private final Vault vault;
    private final VaultDaysStore store = new VaultDaysStore();

    public VaultDayKeys(Vertx vertx, Vault vault) {
        this.vertx = vertx;
        this.vault = vault;
    }

    /** A vault that opens the texts sealed by this ring and by the day keys beside it, if there are any. */
    public static Vault vault(KeyRing ring) throws KeyRingException {
        var vault = new Vault(ring);
        Path file = VaultDaysFile.beside(ring.file());
        if (Files.exists(file)) {
            vault.take(VaultDaysFile.load(file, ring.suite().suite()));
        }
        return vault;
    }

    /**
     * Makes the vault seal with the keys of days. Must be called before anything is sealed; fails with
     * {@link KeyRingException} if the file is missing, or does not belong to this database.
     *
     * @param today the first day of a chain that has to be created
     */
    public Future<Void> open(QueryPool pool, LocalDate today) {
        return store.number(pool)
                .compose(number -> blocking(() -> foundOrMade(number, today)))
                .compose(days -> store.remember(pool, days.number()).compose(number -> check(days, number)));
    }

    /**
     * Destroys the keys of all days up to one of them.
     *
     * @param kept the days among them that are still kept, for instance under a legal hold
     */
    public Future<Void> destroy(LocalDate last, Collection<LocalDate> kept) {
        return blocking(() -> destroyed(number(last), kept))
                .onSuccess(any -> {
                    if (Boolean.TRUE.equals(any)) {
                        LOG.info(
                                "The keys of the received days up to {} are destroyed, except those of kept days",
                                last);
                    }
                })
                .mapEmpty();
    }

    /**
     * Destroys the keys on disk first, then in memory: keys reported as destroyed must not return with the next start.
     */
    private boolean destroyed(int last, Collection<LocalDate> kept) throws KeyRingException {
        VaultDays before = vault.days();
        VaultDays left = before == null ? null : before.without(last, numbers(kept));
        if (left == null || left == before) {
            return false;
        }
        write(left);
        vault.take(left);
        return true;
    }

    private VaultDays foundOrMade(@Nullable Long remembered, LocalDate today) throws KeyRingException {
        if (!Files.exists(file())) {
            if (remembered != null) {
                throw new KeyRingException(
                        "the day keys " + file() + " do not exist: copy them from another node, or from the backup");
            }
            make(today);
        }
        return VaultDaysFile.load(file(), suite());
    }

    private void make(LocalDate today) throws KeyRingException {
        long name = RANDOM.nextLong(1, Long.MAX_VALUE);
        try {
            VaultDaysFile.create(file(), VaultDays.create(suite(), name, number(today)));
        } catch (FileAlreadyExistsException quicker) {
            // another node created it just now: use that one
        } catch (IOException unwritable) {
            throw new KeyRingException("the day keys " + file() + " cannot be written");
        }
    }

    private Future<Void> check(VaultDays days, @Nullable Long number) {
        if (number == null || number != days.number()) {
            return Future.failedFuture(
                    new KeyRingException("the day keys " + file() + " are not the ones of this database"));
        }
        vault.take(days);
        return Future.succeededFuture();
    }

    private void write(VaultDays days) throws KeyRingException {
        try {
            VaultDaysFile.replace(file(), days);
        } catch (IOException unwritable) {
            throw new KeyRingException("the day keys " + file() + " cannot be written");
        }
    }

    private Path file() {
        return VaultDaysFile.beside(vault.keys().ring.file());
    }

    private KeyRingSuite suite() {
        return vault.keys().ring.suite().suite();
    }

    private interface Work<T> {
        T done() throws KeyRingException;
    }

    /** Runs tasks off the event loop, one after another, because they write one file. */
    private <T> Future<T> blocking(Work<T> work) {
        return vertx.executeBlocking(() -> inTurn(work), false).map(Objects::requireNonNull);
    }

    private synchronized <T> T inTurn(Work<T> work) throws KeyRingException {
        return work.done();
    }

    private static Set<Integer> numbers(Collection<LocalDate> days) {
        return days.stream().map(VaultDayKeys::number).collect(Collectors.toSet());
    }

    static int number(LocalDate day) {
        return Math.toIntExact(day.toEpochDay());
    }
}
