package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database of a cashier's program for new rows, and hands each on exactly once.
 *
 * <p>A login's session id is made from the key of its row, so a row that is read again after a crash opens nothing a
 * second time. The key is saved after its rows were recorded.
 */
public final class QueryFollower implements CardSource {
    private static final Logger LOG = LoggerFactory.getLogger(QueryFollower.class);

    private final QuerySettings settings;
    private final CardMapping mapping;
    private final CardRows rows;
    private final PositionFile positions;
    private final CardHandover handover;
    private @Nullable Position position;
    private long refused;

    QueryFollower(QuerySettings settings, CardRows rows, PositionFile positions, CardSink sink, InstantSource clock) {
        this.settings = settings;
        this.mapping = settings.mapping();
        this.rows = rows;
        this.positions = positions;
        this.handover = new CardHandover(settings.name(), sink, clock);
    }

    /** @param directory the agent's, with drivers, password and position */
    public static QueryFollower of(QuerySettings settings, Path directory, CardSink sink, InstantSource clock) {
        Path positionFile = directory.resolve("query-" + settings.name() + ".json");
        return new QueryFollower(
                settings, new JdbcRows(settings, directory), PositionFile.in(positionFile), sink, clock);
    }

    /** Without a position that lasts: for a trial. */
    public static QueryFollower forgetful(QuerySettings settings, Path directory, CardSink sink, InstantSource clock) {
        return new QueryFollower(settings, new JdbcRows(settings, directory), PositionFile.forgotten(), sink, clock);
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public void poll() throws IOException {
        try {
            Position at = position == null ? begin() : position;
            List<CardRows.Row> group = next(at);
            while (!group.isEmpty()) {
                for (CardRows.Row row : group) {
                    handOn(row, at);
                }
                at = save(group.getLast().key());
                group = next(at);
            }
        } catch (IOException | RuntimeException failed) {
            position = null; // read again from the saved position
            throw failed;
        }
    }

    private Position begin() throws IOException {
        Optional<Position> saved = positions.load();
        if (saved.isPresent()) {
            handover.begin(saved.get().seats());
            position = saved.get();
            return saved.get();
        }
        handover.begin(Map.of());
        position = Position.fresh(0, "", 0, List.of(), Map.of()).at(Long.MIN_VALUE, "", Map.of());
        if (settings.start() == AdapterSettings.Start.BEGINNING) {
            return position;
        }
        Position at = position;
        for (List<CardRows.Row> group = next(at); !group.isEmpty(); group = next(at)) {
            at = at.at(group.getLast().key(), "", Map.of()); // history
        }
        return save(at.offset());
    }

    private List<CardRows.Row> next(Position at) throws IOException {
        List<CardRows.Row> group = rows.after(at.offset(), CardFollower.GROUP);
        long last = at.offset();
        for (CardRows.Row row : group) {
            if (row.key() <= last) {
                throw new IOException("the query does not give rows with greater keys in their order");
            }
            last = row.key();
        }
        return group;
    }

    private Position save(long key) throws IOException {
        Position now = Position.fresh(0, "", 0, List.of(), Map.of()).at(key, "", handover.seats());
        positions.save(now);
        position = now;
        return now;
    }

    private void handOn(CardRows.Row row, Position at) throws IOException {
        try {
            Optional<CardEvent> event = mapping.event(row.columns());
            if (event.isPresent()) {
                handover.handOn(event.get(), at.session(settings.name(), row.key()));
            }
        } catch (CardRefusedException unfit) {
            refused++;
            LOG.warn("Adapter {}: the row {} is passed over: {}", settings.name(), row.key(), unfit.getMessage());
        }
    }

    @Override
    public String toString() {
        return "adapter " + settings.name();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
