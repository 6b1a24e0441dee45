package lingdian.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.agent.spool.HeadFile.Head;
import lingdian.domain.ChinaTime;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/**
 * The records of one stream on disk: numbered, chained, sealed, in files by day.
 *
 * <p>The whole event is sealed, including terminal lists and officers' names, with keys in a file beside it: a backup
 * or a stolen disk without that file reveals nothing. It does not protect against an attacker with access to the
 * machine, because the program must be able to read its records after a restart.
 *
 * <p>Written by one thread, read by others, which see only durable records.
 */
final class Spool implements Closeable {
    private static final String SEALED_AS = "spool";
    private static final int CHUNK_BYTES = 64 * 1024;

    private final SpoolDisk disk;
    private final Path directory;
    private final Vault vault;
    private final long segmentBytes;
    private final UUID stream;
    private final HeadFile head;
    private volatile List<SpoolSegment> segments;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
    private SpoolDisk.Writable file;
    private boolean remainder;

    private Spool(SpoolDisk disk, Path directory, Vault vault, long segmentBytes, List<SpoolSegment> segments)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.vault = vault;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.stream = segments.getLast().header().stream();
        this.head = HeadFile.open(disk, directory);
        this.file = disk.open(segments.getLast().file());
    }

    /** Creates a new stream without records. The caller moves the directory into place after this returns. */
    static Spool create(SpoolDisk disk, Path directory, Vault vault, long segmentBytes, UUID stream, Instant now)
            throws IOException {
        var header = new SegmentHeader(stream, vault.fingerprint(), 1, day(now), new byte[RecordFrame.CHAIN_BYTES]);
        Path first = directory.resolve(SpoolSegment.name(header));
        disk.replace(first, header.encode());
        var spool = new Spool(disk, directory, vault, segmentBytes, List.of(SpoolSegment.empty(first, header)));
        spool.head.writeDurably(new Head(1, 0));
        return spool;
    }

    /**
     * Opens the records of a directory for appending and cuts off a torn end.
     *
     * @param ackedSeq the last number that the service is known to have
     * @throws SpoolDamagedException if they differ from what this agent wrote
     */
    static Spool open(SpoolDisk disk, Path directory, Vault vault, long segmentBytes, long ackedSeq)
            throws IOException, SpoolDamagedException {
        SpoolCheck.CheckedRecords sound = SpoolCheck.of(directory, vault.fingerprint(), ackedSeq);
        var spool = new Spool(disk, directory, vault, segmentBytes, sound.segments());
        spool.remainder = sound.tornBytes() > 0;
        spool.cutRemainder();
        spool.head.writeDurably(new Head(spool.firstSeq(), spool.lastSeq()));
        spool.deleteBefore(spool.firstSeq());
        return spool;
    }

    UUID stream() {
        return stream;
    }

    Path directory() {
        return directory;
    }

    /** The oldest record kept, or the next one if there is none. */
    long firstSeq() {
        return segments.getFirst().header().firstSeq();
    }

    /** The last record, 0 for none. */
    long lastSeq() {
        return segments.getLast().lastSeq();
    }

    /** The files, as far as they are durable. */
    List<SpoolSegment> segments() {
        return segments;
    }

    /**
     * Records, in order, the drafts that can be recorded. On return they survive a power failure; after an exception
     * nothing was recorded, and the numbers are assigned again.
     */
    List<DraftResult> append(List<LineDraft> drafts, Instant now) throws IOException {
        cutRemainder();
        rollIfDue(day(now));
        List<DraftResult> written = new ArrayList<>(drafts.size());
        SpoolSegment segment = segments.getLast();
        remainder = true;
        try {
            segment = write(drafts, segment, written);
            file.force();
        } catch (IOException failed) {
            cutQuietly();
            throw failed;
        }
        remainder = false;
        replaceLast(segment);
        noteQuietly();
        return written;
    }

    /** The records are durable without it: a head that is behind only weakens the check. */
    private void noteQuietly() {
        try {
            head.write(new Head(firstSeq(), lastSeq()));
        } catch (IOException failed) {
            // written after the next record
        }
    }

    /** Deletes the files whose records all have numbers up to {@code seq}. */
    void dropThrough(long seq) throws IOException {
        List<SpoolSegment> kept = segments;
        while (kept.size() > 1 && kept.getFirst().lastSeq() <= seq) {
            kept = kept.subList(1, kept.size());
        }
        if (kept.size() < segments.size()) {
            long first = kept.getFirst().header().firstSeq();
            head.writeDurably(new Head(first, lastSeq())); // before deleting: a missing file would count as damage
            segments = List.copyOf(kept);
            deleteBefore(first);
        }
    }

    /** @throws SpoolDamagedException if it was not sealed here for this number */
    Line open(RecordFrame frame) throws SpoolDamagedException {
        try {
            String json = vault.unseal(frame.sealed(), sealedAs(stream, frame.seq()));
            return new Line(frame.seq(), frame.recordedAt(), frame.login(), json);
        } catch (VaultException edited) {
            throw new SpoolDamagedException("event " + frame.seq() + " cannot be decrypted");
        }
    }

    static SealedRef sealedAs(UUID stream, long seq) {
        return new SealedRef("", stream, seq, SEALED_AS);
    }

    @Override
    public void close() throws IOException {
        try (head) {
            file.close();
        }
    }

    private SpoolSegment write(List<LineDraft> drafts, SpoolSegment from, List<DraftResult> written)
            throws IOException {
        SpoolSegment segment = from;
        var chunk = new Chunk(from.bytes());
        for (LineDraft draft : drafts) {
            try {
                Line line = draft.line(segment.lastSeq() + 1);
                RecordFrame frame = seal(line, segment.chain());
                chunk.add(frame);
                segment = segment.with(frame);
                written.add(new DraftResult.Durable(line));
            } catch (RuntimeException refused) {
                written.add(new DraftResult.Refused(refused));
            }
        }
        chunk.flush();
        return segment;
    }

    private RecordFrame seal(Line line, byte[] chain) {
        byte[] sealed = vault.seal(line.json(), sealedAs(stream, line.seq()));
        if (sealed.length > RecordFrame.SEALED_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an event of " + sealed.length + " bytes exceeds the limit for a message");
        }
        return RecordFrame.after(chain, line.seq(), line.recordedAt(), line.login(), sealed);
    }

    private void rollIfDue(LocalDate day) throws IOException {
        SpoolSegment last = segments.getLast();
        boolean used = last.lastSeq() >= last.header().firstSeq();
        if (used && (day.isAfter(last.header().day()) || last.bytes() >= segmentBytes)) {
            var header = new SegmentHeader(stream, vault.fingerprint(), last.lastSeq() + 1, day, last.chain());
            Path next = directory.resolve(SpoolSegment.name(header));
            disk.replace(next, header.encode());
            SpoolDisk.Writable opened = disk.open(next);
            file.close();
            file = opened;
            var more = new ArrayList<>(segments);
            more.add(SpoolSegment.empty(next, header));
            segments = List.copyOf(more);
        }
    }

    private void replaceLast(SpoolSegment segment) {
        var changed = new ArrayList<>(segments);
        changed.set(changed.size() - 1, segment);
        segments = List.copyOf(changed);
    }

    /** The rest of a failed write must be removed before the next write, and before the next start reads it. */
    private void cutRemainder() throws IOException {
        if (remainder) {
            file.truncate(segments.getLast().bytes());
            file.force();
            remainder = false;
        }
    }

    private void cutQuietly() {
        try {
            cutRemainder();
        } catch (IOException again) {
            // retried before the next record
        }
    }

    private void deleteBefore(long first) throws IOException {
        for (Path old : SpoolSegment.files(directory)) {
            if (SpoolSegment.firstSeq(old) < first) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static LocalDate day(Instant now) {
        return now.atZone(ChinaTime.ZONE).toLocalDate();
    }

    /** Collects adjacent writes, up to a size that stays small in memory. */
    private final class Chunk {
        private long position;

        Chunk(long position) {
            this.position = position;
            buffer.clear();
        }

        void add(RecordFrame frame) throws IOException {
            if (frame.bytes() > buffer.remaining()) {
                flush();
            }
            if (frame.bytes() > buffer.capacity()) {
                buffer = ByteBuffer.allocate(frame.bytes());
            }
            frame.encode(buffer);
        }

        void flush() throws IOException {
            int length = buffer.flip().remaining();
            file.write(buffer, position);
            position += length;
            buffer.clear();
        }
    }
}
