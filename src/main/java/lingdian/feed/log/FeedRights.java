package lingdian.feed.log;

import io.vertx.core.Future;
import java.util.Set;

/** Tells which of the rights by which the feed is read have ended meanwhile, so that their connections are cut. */
@FunctionalInterface
public interface FeedRights {
    /** Those of {@code rights} that hold no more; asked every two seconds while anyone reads. */
    Future<Set<String>> ended(Set<String> rights);
}
