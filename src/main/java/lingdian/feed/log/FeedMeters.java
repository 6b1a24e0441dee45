package lingdian.feed.log;

import java.time.Instant;

/** Meters of the feed. May be called from any thread. */
public interface FeedMeters {
    /** Ignores everything. */
    FeedMeters NONE = new FeedMeters() {
        @Override
        public void reachedReaders(Instant committedAt) {}

        @Override
        public void readerCutOff() {}
    };

    /** This node has read a message that was committed at this time, and now hands it to its readers. */
    void reachedReaders(Instant committedAt);

    /** Messages were written to one reader. */
    default void delivered(int messages) {}

    /** A reader was cut off because it could not keep up. */
    void readerCutOff();
}
