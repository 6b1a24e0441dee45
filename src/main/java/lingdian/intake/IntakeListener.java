package lingdian.intake;

import java.util.UUID;

/** Is told what the intake did. Called on a shard's event loop, so it must not block. */
interface IntakeListener {
    /**
     * A batch is committed.
     *
     * @param size how many events and hellos it held
     * @param nanos how long its transaction took
     */
    void committed(int size, long nanos, BatchCommit.Committed committed);

    /** A batch could not be committed for now and will be tried again. */
    void commitFailed();

    /** A stream of the café was superseded by a newer one. */
    void superseded(String placeCode, UUID stream);
}
