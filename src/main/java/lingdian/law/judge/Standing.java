package lingdian.law.judge;

import java.util.Locale;

/** How much a finding says (handbook, rules.md#standing). None of them is an accusation until a person confirms it. */
public enum Standing {
    /** A violation if the records are authentic. */
    FACT,
    /** Send someone to look. */
    SUSPICION,
    /** A trend only. */
    LEAD;

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
