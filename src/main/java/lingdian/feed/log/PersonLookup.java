package lingdian.feed.log;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import lingdian.domain.ViolationId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the persons that violations are about, as a reader may see them: masked.
 *
 * <p>An interface, because the feed must not know how documents are sealed. The answer leaves out persons whose
 * document is missing (it is dropped earlier than its violation) or cannot be opened. A failed future stops the feed
 * until a later attempt succeeds, so only a database that does not answer may cause one, never a single document.
 */
public interface PersonLookup {
    /** The persons of these subjects, without those whose document is no longer kept. */
    Future<Map<Subject, PersonView>> persons(Collection<Subject> subjects);

    /**
     * A violation and the login whose document it is about.
     *
     * @param loginDay the day on which the login was received, the partition of its record
     */
    record Subject(ViolationId violationId, int streamNumber, long loginSeq, LocalDate loginDay) {}

    /**
     * A person as shown with one violation (handbook, feed.md#a-violation).
     *
     * @param ref derived from the violation's id, means nothing outside it
     * @param type certificate code, or {@code net-id}
     * @param maskedNumber the first four and last two characters, or the first and last of fewer than twelve; null for
     *     a network identity
     * @param maskedName the first character; null for a network identity
     */
    record PersonView(
            String ref,
            String type,
            @Nullable String maskedNumber,
            @Nullable String maskedName) {
        /** Even masked it is personal data. */
        @Override
        public String toString() {
            return "PersonView[ref=" + ref + "]";
        }
    }
}
