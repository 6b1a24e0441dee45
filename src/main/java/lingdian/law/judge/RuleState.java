package lingdian.law.judge;

import java.util.Locale;

/**
 * What comes of what a rule finds (handbook, rules.md#states-of-a-rule).
 *
 * <p>A rule judges alike in all of them, so that turning one on accuses by what it was seen to find while it was in shadow.
 */
public enum RuleState {
    /** It is told to whoever may see it. */
    ENABLED,
    /** It is recorded and shown to nobody but the rule's author. */
    SHADOW,
    /** It is dropped. */
    DISABLED;

    /** The word in configuration and in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
