package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.backtest.HistorySampleStore.Place;
import lingdian.record.backtest.HistorySampleStore.Stand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the whole record of some cafés every night, by the rules of their time, and reports differences from the
 * stored findings. Blocking, so it runs on a thread of its own.
 *
 * <p>It takes the cafés in order of place codes, each in a snapshot of its own, and the next night continues after the
 * last one, so every café has its turn. One node at a time holds the lock; if it dies, another continues. A café counts
 * as done only after its result was handed over.
 */
public final class HistorySampleRound {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySampleRound.class);
    private static final int MOST_DISPUTES = 100;
    private static final String DATA_EXCEPTION = "22"; // a class of SQL states

    /** Receives each café's result. Returns when it is stored. */
    public interface Listener {
        void replayed(SampleResult cafe) throws Exception;
    }

    /** Whether the round may continue. */
    public interface Leave {
        boolean goOn();
    }

    private final DatabaseAddress database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final int cafes;
    private final Listener listener;

    /** @param cafes the number of cafés per night; 0 for none */
    public HistorySampleRound(
            DatabaseAddress database, InstantSource clock, SecureRandom random, int cafes, Listener listener) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.cafes = cafes;
        this.listener = listener;
    }

    /** Begins a night's sample or continues it, unless it is done or another node is working on it. */
    public void run(LocalDate night, Leave leave) throws Exception {
        if (cafes == 0) {
            return;
        }
        try (var store = HistorySampleStore.open(database)) {
            if (store.hold()) {
                try {
                    store.begin(night, clock.instant());
                    replay(store, night, leave);
                } finally {
                    store.release();
                }
            }
        }
    }

    private void replay(HistorySampleStore store, LocalDate night, Leave leave) throws Exception {
        for (Stand stand = store.stand(night);
                stand != null && leave.goOn() && store.hold();
                stand = store.stand(night)) {
            Place place = stand.cafes() < cafes ? store.next(stand.next()) : null;
            if (place == null) {
                store.end(night, clock.instant(), stand.cafes() < cafes);
                LOG.info("{} cafés were replayed, night of {}", stand.cafes(), night);
                return;
            }
            SampleResult sampled = replayed(place);
            listener.replayed(sampled);
            store.done(night, sampled);
        }
    }

    private SampleResult replayed(Place place) throws SQLException, IOException {
        Path directory = Files.createTempDirectory("lingdian-sample");
        try {
            return replayed(place, directory);
        } finally {
            delete(directory);
        }
    }

    /**
     * Replays a café. An unreadable record counts as a result, because otherwise every night would stop at that café.
     */
    private SampleResult replayed(Place place, Path directory) throws SQLException, IOException {
        Path history = directory.resolve("history.ndjson");
        var disputes = new ArrayList<SampleResult.Dispute>();
        try {
            new HistoryExport(database, random).cafes(List.of(place.placeCode()), history);
            var backtest = Backtest.ofSome(history, directory, (cell, difference) -> {
                if (disputes.size() < MOST_DISPUTES) {
                    disputes.add(SampleResult.Dispute.of(cell, difference));
                }
            });
            return SampleResult.of(place, backtest.run(read -> {}).tally(), disputes);
        } catch (RuntimeException | JsonProcessingException unreadable) {
            return SampleResult.unreadable(place, unreadable);
        } catch (SQLException failed) {
            if (!isOfWhatIsStored(failed)) {
                throw failed;
            }
            return SampleResult.unreadable(place, failed);
        }
    }

    private static boolean isOfWhatIsStored(SQLException failed) {
        return failed.getSQLState() != null && failed.getSQLState().startsWith(DATA_EXCEPTION);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
