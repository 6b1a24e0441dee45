package lingdian.agent.spool;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A café's directory: the current stream's records, the set-aside ones, the keys, the service's last welcome and the
 * offices' messages.
 *
 * <p>A new stream's directory is built under another name and then renamed into place, so that either the old or the
 * new one is complete at any moment. Blocking; used by one thread.
 *
 * <pre>
 * lock  keys.json  welcome.json  messages.json
 * spool/        2026-11-10-0000000000000001.records  2026-11-10.answers  head
 * spool.new/    complete, about to become spool/
 * spool.tmp/    not complete
 * set-aside-20261110T031500-…/
 * </pre>
 */
final class SpoolDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
    /** The name of the current stream's directory. */
    static final String CURRENT = "spool";

    private static final int CARRIED_AT_ONCE = 256;

    private final SpoolDisk disk;
    private final Path root;
    private final SpoolSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DirectoryLock lock;
    private final Vault vault;
    private @Nullable Spool spool;
    private @Nullable AnswerLog answers;
    private @Nullable String renewal;

    private SpoolDirectory(
            SpoolDisk disk,
            Path root,
            SpoolSettings settings,
            InstantSource clock,
            RandomGenerator random,
            DirectoryLock lock)
            throws IOException {
        this.disk = disk;
        this.root = root;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.lock = lock;
        this.vault = LocalKeys.open(root, clock.instant());
    }

    /**
     * Opens or creates the directory, and recovers from an interrupted earlier run.
     *
     * @throws SpoolLockedException if another program uses it
     */
    static SpoolDirectory open(
            SpoolDisk disk, Path root, SpoolSettings settings, InstantSource clock, RandomGenerator random)
            throws IOException {
        SpoolDisk.createDirectory(root);
        DirectoryLock lock = DirectoryLock.take(root);
        try {
            var directory = new SpoolDirectory(disk, root, settings, clock, random, lock);
            directory.recover();
            return directory;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** The current stream's records. */
    Spool spool() {
        return present(spool);
    }

    /** The service's answers to them. */
    AnswerLog answers() {
        return present(answers);
    }

    /** Why a new stream was begun when the directory was opened; empty if none was. */
    Optional<String> renewal() {
        return Optional.ofNullable(renewal);
    }

    /**
     * Sets the records aside and begins a new stream, with the recorded but unacknowledged events as its first.
     *
     * @param ackedSeq the last number of the old stream that the service is known to have, if greater than the one
     *     stored here
     * @throws IOException if that cannot be written; the old stream then continues
     */
    void renew(String reason, long ackedSeq) throws IOException {
        if (Files.isDirectory(current())) {
            build(ackedSeq); // otherwise an earlier attempt got further
        }
        closeStream();
        begin(reason);
    }

    /** Names of the directories with earlier streams, oldest first. */
    List<String> setAside() throws IOException {
        return SetAsideStreams.directories(root).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    /** The chain hashes of all streams here. */
    Proofs proofs() {
        return consumer -> {
            try {
                for (Path earlier : SetAsideStreams.directories(root)) {
                    SetAsideStreams.proofs(earlier, consumer);
                }
                SetAsideStreams.proofs(current(), spool().stream(), consumer);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    /** The last welcome; empty if there is no readable one. */
    Optional<JsonObject> welcome() throws IOException {
        Path file = root.resolve("welcome.json");
        try {
            return Files.exists(file) ? Optional.of(new JsonObject(Files.readString(file))) : Optional.empty();
        } catch (DecodeException | CharacterCodingException edited) {
            return Optional.empty();
        }
    }

    void keepWelcome(JsonObject welcome) throws IOException {
        disk.replace(root.resolve("welcome.json"), welcome.encodePrettily().getBytes(StandardCharsets.UTF_8));
    }

    /** The offices' messages that are kept; empty if there are no readable ones. */
    JsonArray messages() throws IOException {
        Path file = root.resolve("messages.json");
        try {
            return Files.exists(file) ? new JsonArray(Files.readString(file)) : new JsonArray();
        } catch (DecodeException | CharacterCodingException damaged) {
            return new JsonArray();
        }
    }

    void keepMessages(JsonArray messages) throws IOException {
        disk.replace(root.resolve("messages.json"), messages.encodePrettily().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the free disk space has reached the reserve for acknowledgements. */
    boolean full() {
        return disk.usableBytes(root) < settings.reserveBytes();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            closeStream();
        }
    }

    private void recover() throws IOException {
        delete(draft());
        if (Files.isDirectory(complete())) {
            begin("a new stream was being begun when the program ended");
        } else if (Files.isDirectory(current())) {
            goOn();
        } else {
            build(0);
            begin("the directory has no records");
        }
    }

    private void goOn() throws IOException {
        try {
            openStream();
        } catch (SpoolDamagedException damaged) {
            build(0);
            begin(String.valueOf(damaged.getMessage()));
        }
    }

    private void openStream() throws IOException, SpoolDamagedException {
        AnswerLog log = AnswerLog.open(disk, current());
        spool = Spool.open(disk, current(), vault, settings.segmentBytes(), log.ackedSeq());
        answers = log;
    }

    /** Prepares the next stream completely; after this returns it will begin even if the program ends. */
    private void build(long ackedSeq) throws IOException {
        delete(draft());
        delete(complete());
        SpoolDisk.createDirectory(draft());
        try (Spool next =
                Spool.create(disk, draft(), vault, settings.segmentBytes(), StreamIds.next(random), clock.instant())) {
            if (Files.isDirectory(current())) {
                carryOver(next, Math.max(ackedSeq, AnswerLog.ackedSeq(current())));
            }
        }
        disk.syncDirectory(draft());
        disk.move(draft(), complete());
    }

    private void carryOver(Spool next, long ackedSeq) throws IOException {
        List<LineDraft> waiting = new ArrayList<>();
        Salvage.of(current(), vault, ackedSeq, line -> {
            waiting.add(LineDraft.carriedOver(line));
            if (waiting.size() == CARRIED_AT_ONCE) {
                next.append(waiting, clock.instant());
                waiting.clear();
            }
        });
        next.append(waiting, clock.instant());
        LOG.info("{} unacknowledged events were carried over to the new stream", next.lastSeq());
    }

    private void begin(String reason) throws IOException {
        if (Files.isDirectory(current())) {
            String name = SetAsideStreams.name(current(), clock.instant(), StreamIds.next(random));
            disk.move(current(), root.resolve(name));
            LOG.warn("the records were set aside as {}: {}", name, reason);
            renewal = reason;
        }
        disk.move(complete(), current());
        try {
            openStream();
        } catch (SpoolDamagedException impossible) {
            throw new IOException("the new records cannot be read", impossible);
        }
    }

    private void closeStream() throws IOException {
        try (Spool records = spool;
                AnswerLog log = answers) {
            spool = null;
            answers = null;
        }
    }

    private Path current() {
        return root.resolve(CURRENT);
    }

    private Path complete() {
        return root.resolve("spool.new");
    }

    private Path draft() {
        return root.resolve("spool.tmp");
    }

    private static <T> T present(@Nullable T opened) {
        if (opened == null) {
            throw new IllegalStateException("the directory is closed");
        }
        return opened;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
