package lingdian.console.frame;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A count of persons as it is published: counties whose number is from one to four withhold it, and a sum of the others is no
 * sum of all. So a withheld count never reads as zero.
 *
 * @param told the sum of what is published; null where all of it is withheld
 * @param partly whether something is left out of it
 */
public record PublishedCount(@Nullable Long told, boolean partly) {
    public static final PublishedCount ZERO = new PublishedCount(0L, false);

    public static PublishedCount of(@Nullable Long told, long withheld) {
        return new PublishedCount(told, told != null && withheld > 0);
    }

    /** The sum of parts, of which some may be withheld. */
    public static PublishedCount sum(List<PublishedCount> parts) {
        List<Long> told = parts.stream()
                .map(PublishedCount::told)
                .filter(Objects::nonNull)
                .toList();
        boolean partly = parts.stream().anyMatch(one -> one.told == null || one.partly);
        return told.isEmpty() && partly
                ? new PublishedCount(null, false)
                : new PublishedCount(told.stream().mapToLong(one -> one).sum(), partly);
    }

    public boolean isWithheld() {
        return told == null;
    }

    /** The number, "at least" it, or that it is withheld, which "at least 0" would only hide. */
    public String in(Words words) {
        return told == null || partly && told == 0
                ? words.say("count.withheld")
                : partly ? words.say("count.at-least", told) : words.say("count.exact", told);
    }
}
