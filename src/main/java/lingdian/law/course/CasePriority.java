package lingdian.law.course;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** How urgent a case is, by what its café does now; in the order of a worklist. */
public enum CasePriority {
    /** A fact goes on, or a minor is inside. */
    HIGH,
    NORMAL,
    /** Suspicions alone, all of them over. */
    LOW;

    private static final Set<String> MINORS = Set.of("MINOR_ADMITTED", "MINORS_GRAVE");

    public static CasePriority of(Collection<CaseFinding> findings) {
        if (findings.stream().anyMatch(one -> one.isOpen() && (one.isFact() || MINORS.contains(one.code())))) {
            return HIGH;
        }
        boolean over = !findings.isEmpty() && findings.stream().noneMatch(one -> one.isOpen() || one.isFact());
        return over ? LOW : NORMAL;
    }

    /** The word in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
