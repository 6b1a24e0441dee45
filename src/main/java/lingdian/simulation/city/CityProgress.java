package lingdian.simulation.city;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import lingdian.platform.text.TextConsole;
import me.tongfei.progressbar.ProgressBar;

/** Shows the progress of a city: a bar with a live summary on a terminal, otherwise a plain line now and then. */
interface CityProgress extends AutoCloseable {
    /** The city's time is {@code now}. */
    void show(Instant now, CityTally tally);

    @Override
    void close();

    static CityProgress to(PrintWriter out, CitySettings settings) {
        return TextConsole.attached() ? new Bar(settings) : new Lines(out, settings);
    }

    private static String summary(CityTally tally) {
        return String.format(
                Locale.ROOT,
                "%,d events acknowledged; verdicts: %,d allowed, %,d denied, %,d wrong; reconnections: %,d",
                tally.safeEvents(),
                tally.allowed(),
                tally.denied(),
                tally.wrong(),
                tally.reconnections());
    }

    final class Bar implements CityProgress {
        private final ProgressBar bar;
        private final Instant from;

        Bar(CitySettings settings) {
            this.from = settings.from();
            this.bar = TextConsole.bar(
                    settings.cafes() + " cafés",
                    Duration.between(from, settings.to()).toMinutes(),
                    " min");
        }

        @Override
        public void show(Instant now, CityTally tally) {
            bar.stepTo(Duration.between(from, now).toMinutes());
            bar.setExtraMessage(" " + time(now) + " " + summary(tally));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    final class Lines implements CityProgress {
        private static final Duration EVERY = Duration.ofHours(4);

        private final PrintWriter out;
        private Instant next;

        Lines(PrintWriter out, CitySettings settings) {
            this.out = out;
            this.next = settings.from().plus(EVERY);
        }

        @Override
        public void show(Instant now, CityTally tally) {
            if (!now.isBefore(next)) {
                next = next.plus(EVERY);
                out.println(time(now) + " " + summary(tally));
                out.flush();
            }
        }

        @Override
        public void close() {}
    }

    private static String time(Instant now) {
        return Rfc3339.format(now, ChinaTime.ZONE).substring(0, 16).replace('T', ' ');
    }
}
