package lingdian.simulation.replay;

import java.io.PrintWriter;
import java.util.Locale;
import lingdian.platform.text.TextConsole;
import me.tongfei.progressbar.ProgressBar;

/** Shows the progress of a replay: a bar on a terminal, otherwise a plain line now and then. */
public interface ReplayProgress extends AutoCloseable {
    /** Called a few times a second. */
    void show(long safe, int cafesDone);

    @Override
    void close();

    /** The progress that suits the output. */
    static ReplayProgress to(PrintWriter out, long events, int cafes) {
        return TextConsole.attached() ? new Bar(events, cafes) : new Lines(out, events, cafes);
    }

    final class Bar implements ReplayProgress {
        private final ProgressBar bar;
        private final int cafes;

        Bar(long events, int cafes) {
            this.cafes = cafes;
            this.bar = TextConsole.bar("replay", events, " events");
        }

        @Override
        public void show(long safe, int cafesDone) {
            bar.stepTo(safe);
            bar.setExtraMessage(" cafés " + cafesDone + "/" + cafes);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    final class Lines implements ReplayProgress {
        private static final int EVERY = 25;

        private final PrintWriter out;
        private final long events;
        private final int cafes;
        private int shown;

        Lines(PrintWriter out, long events, int cafes) {
            this.out = out;
            this.events = events;
            this.cafes = cafes;
        }

        @Override
        public void show(long safe, int cafesDone) {
            if (++shown % EVERY == 0) {
                line(safe, cafesDone);
            }
        }

        private void line(long safe, int cafesDone) {
            out.printf(
                    Locale.ROOT,
                    "acknowledged %,d of %,d events, %,d of %,d cafés done%n",
                    safe,
                    events,
                    cafesDone,
                    cafes);
            out.flush();
        }

        @Override
        public void close() {}
    }
}
