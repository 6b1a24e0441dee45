package lingdian.law.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;
import org.jspecify.annotations.Nullable;

/**
 * Which lists of persons were registered one after the other, today and on the last business day before. Immutable.
 *
 * <p>A list is kept as a hash of 36 bits, spelled in six characters. The state is written with each batch, so at most
 * {@value #LISTS_MAX} of a day are kept, some 400 bytes for both days: all of the first, then every second one of the
 * day, every fourth, and so on. A café of up to 36 logins a day misses nothing. Of 100 logins every fourth list is kept,
 * so that eight persons who come again are always seen, and five on one day of four; who replays lists does so for weeks.
 * Which lists are kept goes by their number and not by their hash, because a back-test knows the persons by other names.
 * Other guests in between, or another order, make it another list.
 *
 * <p>The hashes link the persons of a list over two days of this café, and nothing else: they are not those of another
 * café.
 *
 * @param day the business day that {@code today} is of
 * @param last the persons who were registered last, each once, the latest at the end
 * @param lists how many lists today has
 * @param today those of them that are kept, in order
 * @param before those that were kept of the last day that had any
 * @param burst the day's largest, where there is one
 * @param replay the day's finding {@code REGISTRATION_REPLAY}
 */
record RegistrationLists(
        LocalDate day,
        String last,
        int lists,
        String today,
        String before,
        @Nullable Burst burst,
        @Nullable Finding replay) {
    static final int LISTS_MAX = 32;

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int BITS_OF_A_DIGIT = 6;
    private static final int WIDTH = 6;

    RegistrationLists {
        last = last == null ? "" : last; // empty values are not stored
        today = today == null ? "" : today;
        before = before == null ? "" : before;
    }

    /**
     * The largest burst of a day, from which its finding {@code REGISTRATION_BURST} follows. The finding itself would
     * be four times as long.
     *
     * @param startedAt when the day's first burst began
     * @param detectedAt the received time of the login that completed the first
     * @param late whether that login was received more than a day late
     * @param endedAt the last login of the largest
     * @param seconds from the first to the last login of the largest
     * @param logins of the largest
     */
    record Burst(
            Instant startedAt,
            Instant detectedAt,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean late,
            Instant endedAt,
            long seconds,
            int logins) {
        static Burst first(Step step, Instant from, Instant until, int logins) {
            return new Burst(from, step.receivedAt, step.isLate(), until, seconds(from, until), logins);
        }

        Burst with(Instant from, Instant until, int more) {
            return new Burst(startedAt, detectedAt, late, until, seconds(from, until), more);
        }

        private static long seconds(Instant from, Instant until) {
            return Duration.between(from, until).toSeconds();
        }
    }

    static RegistrationLists of(LocalDate day) {
        return new RegistrationLists(day, "", 0, "", "", null, null);
    }

    /** The same, or as it is when a new day begins. */
    RegistrationLists on(LocalDate now) {
        return now.equals(day)
                ? this
                : new RegistrationLists(now, "", 0, "", today.isEmpty() ? before : today, null, null);
    }

    /** A person, in this café. The token is a random number already, so mixing is enough. */
    static String spelled(PersonToken person, PlaceCode placeCode) {
        UUID token = person.value();
        long place = mixed(Long.parseLong(placeCode.value()));
        return spelled(mixed(token.getMostSignificantBits() ^ mixed(token.getLeastSignificantBits() ^ place)));
    }

    private static long mixed(long hash, String text, int begins) {
        long all = hash;
        for (int i = begins; i < text.length(); i++) {
            all = mixed(all + text.charAt(i));
        }
        return all;
    }

    /** The list of {@code length} persons that this one completes; null where it completes none. */
    @Nullable
    String listEndingWith(String person, int length) {
        int begins = last.length() - (length - 1) * WIDTH;
        if (begins < 0 || isAmong(last, person)) {
            return null;
        }
        return spelled(mixed(mixed(length, last, begins), person, 0));
    }

    /**
     * A person was registered. One of the last again is no other person: a change of seats, say.
     *
     * @param list that this completes; null where it completes none
     */
    RegistrationLists registered(String person, @Nullable String list, int length) {
        if (isAmong(last, person)) {
            return this;
        }
        String all = last + person;
        String kept = all.substring(Math.max(0, all.length() - (length - 1) * WIDTH));
        return list == null
                ? new RegistrationLists(day, kept, lists, today, before, burst, replay)
                : new RegistrationLists(day, kept, lists + 1, with(list), before, burst, replay);
    }

    boolean isOfDayBefore(String list) {
        return isAmong(before, list);
    }

    RegistrationLists found(@Nullable Burst newBurst, @Nullable Finding newReplay) {
        return newBurst == burst && newReplay == replay
                ? this
                : new RegistrationLists(day, last, lists, today, before, newBurst, newReplay);
    }

    private String with(String list) {
        if (lists % step(lists) != 0) {
            return today;
        }
        String all = today + list;
        return all.length() > LISTS_MAX * WIDTH ? everySecond(all) : all;
    }

    /** Of so many lists of a day, every which one is kept. */
    private static int step(int lists) {
        int step = 1;
        while (lists > step * LISTS_MAX) {
            step *= 2;
        }
        return step;
    }

    private static String everySecond(String lists) {
        var kept = new StringBuilder(lists.length());
        for (int i = 0; i < lists.length(); i += 2 * WIDTH) {
            kept.append(lists, i, i + WIDTH);
        }
        return kept.toString();
    }

    private static boolean isAmong(String all, String one) {
        int place = all.indexOf(one);
        while (place % WIDTH > 0) { // it begins within one and ends in the next
            place = all.indexOf(one, place + 1);
        }
        return place >= 0;
    }

    /** The finalizer of SplitMix64: each bit of the result depends on each bit of the number. */
    private static long mixed(long number) {
        long first = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
        return second ^ second >>> 31;
    }

    private static String spelled(long hash) {
        var digits = new char[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            digits[i] = DIGITS.charAt((int) (hash >>> i * BITS_OF_A_DIGIT) & (1 << BITS_OF_A_DIGIT) - 1);
        }
        return new String(digits);
    }
}
