package lingdian.access.account;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How fresh an answer must be, and how far behind the primary the one that was read is. For one request. */
public final class Freshness {
    private static final long NOT_READ = -1;

    /** The header of a request, with the position. */
    public static final String AT_LEAST = "Lingdian-At-Least";

    /** The header of an answer, in milliseconds. */
    public static final String BEHIND = "Lingdian-Behind";

    private static final long OF_PRIMARY = Long.MAX_VALUE;

    private final long atLeast;
    private final AtomicLong behindMillis = new AtomicLong(NOT_READ);

    /** @param atLeast the feed position that the answer must not be older than; 0: any */
    public Freshness(long atLeast) {
        this.atLeast = atLeast;
    }

    /** Of an answer that must have all that was committed before. */
    public static Freshness ofPrimary() {
        return new Freshness(OF_PRIMARY);
    }

    /** As a request says it. */
    public static Freshness of(@Nullable String position) {
        if (position == null) {
            return new Freshness(0);
        }
        if (!position.matches("[0-9]{1,18}")) {
            throw Refused.with(400, "The header " + AT_LEAST + " must be a position of the feed.");
        }
        return new Freshness(Long.parseLong(position));
    }

    boolean isOfPrimary() {
        return atLeast == OF_PRIMARY;
    }

    /** Whether an answer of any age will do. */
    boolean isAny() {
        return atLeast == 0;
    }

    boolean allows(long position) {
        return position >= atLeast;
    }

    void read(long behind) {
        behindMillis.accumulateAndGet(behind, Math::max);
    }

    /** By how many milliseconds the oldest part of the answer is behind; empty if nothing was read for it. */
    public OptionalLong behindMillis() {
        long behind = behindMillis.get();
        return behind == NOT_READ ? OptionalLong.empty() : OptionalLong.of(behind);
    }
}
