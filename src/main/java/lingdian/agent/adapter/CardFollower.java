package lingdian.agent.adapter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files of a cashier's program, over rotation and truncation, and hands each line on exactly once.
 *
 * <p>A login's session id is made from the place of its line, so a line that is read again after a crash opens nothing a
 * second time. The position is saved after its lines were recorded. Blocking; used by one thread at a time.
 */
public final class CardFollower implements CardSource {
    private static final Logger LOG = LoggerFactory.getLogger(CardFollower.class);
    /** As many lines may be read again after a crash; {@link CardSink#knows} must remember more logins than these. */
    static final int GROUP = 100;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final AdapterSettings settings;
    private final CardLines lines;
    private final LogFolder folder;
    private final PositionFile positions;
    private final InstantSource clock;
    private final CardHandover handover;
    private List<String> columns = List.of();
    private @Nullable Position position;
    private @Nullable FileChannel file;
    private @Nullable LineReader reader;
    private long refused;

    CardFollower(AdapterSettings settings, PositionFile positions, CardSink sink, InstantSource clock) {
        this.settings = settings;
        this.lines = new CardLines(settings);
        this.folder = new LogFolder(settings.files(), lines.hasHeader() ? 2 : 1);
        this.positions = positions;
        this.clock = clock;
        this.handover = new CardHandover(settings.name(), sink, clock);
    }

    /** @param positionFile where the position is kept */
    public static CardFollower of(AdapterSettings settings, Path positionFile, CardSink sink, InstantSource clock) {
        return new CardFollower(settings, PositionFile.in(positionFile), sink, clock);
    }

