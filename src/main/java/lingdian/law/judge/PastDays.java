package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a café's business days when they are over: figures without personal data.
 *
 * @param typedPerMille of the logins of each of the last days that had enough of them, how many of a thousand were
 *     typed
 * @param fewTerminals how many days in a row had less than the lower limit of terminals
 */
@JsonIgnoreProperties("installed") // states of before 2026.2 have it: what the agent claimed
record PastDays(List<Integer> typedPerMille, int fewTerminals) {
    static final PastDays NONE = new PastDays(List.of(), 0);

    /** Days of the median in {@code DOCUMENTS_TYPED_BY_HAND} (handbook, suspicions.md). */
    private static final int DAYS = 28;

    PastDays {
        typedPerMille = typedPerMille == null ? List.of() : List.copyOf(typedPerMille); // empty values are not stored
    }

    PastDays typed(int perMille) {
        var days = new ArrayList<>(typedPerMille);
        days.add(perMille);
        return new PastDays(days.subList(Math.max(0, days.size() - DAYS), days.size()), fewTerminals);
    }

    PastDays few(int days) {
        return new PastDays(typedPerMille, days);
    }

    /** The lower one of two. */
    int medianTypedPerMille() {
        return typedPerMille.stream().sorted().toList().get((typedPerMille.size() - 1) / 2);
    }
}
