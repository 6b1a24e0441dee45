package lingdian.law.judge;

import java.util.Locale;

/**
 * What happens to the findings of a rule (handbook, rules.md#states-of-a-rule).
 *
 * <p>A rule judges alike in every state, so that a rule that is turned on finds what it found while it was in shadow.
 */
public enum RuleState {
    /** It is shown to every reader who may see it. */
    ENABLED,
    /** It is recorded and shown only to the rule's author. */
    SHADOW,
    /** It is dropped. */
    DISABLED;

    /** The word in configuration and in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
