package lingdian.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import lingdian.agent.spool.StoredEvent.Outcome;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;

/** Reads a spool back as events, together with the service's answers. */
final class StoredEvents {
    private final Spool spool;
    private final Consumer<StoredEvent> consumer;
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private long ackedSeq;

    private StoredEvents(Spool spool, Consumer<StoredEvent> consumer) {
        this.spool = spool;
        this.consumer = consumer;
    }

    /** All stored records, one at a time in memory. Blocking. */
    static void forEach(Spool spool, Consumer<StoredEvent> consumer) {
        try {
            new StoredEvents(spool, consumer).run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SpoolDamagedException edited) {
            throw new UncheckedIOException(new IOException(edited.getMessage()));
        }
    }

    private void run() throws IOException, SpoolDamagedException {
        AnswerLog.forEach(spool.directory(), this::note);
        for (SpoolSegment segment : spool.segments()) {
            try (SegmentReader reader = SegmentReader.part(segment.file(), SegmentHeader.BYTES, segment.bytes())) {
                for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                    give(spool.open(frame.get()));
                }
            }
        }
    }

    private void note(AnswerEntry entry) {
        switch (entry.kind()) {
            case SAFE -> ackedSeq = Math.max(ackedSeq, entry.seq());
            case ALLOWED -> outcomes.put(entry.seq(), Outcome.ALLOWED);
            case DENIED -> outcomes.put(entry.seq(), Outcome.DENIED);
            case REJECTED -> outcomes.put(entry.seq(), Outcome.REJECTED);
        }
    }

    private void give(Line line) {
        if (AgentCodec.decodeLine(line.json()) instanceof Decoded.OneEvent(var received)
                && received.event() instanceof AgentEvent.WellFormed event) {
            Outcome outcome = outcomes.getOrDefault(line.seq(), Outcome.NONE);
            consumer.accept(new StoredEvent(spool.stream(), event, line.recordedAt(), line.seq() <= ackedSeq, outcome));
        }
    }
}
