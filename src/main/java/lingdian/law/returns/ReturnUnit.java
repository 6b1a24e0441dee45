package lingdian.law.returns;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    /** The police's word for the same. */
    INCIDENTS("起", CASES),
    YUAN("元"),
    /** Every vehicle each time out. */
    VEHICLES("台次"),
    /** Rounds and checks. */
    TIMES("次"),
    /** Documents. */
    COPIES("份");

    /** The words, for a message that lists them. */
    static final String CHOICE = Arrays.stream(values()).map(ReturnUnit::word).collect(Collectors.joining(", "));

    private final String word;
    private final @Nullable ReturnUnit same;

    ReturnUnit(String word) {
        this(word, null);
    }

    /** @param same the unit that this is another word for; null: none */
    ReturnUnit(String word, @Nullable ReturnUnit same) {
        this.word = word;
        this.same = same;
    }

    /** The word in the forms and in the API. */
    public String word() {
        return word;
    }

    /** Whether a column of a count in another unit may have this one: that unit itself, or another word for it. */
    boolean says(ReturnUnit other) {
        return this == other || same == other;
    }

    /** The words that say it, for a message. */
    String choice() {
        return Arrays.stream(values())
                .filter(one -> one.says(this))
                .map(ReturnUnit::word)
                .collect(Collectors.joining(" or "));
    }

    /** The unit of a word; empty if there is none. */
    public static Optional<ReturnUnit> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
