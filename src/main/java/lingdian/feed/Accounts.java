package lingdian.feed;

import io.vertx.core.Future;
import java.util.Set;

/** Tells which of the accounts that read the feed have been ended meanwhile, so that their connections are cut. */
@FunctionalInterface
public interface Accounts {
    /** Those of {@code accounts} that no longer have any right; asked every two seconds while anyone reads. */
    Future<Set<String>> ended(Set<String> accounts);
}
