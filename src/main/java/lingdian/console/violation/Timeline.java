package lingdian.console.violation;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import lingdian.office.violation.ViolationTimeline;
import lingdian.office.violation.ViolationTimeline.Span;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a picture that shows a café's sessions as bars over time, with the closed period shaded.
 *
 * <p>The server draws it as SVG, so that it works without scripts and in print. A description in words beside it serves
 * readers who cannot see it.
 *
 * @param height of the picture, which grows with the bars
 * @param whole whether all sessions are shown
 */
record Timeline(
        List<Box> closed,
        List<Box> bars,
        List<Mark> hours,
        @Nullable Double startedX,
        int height,
        boolean whole) {
    static final int WIDTH = 600;
    private static final int TOP = 26;
    private static final int BAR = 6;
    private static final int GAP = 3;
    private static final int MOST_MARKS = 6;
    private static final int EDGE = 24;

    /**
     * A bar or shaded area from one time to another.
     *
     * @param goesOn whether it has not ended yet
     * @param own whether it is the violation's own session
     */
    record Box(double x, double y, double width, double height, boolean goesOn, boolean own, String from, String to) {
        /** The top of the band behind it, which fills its row. */
        double bandY() {
            return y - GAP / 2.0;
        }

        double bandHeight() {
            return height + GAP;
        }
    }

    /** A full hour. */
    record Mark(double x, String time) {
        /** Where its text begins, so that the picture's edge does not cut it. */
        String anchor() {
            return x < EDGE ? "start" : x > WIDTH - EDGE ? "end" : "middle";
        }
    }

    static Timeline of(ViolationTimeline timeline, OffsetDateTime startedAt, PageTimes times) {
        return new Drawing(timeline, times).draw(timeline, startedAt);
    }

    /** The bar of the violation's own session; null if it is about no session alone, or that is not drawn. */
    @Nullable
    Box own() {
        return bars.stream().filter(Box::own).findFirst().orElse(null);
    }

    int bottom() {
        return height - 4;
    }

    /** Computes positions on the time axis. */
    private static final class Drawing {
        private final OffsetDateTime from;
        private final OffsetDateTime to;
        private final double seconds;
        private final PageTimes times;

        Drawing(ViolationTimeline timeline, PageTimes times) {
            this.times = times;
            from = timeline.from();
            to = timeline.to();
            seconds = Math.max(1, Duration.between(from, to).toSeconds());
        }

        Timeline draw(ViolationTimeline timeline, OffsetDateTime startedAt) {
            List<Span> sessions = timeline.sessions();
            int height = TOP + Math.max(4, sessions.size()) * (BAR + GAP) + 8;
            var bars = new ArrayList<Box>();
            for (int i = 0; i < sessions.size(); i++) {
                bars.add(box(sessions.get(i), TOP + i * (double) (BAR + GAP), BAR));
            }
            List<Box> closed =
                    timeline.closed().stream().map(one -> box(one, 0, height)).toList();
            return new Timeline(closed, bars, hours(), x(startedAt), height, timeline.complete());
        }

        private Box box(Span span, double y, double height) {
            OffsetDateTime end = span.to();
            OffsetDateTime ends = end == null ? to : end;
            double left = x(span.from());
            return new Box(
                    left,
                    y,
                    Math.max(2, x(ends) - left),
                    height,
                    end == null,
                    span.own(),
                    times.moment(span.from()),
                    end == null ? "" : times.moment(ends));
        }

        private List<Mark> hours() {
            var marks = new ArrayList<Mark>();
            int step = 1 + (int) (seconds / 3_600 / MOST_MARKS);
            OffsetDateTime hour = from.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            for (; hour.isBefore(to); hour = hour.plusHours(step)) {
                marks.add(new Mark(x(hour), times.clock(hour)));
            }
            return marks;
        }

        /** The horizontal position of a time, within the picture, to one decimal place. */
        private double x(OffsetDateTime at) {
            double share = Duration.between(from, at).toSeconds() / seconds;
            return Math.round(Math.clamp(share, 0, 1) * WIDTH * 10) / 10.0;
        }
    }
}
