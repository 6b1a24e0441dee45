package lingdian.law.course;

import java.time.Instant;
import lingdian.law.judge.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What the judge found, as far as a worklist shows it.
 *
 * @param code of the rule; text, since a later version of the service may have rules that this one does not know
 * @param endedAt null: it goes on
 * @param peak the most sessions or terminals at once; null where the rule counts none
 * @param terminals distinct ones; null where the rule counts none
 */
public record CaseFinding(
        String code,
        Standing standing,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer peak,
        @Nullable Integer terminals) {
    public boolean isOpen() {
        return endedAt == null;
    }

    boolean isFact() {
        return standing == Standing.FACT;
    }
}
