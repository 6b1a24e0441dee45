package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/**
 * Finds what a damaged spool still holds of events that nobody acknowledged: an event that was recorded is not given up
 * because another one was edited. Its seal shows that a record is whole and in its place.
 *
 * <p>They go on in the new stream, and so perhaps twice, where the service got one and its acknowledgement was lost.
 */
final class Salvage {
    private final Vault vault;
    private final Found found;
    private long last;

    /** Takes a line that was found, in order. */
    interface Found {
        void take(Line line) throws IOException;
    }

    private Salvage(Vault vault, long ackedSeq, Found found) {
        this.vault = vault;
        this.last = ackedSeq;
        this.found = found;
    }

    /** Finds all of a directory, one at a time in memory. */
    static void of(Path directory, Vault vault, long ackedSeq, Found found) throws IOException {
        var salvage = new Salvage(vault, ackedSeq, found);
        for (Path file : Segment.files(directory)) {
            try (SegmentReader reader = SegmentReader.whole(file)) {
                salvage.read(reader);
            }
        }
    }

    private void read(SegmentReader reader) throws IOException {
        Optional<SegmentHeader> header = reader.header();
        if (header.isEmpty()) {
            return; // without it nothing tells whose the records are
        }
        while (!reader.atEnd()) {
            Optional<RecordFrame> frame = reader.next();
            if (frame.isEmpty()) {
                reader.moveTo(reader.position() + 1); // until a record begins again
            } else {
                offer(header.get().stream(), frame.get());
            }
        }
    }

    private void offer(UUID stream, RecordFrame frame) throws IOException {
        if (frame.seq() > last) {
            Optional<Line> line = line(stream, frame);
            if (line.isPresent()) {
                last = frame.seq();
                found.take(line.get());
            }
        }
    }

    private Optional<Line> line(UUID stream, RecordFrame frame) {
        try {
            String json = vault.unseal(frame.sealed(), Spool.sealedAs(stream, frame.seq()));
            return Optional.of(new Line(frame.seq(), frame.recordedAt(), frame.login(), json));
        } catch (VaultException edited) {
            return Optional.empty();
        }
    }
}