    /** Without a position that lasts: for a trial. */
    public static CardFollower forgetful(AdapterSettings settings, CardSink sink, InstantSource clock) {
        return new CardFollower(settings, PositionFile.forgotten(), sink, clock);
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public void poll() throws IOException {
        try {
            while (prepared() && (readGroup() || moved())) {
                // on to the next group, or the next file
            }
        } catch (IOException | RuntimeException failed) {
            close(); // read again from the saved position
            throw failed;
        }
    }

    @Override
    public String toString() {
        return "adapter " + settings.name();
    }

    @Override
    public void close() throws IOException {
        FileChannel open = file;
        file = null;
        reader = null;
        position = null;
        if (open != null) {
            open.close();
        }
    }

    /** Whether there is a file to read. */
    private boolean prepared() throws IOException {
        if (file != null) {
            return true;
        }
        Optional<Position> saved = positions.load();
        return saved.isPresent() ? goOn(saved.get()) : begin();
    }

    private boolean begin() throws IOException {
        List<String> names = folder.names();
        boolean fromBeginning = settings.start() == AdapterSettings.Start.BEGINNING;
        if (names.isEmpty()) { // what appears later is new, and is read from its beginning
            positions.save(Position.fresh(clock.millis(), "", clock.millis(), List.of(), Map.of()));
            return false;
        }
        String name = fromBeginning ? names.getFirst() : folder.newest().orElse(names.getLast());
        List<String> history = new ArrayList<>();
        (fromBeginning ? folder.rotated(name, 0) : folder.everything())
                .stream()
                        .map(folder::identity)
                        .filter(identity -> !identity.isEmpty() && !identity.equals(folder.identity(name)))
                        .forEach(history::add);
        openNew(name, Position.fresh(clock.millis(), name, clock.millis(), history, Map.of()));
        if (!fromBeginning) {
            passOver();
        }
        return true;
    }

    /** Goes to the end of the last complete line. */
    private void passOver() throws IOException {
        LineReader from = present(reader);
        long next = 0;
        for (var line = from.at(next); line != null; line = from.at(next)) {
            next = line.next();
        }
        columns = next > 0 && lines.hasHeader() ? header() : List.of();
        save(next);
    }

    private boolean goOn(Position saved) throws IOException {
        handover.begin(saved.seats());
        Optional<String> same = saved.identity().isEmpty() ? Optional.empty() : folder.find(saved);
        if (same.isPresent()) {
            open(same.get(), saved);
            return true;
        }
        return next(saved, true);
    }

    /**
     * Opens the file that took a file's name, else the one after it; false if there is none.
     *
     * @param replaced whether a file of that name is another one now
     */
    private boolean next(Position read, boolean replaced) throws IOException {
        List<String> names = folder.names();
        // Where there was no file before, the first one may have been rotated since.
        String rotating = read.file().isEmpty() && !names.isEmpty() ? names.getFirst() : read.file();
        Optional<String> rotated = oldestUnread(rotating, read);
        if (rotated.isPresent()) {
            return openRotated(rotated.get(), rotating, read);
        }
        Optional<String> name = replaced && names.contains(read.file()) ? Optional.of(read.file()) : later(read, names);
        return name.isPresent() && openNew(name.get(), after(read, name.get(), clock.millis()));
    }

    /** The oldest file that was rotated since, and of which nothing was read. */
    private Optional<String> oldestUnread(String rotating, Position read) throws IOException {
        for (String each : folder.rotated(rotating, read.sinceMillis())) {
            if (isUnread(folder.identity(each), read)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private boolean openRotated(String name, String rotating, Position read) throws IOException {
        return openNew(name, after(read, rotating, folder.writtenMillis(name)));
    }

    private Position after(Position read, String name, long sinceMillis) {
        long generation = Math.max(read.generation() + 1, clock.millis());
        return Position.fresh(generation, name, sinceMillis, read.doneWithThis(), handover.seats());
    }

    /** The next file with a line of its own that was not read before. */
    private Optional<String> later(Position read, List<String> names) {
        return names.stream()
                .filter(each -> each.compareTo(read.file()) > 0)
                .filter(each -> isUnread(folder.identity(each), read))
                .findFirst();
    }

    private static boolean isUnread(String identity, Position read) {
        return !identity.isEmpty() && !read.isDone(identity);
    }

    /** A file of which nothing was read. Its generation is saved before any of its lines is recorded. */
    private boolean openNew(String name, Position fresh) throws IOException {
        positions.save(fresh);
        open(name, fresh);
        return true;
    }

    private void open(String name, Position at) throws IOException {
        FileChannel before = file;
        FileChannel opened = folder.open(name);
        file = opened;
        reader = new LineReader(opened, settings.encoding());
        position = at.underKey(folder.key(name));
        columns = at.offset() > 0 && lines.hasHeader() ? header() : List.of();
        if (before != null) {
            before.close();
        }
    }

    private List<String> header() throws IOException {
        LineReader.Line first = present(reader).at(0);
        return first == null ? List.of() : lines.columns(unmarked(first.text()));
    }

    /** Hands on the next lines; false if there is no complete one. */
    private boolean readGroup() throws IOException {
        if (shortened(present(position)) || !identified()) {
            return false;
        }
        Position at = present(position);
        List<LineReader.Line> group = group(at.offset());
        if (group.isEmpty() || shortened(at)) { // what was read may be of the file that took this one's place
            return false;
        }
        for (LineReader.Line line : group) {
            handOn(line);
        }
        save(group.getLast().next());
        return true;
    }

    private List<LineReader.Line> group(long from) throws IOException {
        var group = new ArrayList<LineReader.Line>();
        for (var line = present(reader).at(from);
                line != null && group.size() < GROUP;
                line = present(reader).at(line.next())) {
            group.add(line);
        }
        return group;
    }

    /** Whether the file can be known again; saved before any of its lines is recorded, else a crash would double them. */
    private boolean identified() throws IOException {
        Position at = present(position);
        if (at.identity().isEmpty()) {
            String identity = folder.identity(present(file));
            if (identity.isEmpty()) {
                return false;
            }
            // What it had before it was copied and truncated, if it had no line of its own at the last look.
            Optional<String> rotated = oldestUnread(at.file(), at);
            if (rotated.isPresent() && !folder.identity(rotated.get()).equals(identity)) {
                return openRotated(rotated.get(), at.file(), at) && identified();
            }
            Position now = at.at(at.offset(), identity, handover.seats());
            positions.save(now);
            position = now;
        }
        return true;
    }

    private boolean shortened(Position at) throws IOException {
        FileChannel open = present(file);
        return open.size() < at.offset()
                || !at.identity().isEmpty() && !folder.identity(open).equals(at.identity());
    }

    private void save(long offset) throws IOException {
        Position before = present(position);
        String identity = before.identity().isEmpty() ? folder.identity(present(file)) : before.identity();
        Position now = before.at(offset, identity, handover.seats());
        positions.save(now);
        position = now;
    }

    /** At the end of what is written: whether reading goes on in another file. */
    private boolean moved() throws IOException {
        Position at = present(position);
        if (shortened(at)) {
            return wentOnElsewhere(at);
        }
        if (!succeeded(at)) {
            return false;
        }
        if (readGroup()) { // written between the last look and the rotation
            return true;
        }
        LineReader.Line rest = at.identity().isEmpty() ? null : present(reader).rest(at.offset());
        if (shortened(at)) { // only now: its last lines are in a copy, and what was read may be of its successor
            return wentOnElsewhere(at);
        }
        if (rest != null) { // its end will not come any more
            handOn(rest);
            save(rest.next());
        }
        Position read = present(position);
        return next(read, isAnother(read));
    }

    /** Goes on in a copy that was made before the file became shorter, else in its successor. */
    private boolean wentOnElsewhere(Position at) throws IOException {
        LOG.info("Adapter {}: a file became shorter, or another one", settings.name());
        Optional<String> copy = at.identity().isEmpty() ? Optional.empty() : folder.find(at);
        if (copy.isPresent()) {
            open(copy.get(), at);
            return true;
        }
        return next(at, true);
    }

    /** Whether another file took this one's place: under its name, or under a later one, or was itself rotated since. */
    private boolean succeeded(Position at) throws IOException {
        return later(at, folder.names()).isPresent()
                || isAnother(at)
                || isRotated(at) && oldestUnread(at.file(), at).isPresent();
    }

    /** Whether the file that was read is not the one of its name any more, which may have no line of its own yet. */
    private boolean isRotated(Position at) throws IOException {
        return !hasKeyOf(at)
                || !at.identity().isEmpty() && !folder.identity(at.file()).equals(at.identity());
    }

    /** Whether the file of this name is not the one that was read, and has a line of its own. */
    private boolean isAnother(Position at) throws IOException {
        if (!folder.names().contains(at.file())) {
            return false;
        }
        String identity = folder.identity(at.file());
        boolean otherText = !at.identity().isEmpty() && !identity.equals(at.identity());
        return !identity.isEmpty() && (!hasKeyOf(at) || otherText);
    }

    /** True too where the file system has no keys. */
    private boolean hasKeyOf(Position at) throws IOException {
        if (at.key().isEmpty() || !folder.names().contains(at.file())) {
            return true;
        }
        String key = folder.key(at.file());
        return key.isEmpty() || key.equals(at.key());
    }

    private void handOn(LineReader.Line line) throws IOException {
        String text = line.at() == 0 ? unmarked(line.text()) : line.text();
        if (line.at() == 0 && lines.hasHeader()) {
            columns = lines.columns(text);
            return;
        }
        if (text.isBlank()) {
            return;
        }
        try {
            Optional<CardEvent> event = lines.event(text, columns);
            if (event.isPresent()) {
                handover.handOn(event.get(), present(position).session(settings.name(), line.at()));
            }
        } catch (CardRefusedException unfit) {
            refused++;
            LOG.warn(
                    "Adapter {}: the line at byte {} is passed over: {}",
                    settings.name(),
                    line.at(),
                    unfit.getMessage());
        }
    }

    private static String unmarked(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "a file is open");
    }
}
