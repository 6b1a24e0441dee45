package lingdian.simulation;

/**
 * Ways to break what keeps the promises, each at an edge of the code under test: the simulation is worth what it finds of them.
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
    /** A node goes on with the state that it remembers, whoever wrote another one since. */
    VERSION_UNCHECKED,
    /** What a batch made of the cafés' states is kept where the batch is not: as if it were swapped in before the commit. */
    STATE_SURVIVES_ROLLBACK,
    /** Two nodes judge at the same time. */
    NO_HEAD_LOCK,
    /** A commit without an answer is taken for done. */
    DOUBT_TAKEN_FOR_DONE,
    /** What the café's disk calls durable is not. */
    DISK_NOT_DURABLE,
    /** A position of the feed is given out before it is sure that the batch commits. */
    FEED_WITH_HOLES,
    /** A node that reads the feed passes a message over now and then. */
    FEED_ROW_PASSED_OVER,
    /** A reader who comes back gets all again: as if its Last-Event-ID were not looked at. */
    RESUME_REPEATS,
    /** A café that posts is told that what could not be committed is safe. */
    POST_FAILED_TOLD_AS_DONE,
    /** The answer to a post lacks its verdicts. */
    POST_VERDICTS_LEFT_OUT
}
