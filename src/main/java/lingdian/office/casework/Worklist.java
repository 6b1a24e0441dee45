package lingdian.office.casework;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.StepName;
import org.jspecify.annotations.Nullable;

/**
 * Which cases a list asks for, and in which order; null: no restriction.
 *
 * @param from when it was opened at the earliest
 * @param to before when it was opened
 * @param due the latest local date on which its earliest deadline ends
 * @param q a part of the café's name, address, licence number or place code, or the case's number
 */
record Worklist(
        View view,
        @Nullable StepName step,
        @Nullable AccountId assignee,
        @Nullable String code,
        @Nullable RegionCode region,
        @Nullable PlaceCode placeCode,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable LocalDate due,
        @Nullable String q,
        Sort sort) {
    /** A part of the cases. */
    enum View {
        /** Neither closed nor transferred; without a word of its own. */
        WORK,
        /** With an open violation. */
        RUNNING,
        /** Those that the reader deals with. */
        MINE,
        UNASSIGNED,
        DUE_TODAY,
        OVERDUE,
        ALL;

        static View of(@Nullable String word) {
            return word == null ? WORK : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** An order. Each ends with the id, so that no two cases have one place. */
    enum Sort {
        PRIORITY("priority, opened_at DESC, id"),
        DUE("due_at, id"),
        NEWEST("opened_at DESC, id"),
        LONGEST("began_at, id");

        final String sql;

        Sort(String sql) {
            this.sql = sql;
        }

        static Sort of(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(sort -> sort.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElse(PRIORITY);
        }
    }
}
