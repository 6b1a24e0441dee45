package lingdian.law.returns;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a count of a return counts. Figures of different units are never added up. */
public enum ReturnUnit {
    /** Every officer each time out. */
    OFFICERS("人次"),
    /** Each visit to, or each act on, premises. */
    VISITS("家次"),
    /** Distinct cafés. */
    CAFES("家"),
    /** Complaints and cases. */
    CASES("件"),
    YUAN("元"),
    /** Rounds, and vehicles each time out. */
    TIMES("次"),
    /** Documents. */
    COPIES("份");

    /** The words, for a message that lists them. */
    static final String CHOICE = Arrays.stream(values()).map(ReturnUnit::word).collect(Collectors.joining(", "));

    private final String word;

    ReturnUnit(String word) {
        this.word = word;
    }

    /** The word in the forms and in the API. */
    public String word() {
        return word;
    }

    /** The unit of a word; empty if there is none. */
    public static Optional<ReturnUnit> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
