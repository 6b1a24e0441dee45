package lingdian.backtest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import lingdian.journal.JournalRecord;
import lingdian.violation.Rules;
import org.jspecify.annotations.Nullable;

/**
 * What the past is judged by.
 *
 * @param hours on top of what was in force; null: none
 * @param released whether these are the rules that the stored findings were made by: then every field is compared
 */
public record Candidate(Rules rules, @Nullable CandidateHours hours, boolean released) {
    /** The rules in force, which must find everything again. */
    public static Candidate released(Rules rules) {
        return new Candidate(rules, null, true);
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
