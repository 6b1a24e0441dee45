package lingdian.law.course;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why officers go: visits that no plan names need one of the reasons that local rules except from the plan. */
public enum Trigger {
    /** A finding of this service. */
    DATA_MONITORING,
    COMPLAINT,
    /** Another organ handed the matter over. */
    TRANSFER,
    /** The yearly plan. */
    PLAN,
    /** A special campaign. */
    SPECIAL,
    /** The café's own wish. */
    APPLICATION,
    SURPRISE;

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The trigger of this word; empty if there is none. */
    public static Optional<Trigger> of(String wire) {
        return Arrays.stream(values())
                .filter(trigger -> trigger.wire().equals(wire))
                .findFirst();
    }
}
