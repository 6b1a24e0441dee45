package lingdian.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/**
 * Finds the unacknowledged events in a damaged spool, so that one altered record does not cost the others. A record's
 * seal shows that it is complete and in its place.
 *
 * <p>The events are repeated in the new stream. The service may receive one twice if its acknowledgement was lost.
 */
final class Salvage {
    private final Vault vault;
    private final Found found;
    private long last;

    /** Receives the lines found, in order. */
    interface Found {
        void take(Line line) throws IOException;
    }

    private Salvage(Vault vault, long ackedSeq, Found found) {
        this.vault = vault;
        this.last = ackedSeq;
        this.found = found;
    }

    /** Finds all unacknowledged events of a directory, one at a time in memory. */
    static void of(Path directory, Vault vault, long ackedSeq, Found found) throws IOException {
        var salvage = new Salvage(vault, ackedSeq, found);
        for (Path file : SpoolSegment.files(directory)) {
            try (SegmentReader reader = SegmentReader.whole(file)) {
                salvage.read(reader);
            }
        }
    }

    private void read(SegmentReader reader) throws IOException {
        Optional<SegmentHeader> header = reader.header();
        if (header.isEmpty()) {
            return; // without a header the stream is unknown
        }
        while (!reader.atEnd()) {
            Optional<RecordFrame> frame = reader.next();
            if (frame.isEmpty()) {
                reader.moveTo(reader.position() + 1); // search for the next record
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
