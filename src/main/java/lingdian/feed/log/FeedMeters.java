package lingdian.feed.log;

import java.time.Instant;

/** What the feed reports on itself. May be called from any thread. */
public interface FeedMeters {
    /** For who does not want to know. */
    FeedMeters NONE = new FeedMeters() {
        @Override
        public void reachedReaders(Instant committedAt) {}

        @Override
        public void readerCutOff() {}
    };

    /** A message of this time was read by this node and is handed to its readers. */
    void reachedReaders(Instant committedAt);

    /** A reader was cut off because it could not keep up. */
    void readerCutOff();
}
