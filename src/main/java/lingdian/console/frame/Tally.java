package lingdian.console.frame;

import java.util.List;
import lingdian.office.cafe.CafeTally;

/** The figures at the top of the live page, which the browser refreshes periodically. */
public record Tally(List<Figure> figures) {
    public Tally {
        figures = List.copyOf(figures);
    }

    /**
     * A number.
     *
     * @param key of its name
     * @param old how much of it is what cafés that are offline told last
     */
    record Figure(String key, long count, long old) {
        private Figure(String key, long count) {
            this(key, count, 0);
        }
    }

    public static Tally of(CafeTally tally) {
        return new Tally(List.of(
                new Figure("tally.cafes", tally.cafes()),
                new Figure("tally.connected", tally.connected()),
                new Figure("tally.open", tally.open()),
                new Figure("tally.sessions", tally.sessions(), tally.silentSessions()),
                new Figure("tally.overtime", tally.overtime())));
    }
}
