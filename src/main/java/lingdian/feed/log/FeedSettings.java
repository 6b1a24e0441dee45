package lingdian.feed.log;

/** The limits of the feed on one node. */
public record FeedSettings(Memory memory, Sending sending, Times times) {
    /**
     * What is kept in memory and read from the database.
     *
     * @param ringMessages how many of the newest messages are kept in memory
     * @param ringOctets how long they may be together: one café's messages can have 50,000 each
     * @param pageMessages how many older messages are read from the database at once
     * @param pageOctets with how many of them a page ends
     * @param cachedPages how many such pages are cached for other readers
     * @param databaseReads how many pages are read at once; further reads wait
     */
    public record Memory(
            int ringMessages, long ringOctets, int pageMessages, int pageOctets, int cachedPages, int databaseReads) {
        public Memory {
            requirePositive(ringMessages, "ringMessages");
            requirePositive(pageMessages, "pageMessages");
            requirePositive(cachedPages, "cachedPages");
            requirePositive(pageOctets, "pageOctets");
            requirePositive(databaseReads, "databaseReads");
        }
    }

    /**
     * Limits on what is sent to subscribers.
     *
     * @param maxSubscribers how many may read at once; more are answered 503
     * @param maxOfAccount how many of one account may; more are answered 429
     * @param pendingBytes how much may wait to be sent to one subscriber before no more is pushed
     * @param chunkBytes about how much is written to a subscriber at once
     */
    public record Sending(int maxSubscribers, int maxOfAccount, int pendingBytes, int chunkBytes) {
        public Sending {
            requirePositive(maxSubscribers, "maxSubscribers");
            requirePositive(maxOfAccount, "maxOfAccount");
            requirePositive(pendingBytes, "pendingBytes");
            requirePositive(chunkBytes, "chunkBytes");
        }
    }

    /**
     * Intervals and time limits.
     *
     * @param tickMillis how often slow readers are looked for
     * @param commentMillis how often each subscriber gets a comment (or a ping)
     * @param stuckMillis how long a subscriber may accept nothing while data waits for it; a sixth of this if it was
     *     reading from the ring and the ring has been overwritten meanwhile
     * @param recheckMillis how often the rights of subscribers are checked
     * @param pollMillis how often the database is polled for new messages
     */
    public record Times(int tickMillis, int commentMillis, int stuckMillis, int recheckMillis, int pollMillis) {
        public Times {
            requirePositive(tickMillis, "tickMillis");
            requirePositive(commentMillis / tickMillis, "commentMillis / tickMillis");
            requirePositive(stuckMillis / tickMillis, "stuckMillis / tickMillis");
            requirePositive(recheckMillis, "recheckMillis");
            requirePositive(pollMillis, "pollMillis");
        }

        int commentTicks() {
            return commentMillis / tickMillis;
        }

        int stuckTicks() {
            return stuckMillis / tickMillis;
        }

        int lappedTicks() {
            return Math.max(2, stuckTicks() / 6);
        }
    }

    /** Intervals as the handbook states them, and sizes that keep 10,000 subscribers well within a gigabyte. */
    public static FeedSettings defaults() {
        return new FeedSettings(
                new Memory(8_192, 16 << 20, 256, 512 << 10, 32, 4),
                new Sending(20_000, 100, 65_536, 16_384),
                new Times(1_000, 15_000, 30_000, 2_000, 1_000));
    }

    /** These settings with another ring and other pages. */
    public FeedSettings withMemory(int ring, int page) {
        return new FeedSettings(
                new Memory(
                        ring,
                        memory.ringOctets(),
                        page,
                        memory.pageOctets(),
                        memory.cachedPages(),
                        memory.databaseReads()),
                sending,
                times);
    }

    /** These settings with another ring and other pages, by their length. */
    public FeedSettings withOctets(long ring, int page) {
        return new FeedSettings(
                new Memory(
                        memory.ringMessages(),
                        ring,
                        memory.pageMessages(),
                        page,
                        memory.cachedPages(),
                        memory.databaseReads()),
                sending,
                times);
    }

    /** These settings with another maximum number of subscribers, who may all be of one account. */
    public FeedSettings withMaxSubscribers(int subscribers) {
        return withMaxSubscribers(subscribers, subscribers);
    }

    /** These settings with other maximum numbers of subscribers, in all and of one account. */
    public FeedSettings withMaxSubscribers(int subscribers, int ofAccount) {
        return new FeedSettings(
                memory, new Sending(subscribers, ofAccount, sending.pendingBytes(), sending.chunkBytes()), times);
    }

    /** These settings with other intervals, in milliseconds. */
    public FeedSettings withTimes(int tick, int comment, int stuck, int recheck) {
        return new FeedSettings(memory, sending, new Times(tick, comment, stuck, recheck, times.pollMillis()));
    }

    /** These settings with another polling interval of the database, in milliseconds. */
    public FeedSettings withPoll(int poll) {
        return new FeedSettings(
                memory,
                sending,
                new Times(times.tickMillis(), times.commentMillis(), times.stuckMillis(), times.recheckMillis(), poll));
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be greater than zero");
        }
    }
}
