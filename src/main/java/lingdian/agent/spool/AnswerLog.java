package lingdian.agent.spool;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lingdian.domain.ChinaTime;
import org.jspecify.annotations.Nullable;

/**
 * The service's answers to a stream's events, stored durably in one file per day: the chain hash of every
 * acknowledgement, and whether each login was allowed, so that a restarted agent knows which guests were admitted.
 *
 * <p>Its entries are proofs by their content: an altered hash matches nothing in the service's journal. A damaged entry
 * is therefore skipped and does not require a new stream. Written by one thread.
 */
final class AnswerLog implements Closeable {
    private static final String SUFFIX = ".answers";

    private final SpoolDisk disk;
    private final Path directory;
    private volatile long ackedSeq;
    private volatile @Nullable Instant lastAckedAt;
    private @Nullable LocalDate day;
    private SpoolDisk.@Nullable Writable file;
    private long length;

    private AnswerLog(SpoolDisk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Appends to the existing files, if there are any. */
    static AnswerLog open(SpoolDisk disk, Path directory) throws IOException {
        var log = new AnswerLog(disk, directory);
        forEach(directory, log::remember);
        List<Path> files = files(directory);
        if (!files.isEmpty()) {
            log.day = day(files.getLast());
        }
        return log;
    }

    /** The last acknowledged number, 0 for none. Needs no open stream. */
    static long ackedSeq(Path directory) throws IOException {
        long[] most = new long[1];
        forEach(directory, entry -> most[0] = Math.max(most[0], entry.acknowledges() ? entry.seq() : 0));
        return most[0];
    }

    long ackedSeq() {
        return ackedSeq;
    }

    @Nullable
    Instant lastAckedAt() {
        return lastAckedAt;
    }

    /** On return the entries survive a power failure. After an exception the caller may append them again. */
    void append(List<AnswerEntry> entries, Instant now) throws IOException {
        SpoolDisk.Writable to = fileOf(now.atZone(ChinaTime.ZONE).toLocalDate());
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * AnswerEntry.BYTES);
        entries.forEach(entry -> bytes.put(entry.encode()));
        to.write(bytes.flip(), length);
        to.force();
        length += bytes.limit();
        entries.forEach(this::remember);
    }

    /** The last number that was already acknowledged at {@code moment}, 0 for none. */
    long ackedAt(Instant moment) throws IOException {
        long[] most = new long[1];
        forEach(directory, entry -> {
            if (entry.acknowledges() && entry.at().isBefore(moment)) {
                most[0] = Math.max(most[0], entry.seq());
            }
        });
        return most[0];
    }

    /** Deletes the files of days before that of {@code moment}. */
    void dropBefore(Instant moment) throws IOException {
        LocalDate limit = moment.atZone(ChinaTime.ZONE).toLocalDate();
        List<Path> files = files(directory);
        for (Path old : files.subList(0, Math.max(0, files.size() - 1))) {
            if (day(old).isBefore(limit)) {
                Files.deleteIfExists(old);
            }
        }
    }

    /** Reads all entries of a directory in order, one at a time in memory. */
    static void forEach(Path directory, Consumer<AnswerEntry> consumer) throws IOException {
        for (Path file : files(directory)) {
            try (var in = new BufferedInputStream(Files.newInputStream(file))) {
                for (byte[] bytes = in.readNBytes(AnswerEntry.BYTES);
                        bytes.length == AnswerEntry.BYTES;
                        bytes = in.readNBytes(AnswerEntry.BYTES)) {
                    AnswerEntry.decode(bytes).ifPresent(consumer);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void remember(AnswerEntry entry) {
        if (entry.acknowledges()) {
            ackedSeq = Math.max(ackedSeq, entry.seq());
            lastAckedAt = entry.at();
        }
    }

    /** A clock that was set back does not change the file. */
    private SpoolDisk.Writable fileOf(LocalDate today) throws IOException {
        LocalDate wanted = day == null || today.isAfter(day) ? today : day;
        SpoolDisk.Writable open = file;
        if (open != null && wanted.equals(day)) {
            return open;
        }
        Path path = directory.resolve(wanted + SUFFIX);
        SpoolDisk.Writable opened = disk.open(path);
        disk.syncDirectory(directory);
        length = Files.size(path) / AnswerEntry.BYTES * AnswerEntry.BYTES; // a torn last entry is overwritten
        if (open != null) {
            open.close();
        }
        file = opened;
        day = wanted;
        return opened;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(AnswerLog::isOurs).sorted().toList();
        }
    }

    private static boolean isOurs(Path file) {
        try {
            return file.toString().endsWith(SUFFIX) && day(file).getYear() > 0;
        } catch (DateTimeParseException another) {
            return false;
        }
    }

    private static LocalDate day(Path file) {
        String name = file.getFileName().toString();
        return LocalDate.parse(name.substring(0, name.length() - SUFFIX.length()));
    }
}
