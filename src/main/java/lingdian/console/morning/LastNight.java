package lingdian.console.morning;

import java.time.Instant;
import java.util.List;
import lingdian.console.frame.Words;
import lingdian.console.violation.ViolationFilter;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one night.
 *
 * @param until up to when it is known, where it is not over yet; else empty
 * @param premises figures of premises in this and two other nights
 * @param persons published numbers of persons, by calendar days
 * @param worst the cafés with the gravest violations
 * @param silent the cafés that went silent
 * @param paragraph the night in a few sentences, to be pasted
 */
record LastNight(
        NightSpan night,
        Instant now,
        String until,
        List<ComparedLine> premises,
        List<ComparedLine> persons,
        List<WorstCafe> worst,
        List<SilentCafe> silent,
        Unaccepted unaccepted,
        Known known,
        String paragraph) {
    LastNight {
        premises = List.copyOf(premises);
        persons = List.copyOf(persons);
        worst = List.copyOf(worst);
        silent = List.copyOf(silent);
    }

    /**
     * How much is known.
     *
     * @param heard whether any café sent anything in the night
     * @param whole whether all violations of the night were read, so that no other café can be worse
     * @param cafes how many cafés there are to rank, of which the first are shown
     * @param found what began in the night, by how certain it is
     * @param hearing how many cafés were heard; null of earlier nights, of which only each café's hours are kept
     */
    record Known(
            boolean heard,
            boolean whole,
            int cafes,
            NightFindings found,
            @Nullable Hearing hearing) {}

    /**
     * Of how many cafés anything is known.
     *
     * @param heard how many sent something since the night began
     * @param never how many never sent anything
     */
    record Hearing(long cafes, long heard, long never) {
        String in(Words words) {
            return words.say("morning.hearing", cafes, heard, never, cafes - heard - never);
        }
    }

    /** What was found of all cafés in the night and still counts. */
    String violationsPath() {
        return ViolationFilter.ofNight(night.day(), "", "", ViolationFilter.STANDING);
    }

    /**
     * The cases that nobody has accepted.
     *
     * @param first some of those of the night
     * @param ofNight how many of the night there are at least
     * @param clipped whether there may be more of the night
     * @param all how many there are at all, as text, since not all are counted where there are very many
     */
    record Unaccepted(List<UnacceptedCase> first, int ofNight, boolean clipped, String all) {
        Unaccepted {
            first = List.copyOf(first);
        }
    }

    /** The page of the night before. */
    String earlier() {
        return path(night.before());
    }

    /** The page of the night after; empty where that is tonight. */
    String later() {
        return night.next().isOver(now) || night.isOver(now) && !night.equals(NightSpan.last(now))
                ? path(night.next())
                : "";
    }

    String file() {
        return "/last-night/file?day=" + night.day();
    }

    private static String path(NightSpan night) {
        return "/last-night?day=" + night.day();
    }

    @Override
    public String toString() {
        return "LastNight[" + night.day() + "]"; // names do not belong in a log
    }
}
