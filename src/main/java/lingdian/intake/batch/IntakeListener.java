package lingdian.intake.batch;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.Change;

/** Receives the events of the intake. Called on a shard's event loop, so it must not block. */
public interface IntakeListener {
    /** A batch is committed, its answers are about to be sent. */
    void committed(CommittedBatch batch);

    /** Findings changed without a batch, and are committed. */
    void found(List<Change> announced);

    /** A batch could not be committed for now and will be tried again. */
    void commitFailed();

    /** Events were not taken, because too many of their café wait already. */
    void queueFull();

    /**
     * A café sent a message beyond its daily quota, which is taken and answered late.
     *
     * @param first whether it is the first one of the day on this node
     */
    void quotaExceeded(PlaceCode placeCode, Instant receivedAt, boolean first);

    /** A café sent very many events since it was last told, or since the day began. */
    void manyEvents(PlaceCode placeCode);

    /** A stream of the café was superseded by a newer one. */
    void superseded(PlaceCode placeCode, UUID stream);
}
