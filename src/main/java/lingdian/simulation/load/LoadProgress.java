package lingdian.simulation.load;

import java.io.PrintWriter;
import java.util.Locale;
import lingdian.platform.text.TextConsole;
import me.tongfei.progressbar.ProgressBar;

/** Shows the progress of a run once a second: a bar on a terminal, otherwise plain lines. */
public interface LoadProgress extends AutoCloseable {
    /** The run enters a phase. */
    void phase(String what);

    /** @param second of the run, warm-up included */
    void second(int second, long events, double verdictP99Millis, long errors);

    @Override
    void close();

    /** The progress that suits the output; {@code seconds} is the length of the run. */
    static LoadProgress to(PrintWriter out, int seconds) {
        return TextConsole.attached() ? new Bar(seconds) : new Lines(out);
    }

    private static String numbers(long events, double verdictP99Millis, long errors) {
        return String.format(
                Locale.ROOT, "%,d events/s, verdict p99 %,.1f ms, %,d errors", events, verdictP99Millis, errors);
    }

    final class Bar implements LoadProgress {
        private final ProgressBar bar;

        Bar(int seconds) {
            this.bar = TextConsole.bar("load", seconds, " s");
        }

        @Override
        public void phase(String what) {
            bar.setExtraMessage(" " + what);
        }

        @Override
        public void second(int second, long events, double verdictP99Millis, long errors) {
            bar.stepTo(second);
            bar.setExtraMessage(" " + numbers(events, verdictP99Millis, errors));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    final class Lines implements LoadProgress {
        private final PrintWriter out;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void phase(String what) {
            out.println(what);
            out.flush();
        }

        @Override
        public void second(int second, long events, double verdictP99Millis, long errors) {
            out.printf(Locale.ROOT, "%4d s  %s%n", second, numbers(events, verdictP99Millis, errors));
            out.flush();
        }

        @Override
        public void close() {}
    }
}
