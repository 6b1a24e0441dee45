package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a café's business days when they are over: figures without personal data.
 *
 * @param typedPerMille of the logins of each of the last days that had enough of them, how many of a thousand were
 *     typed
 * @param fewTerminals how many days in a row had less than the lower limit of terminals
 * @param unlikePeers the last day on which it was found unlike its peers
 */
@JsonIgnoreProperties("installed") // states of before 2026.2 have it: what the agent claimed
record PastDays(
        List<Integer> typedPerMille,
        int fewTerminals,
        @Nullable LocalDate unlikePeers) {
    static final PastDays NONE = new PastDays(List.of(), 0, null);

    /**
     * Days of the median in {@code DOCUMENTS_TYPED_BY_HAND}, and those that are compared in {@code CAFE_UNLIKE_PEERS}
     * (handbook, suspicions.md).
     */
    private static final int DAYS = 28;

    PastDays {
        typedPerMille = typedPerMille == null ? List.of() : List.copyOf(typedPerMille); // empty values are not stored
    }

    PastDays typed(int perMille) {
        var days = new ArrayList<>(typedPerMille);
        days.add(perMille);
        return new PastDays(days.subList(Math.max(0, days.size() - DAYS), days.size()), fewTerminals, unlikePeers);
    }

    PastDays few(int days) {
        return new PastDays(typedPerMille, days, unlikePeers);
    }

    PastDays unlikePeers(LocalDate day) {
        return new PastDays(typedPerMille, fewTerminals, day);
    }

    /** Whether some of the days that were compared at the last finding are compared again on {@code day}. */
    boolean wasUnlikePeers(LocalDate day) {
        return unlikePeers != null && day.isBefore(unlikePeers.plusDays(DAYS));
    }

    /** The lower one of two. */
    int medianTypedPerMille() {
        return typedPerMille.stream().sorted().toList().get((typedPerMille.size() - 1) / 2);
    }
}
