package lingdian.office.figures;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the file of figures: those of one kind in one week, so that no more are in memory at a time.
 *
 * @param from its first day
 */
record TrendPart(TrendKind kind, LocalDate from) {
    private static final int DAYS = 7;
    private static final String BETWEEN = " ";

    /** The part after which {@link #next} gave the cursor; without one the first part. */
    static TrendPart of(TrendQuery whole, @Nullable String cursor) {
        if (cursor == null) {
            return new TrendPart(TrendKind.of(whole).getFirst(), whole.from());
        }
        int end = cursor.indexOf(BETWEEN);
        return new TrendPart(
                TrendKind.valueOf(cursor.substring(0, end)), LocalDate.parse(cursor.substring(end + BETWEEN.length())));
    }

    /** The query of its figures alone. */
    TrendQuery within(TrendQuery whole) {
        return whole.between(from, last(whole));
    }

    /** The cursor of the part after it; null after the last one. */
    @Nullable
    String next(TrendQuery whole) {
        if (last(whole).isBefore(whole.to())) {
            return new TrendPart(kind, last(whole).plusDays(1)).text();
        }
        List<TrendKind> kinds = TrendKind.of(whole);
        int after = kinds.indexOf(kind) + 1;
        return after == kinds.size() ? null : new TrendPart(kinds.get(after), whole.from()).text();
    }

    private LocalDate last(TrendQuery whole) {
        LocalDate week = from.plusDays(DAYS - 1L);
        return week.isAfter(whole.to()) ? whole.to() : week;
    }

    private String text() {
        return kind.name() + BETWEEN + from;
    }
}
