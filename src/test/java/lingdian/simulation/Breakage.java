package lingdian.simulation;

/**
 * Ways to break the mechanisms that keep the promises, each at a boundary of the code under test. The simulation must
 * detect them all.
 */
enum Breakage {
    /** Nothing is broken. */
    NONE,
    /** The intake acknowledges a message as soon as it accepts it, before the commit. */
    ACK_BEFORE_COMMIT,
    /** A power cut undoes a commit that was answered, as with {@code synchronous_commit = off}. */
    COMMIT_NOT_DURABLE,
    /** Every event counts as the next one, whatever its number: repetitions are not recognised. */
    SEQUENCE_FORGOTTEN,
    /** The events of a message are taken in any order. */
    ORDER_FORGOTTEN,
    /** A node continues with the state that it remembers, even if another node has written a newer one. */
    VERSION_UNCHECKED,
    /** The cafés' new states are kept although their batch failed, as if they were swapped in before the commit. */
    STATE_SURVIVES_ROLLBACK,
    /** Two nodes judge at the same time. */
    NO_HEAD_LOCK,
    /** A commit without an answer counts as done. */
    DOUBT_TAKEN_FOR_DONE,
    /** Data that the café's disk reports as durable is not. */
    DISK_NOT_DURABLE,
    /** Positions of the feed are assigned before it is certain that the batch commits. */
    FEED_WITH_HOLES,
    /** A node that reads the feed sometimes skips a message. */
    FEED_ROW_PASSED_OVER,
    /** A reader that reconnects gets every message again, as if its Last-Event-ID were ignored. */
    RESUME_REPEATS,
    /** A post is answered with success although its events could not be committed. */
    POST_FAILED_TOLD_AS_DONE,
    /** The answer to a post lacks its verdicts. */
    POST_VERDICTS_LEFT_OUT
}
