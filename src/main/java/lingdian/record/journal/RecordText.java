package lingdian.record.journal;

import lingdian.law.judge.RuleVersion;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a record, and the facts in them that are columns of their own.
 *
 * @param body the tokenised event as JSON
 * @param outcome the verdict or reject as it was sent
 * @param rules under which a verdict was made; null where there is none
 */
public record RecordText(
        String body, @Nullable String outcome, @Nullable RuleVersion rules, RecordFacts facts) {
    /** Whether the facts are those in the texts, and a verdict names its rules. */
    public boolean isConsistent() {
        return facts.areThoseOf(body, outcome) && facts.isVerdict() == (rules != null);
    }

    @Nullable
    String ruleVersion() {
        return rules == null ? null : rules.version();
    }

    @Nullable
    Short releaseNumber() {
        return rules == null ? null : (Short) (short) rules.release();
    }

    /** The kind of the text sealed with such a record, if there is one. */
    String sealedKind() {
        if (facts.isRejected()) {
            return "quarantine";
        }
        return facts.isPatrol() ? "officer" : "identity";
    }
}
