package lingdian.feed.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far behind the feed a job of all nodes is, according to its position in the database.
 *
 * <p>A position beyond the feed is an error, said once: whoever can write to the database would keep the job from all that comes
 * until the feed is there. May be called from any thread.
 */
public final class FeedBacklog {
    private static final Logger LOG = LoggerFactory.getLogger(FeedBacklog.class);

    private final String job;
    private long seen = -1;
    private long said = -1;
    private volatile long changes;

    /** @param job its name in the log */
    public FeedBacklog(String job) {
        this.job = job;
    }

    /**
     * Takes what a look found. Another node may move the position between the reading of the two, so only one that a second look
     * finds beyond the feed, too, is said.
     */
    public synchronized void looked(long position, long newest) {
        changes = newest - position;
        if (position > newest && position == seen && position != said) {
            said = position;
            LOG.error(
                    "The position {} of {} lies beyond the feed, which ends at {}: what comes up to there is left out.",
                    position,
                    job,
                    newest);
        }
        seen = position;
    }

    /** How many changes of the feed waited when this node looked last; negative where the position lies beyond the feed. */
    public long changes() {
        return changes;
    }
}
