package lingdian.backtest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import lingdian.journal.JournalRecord;
import lingdian.violation.Rulebook;
import lingdian.violation.Rules;
import org.jspecify.annotations.Nullable;

/**
 * What the past is judged by.
 *
 * @param rules as if they had always been in force; null: the releases that the history brings, each at its time
 * @param hours on top of what was in force; null: none
 */
public record Candidate(@Nullable Rules rules, @Nullable CandidateHours hours) {
    /** The rules that were in force, which must find everything again. */
    public static final Candidate RELEASED = new Candidate(null, null);

    /** Whether nothing is other than it was: then every field is compared. */
    public boolean released() {
        return rules == null && hours == null;
    }

    Rulebook rulebook(Rulebook released) {
        return rules == null ? released : Rulebook.of(rules);
    }

    RecordedCafe applied(RecordedCafe cafe) {
        return hours == null ? cafe : hours.applied(cafe);
    }

    /** Tells one candidate from another. */
    String fingerprint() {
        byte[] text = toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(JournalRecord.sha256().digest(text));
    }
}
