package lingdian.record.backtest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * The rules and hours that the past is judged by.
 *
 * @param rules applied as if they had always been in force; null for the releases in the history, each at its time
 * @param hours in addition to those in force; null for none
 * @param law whether the law that findings quote and the authorities that they concern are compared even with a candidate
 */
public record Candidate(@Nullable Rules rules, @Nullable CandidateHours hours, boolean law) {
    /** The time of receipt does not depend on the rules, nor does the casework. */
    private static final Set<String> NEVER_COMPARED = Set.of("detectedAt", "late", "case");

    /** Other rules have another version. */
    private static final Set<String> NOT_COMPARED_WITH_LAW = Set.of("detectedAt", "late", "case", "ruleVersion");

    /** A new text of law changes every finding of a rule, and would hide what else changes. */
    private static final Set<String> NOT_COMPARED =
            Set.of("detectedAt", "late", "case", "ruleVersion", "law", "authorities");

    /** The rules that were in force, which must reproduce every finding. */
    public static final Candidate RELEASED = new Candidate(null, null);

    public Candidate(@Nullable Rules rules, @Nullable CandidateHours hours) {
        this(rules, hours, false);
    }

    /** Whether the rules and hours are those that were in force, in which case every field is compared. */
    public boolean released() {
        return rules == null && hours == null;
    }

    /** The fields that are not compared. */
    Set<String> ignoredFields() {
        if (released()) {
            return NEVER_COMPARED;
        }
        return law ? NOT_COMPARED_WITH_LAW : NOT_COMPARED;
    }

    /** The description for people: Chinese, then English. */
    List<String> words() {
        if (released()) {
            return List.of("当时发布的规则和营业时间", "the rules and hours that were in force");
        }
        var chinese = new ArrayList<String>();
        var english = new ArrayList<String>();
        if (rules != null) {
            chinese.add("候选规则 " + rules.version());
            english.add("candidate rules " + rules.version());
        }
        if (hours != null) {
            int schedules = hours.schedules().size();
            int orders = hours.orders().size();
            chinese.add("候选营业时间（" + schedules + " 项时间表，" + orders + " 项命令）");
            english.add("candidate hours (" + schedules + " schedules, " + orders + " orders)");
        }
        return List.of(String.join("，", chinese), String.join(", ", english));
    }

    Rulebook rulebook(Rulebook released) {
        return rules == null ? released : Rulebook.of(rules);
    }

    RecordedCafe applied(RecordedCafe cafe) {
        return hours == null ? cafe : hours.applied(cafe);
    }

    /** Identifies the candidate. */
    String fingerprint() {
        byte[] text = toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(RecordHash.sha256().digest(text));
    }
}
