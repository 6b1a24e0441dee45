package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.Set;

/** Finds the rights to read the feed that have ended, so that their connections are closed. */
@FunctionalInterface
public interface FeedRights {
    /** The members of {@code rights} that are no longer valid; asked every two seconds while there are readers. */
    Future<Set<String>> ended(Set<String> rights);
}
