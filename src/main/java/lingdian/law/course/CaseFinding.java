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
 * @param untruth whether an officer found it untrue
 */
public record CaseFinding(
        String code,
        Standing standing,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer peak,
        @Nullable Integer terminals,
        Untruth untruth) {
    /** By whom a finding was found untrue. */
    public enum Untruth {
        NONE,
        /** By the case's authority: its record may not have ended, but it does not go on. */
        OWN,
        /** By the other authority alone, whose word is not the case's. */
        OTHER
    }

    /** The same, found untrue or not. */
    public CaseFinding found(Untruth untruth) {
        return new CaseFinding(code, standing, startedAt, endedAt, peak, terminals, untruth);
    }

    public boolean isOpen() {
        return endedAt == null;
    }

    boolean isUntrue() {
        return untruth == Untruth.OWN;
    }

    boolean isFact() {
        return standing == Standing.FACT;
    }
}
