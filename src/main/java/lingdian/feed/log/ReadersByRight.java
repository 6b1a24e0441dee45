package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the readers by the right that lets them read, so that only rights in use are checked. Any thread. */
final class ReadersByRight {
    private final FeedRights rights;
    private final Map<String, Integer> readers = new ConcurrentHashMap<>();

    ReadersByRight(FeedRights rights) {
        this.rights = rights;
    }

    /** @param right by which the reader reads; null if it needs none */
    void came(@Nullable String right) {
        if (right != null) {
            readers.merge(right, 1, Integer::sum);
        }
    }

    /** @param right as at {@link #came} */
    void left(@Nullable String right) {
        if (right != null) {
            readers.computeIfPresent(right, (id, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** The rights of present readers that are no longer valid. */
    Future<Set<String>> ended() {
        var inUse = new HashSet<>(readers.keySet());
        return inUse.isEmpty() ? Future.succeededFuture(Set.of()) : rights.ended(inUse);
    }
}
