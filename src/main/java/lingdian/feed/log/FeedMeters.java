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

    /** A message of this time was read by this node and is handed to its readers. */
    void reachedReaders(Instant committedAt);

    /** This number of messages was written to one reader. */
    default void delivered(int messages) {}

    /** A reader was cut off because it could not keep up. */
    void readerCutOff();
}
