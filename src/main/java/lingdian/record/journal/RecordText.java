package lingdian.record.journal;

import org.jspecify.annotations.Nullable;

/**
 * The texts of a record, and the facts in them that are columns of their own.
 *
 * @param body the tokenised event as JSON
 * @param outcome the verdict or reject as it was sent
 */
public record RecordText(String body, @Nullable String outcome, RecordFacts facts) {
    /** Whether the facts are those in the texts. */
    public boolean isConsistent() {
        return facts.areThoseOf(body, outcome);
    }

    /** The kind of the text sealed with such a record, if there is one. */
    String sealedKind() {
        if (facts.isRejected()) {
            return "quarantine";
        }
        return facts.isPatrol() ? "officer" : "identity";
    }
}
