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
 * @param untrue whether an officer found it untrue: its record may not have ended, but it does not go on
 */
public record CaseFinding(
        String code,
        Standing standing,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer peak,
        @Nullable Integer terminals,
        boolean untrue) {
    /** The same, found untrue or not. */
    public CaseFinding found(boolean untrue) {
        return new CaseFinding(code, standing, startedAt, endedAt, peak, terminals, untrue);
    }

    public boolean isOpen() {
        return endedAt == null;
    }

    boolean isFact() {
        return standing == Standing.FACT;
    }
}
