package lingdian.console.cafe;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Violations by day as a calendar: a column is a week, a row a day of the week. Each day is also described in words,
 * because not everybody can tell the shades apart.
 */
public record HeatMap(List<Square> squares, int width, int violations, int days) {
    private static final int STEP = 16;
    private static final int DARKEST = 4;

    /** One day; {@code shade} from 0 (none) to 4. */
    public record Square(int x, int y, int shade, LocalDate day, int violations) {}

    public HeatMap {
        squares = List.copyOf(squares);
    }

    /**
     * @param violations the days on which they began, one entry for each
     * @param last the newest day that is drawn
     */
    static HeatMap of(List<LocalDate> violations, LocalDate last, int days) {
        LocalDate first = last.minusDays(days - 1L);
        Map<LocalDate, Long> byDay =
                violations.stream().collect(Collectors.groupingBy(day -> day, Collectors.counting()));
        int offset = first.getDayOfWeek().getValue() - 1;
        List<Square> squares = IntStream.range(0, days)
                .mapToObj(i -> square(first.plusDays(i), offset + i, byDay))
                .toList();
        int told = squares.stream().mapToInt(Square::violations).sum();
        return new HeatMap(squares, (offset + days + 6) / 7 * STEP, told, (int)
                squares.stream().filter(one -> one.violations() > 0).count());
    }

    private static Square square(LocalDate day, int place, Map<LocalDate, Long> byDay) {
        int count = byDay.getOrDefault(day, 0L).intValue();
        return new Square(place / 7 * STEP, place % 7 * STEP, Math.min(count, DARKEST), day, count);
    }
}
