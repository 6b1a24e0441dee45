package lingdian.simulation;

/**
 * Ways to break the mechanisms that keep the promises, each at an edge of the code under test: the simulation must
 * detect them.
 */
enum Breakage {
    /** Nothing is broken. */
    NONE,
    /** The intake says that a message is safe as soon as it is taken: before the commit. */
    ACK_BEFORE_COMMIT,
    /** A commit is answered that a power cut undoes: as with {@code synchronous_commit = off}. */
    COMMIT_NOT_DURABLE,
    /** Whatever number an event has, it counts as the next one: repetitions are not known. */
    SEQUENCE_FORGOTTEN,
    /** The events of a message are taken in any order. */
    ORDER_FORGOTTEN,
    /** A node continues with the state that it remembers, even if another node has written a newer one. */
    VERSION_UNCHECKED,
    /** The cafés' new states are kept although their batch failed, as if they were swapped in before the commit. */
    STATE_SURVIVES_ROLLBACK,
    /** Two nodes judge at the same time. */
    NO_HEAD_LOCK,
    /** A commit without an answer is taken for done. */
    DOUBT_TAKEN_FOR_DONE,
    /** Data that the café's disk reports as durable is not. */
    DISK_NOT_DURABLE,
    /** A position of the feed is given out before it is sure that the batch commits. */
    FEED_WITH_HOLES,
    /** A node that reads the feed passes a message over now and then. */
    FEED_ROW_PASSED_OVER,
    /** A reader that reconnects gets every message again, as if its Last-Event-ID were ignored. */
    RESUME_REPEATS,
    /** A café that posts is told that events are safe although they could not be committed. */
    POST_FAILED_TOLD_AS_DONE,
    /** The answer to a post lacks its verdicts. */
    POST_VERDICTS_LEFT_OUT
}
