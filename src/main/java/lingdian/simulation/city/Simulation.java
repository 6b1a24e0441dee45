package lingdian.simulation.city;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import lingdian.agent.link.AdminClient;
import org.jspecify.annotations.Nullable;

/** Plays one city against a service, with progress, and writes its truth and events to files. Used once. */
public final class Simulation {
    private final Order order;
    private final PrintWriter out;
    private final Map<String, Integer> truths = new TreeMap<>();

    /**
     * The parameters.
     *
     * @param token of an administrator
     * @param enrols whether its cafés come by a table, and its agents get their keys for codes
     * @param clock the city's true time
     * @param speed how many times as fast as real time the clock runs; 0 for past days at full speed
     * @param truth the file to write the truth to
     * @param events the file to write the events to, if any
     */
    public record Order(
            URI server,
            String token,
            boolean enrols,
            CitySettings settings,
            InstantSource clock,
            double speed,
            Path truth,
            @Nullable Path events) {
        @Override
        public String toString() {
            return "Order[" + server + "]";
        }
    }

    public Simulation(Order order, PrintWriter out) {
        this.order = order;
        this.out = out;
    }

    /**
     * Plays the city and prints the result.
     *
     * @return how many verdicts were not the expected ones
     * @throws IOException if a file cannot be written
     * @throws lingdian.agent.link.ApiException if the service refuses the city
     * @throws lingdian.agent.link.AgentStoppedException if it refuses one of its agents
     * @throws TimeoutException if it does not answer within minutes
     */
    public long run(Vertx vertx) throws IOException, InterruptedException, TimeoutException {
        CitySettings settings = order.settings();
        var admin = new AdminClient(vertx, order.server(), order.token());
        var city = new SimulatedCity(vertx, order.server(), admin, settings, order.clock(), order.enrols());
        long began = System.nanoTime();
        try (Writer truth = Files.newBufferedWriter(order.truth());
                Writer events = order.events() == null ? Writer.nullWriter() : Files.newBufferedWriter(order.events());
                CityProgress progress = CityProgress.to(out, settings)) {
            truth.write(TruthFile.city(city.plan()) + "\n");
            CityPace pace = order.speed() > 0 ? CityPace.on(order.clock(), order.speed()) : CityPace.FULL_SPEED;
            found(city);
            city.play(pace, new Recorder(city.tally(), truth, new EventFile(city.plan(), events), progress));
            city.endKeys();
            for (WrongVerdict wrong : city.tally().wrongVerdicts()) {
                truth.write(TruthFile.line(wrong) + "\n");
            }
        }
        table(city, Duration.ofNanos(System.nanoTime() - began)).forEach(out::println);
        city.tally().wrongVerdicts().stream()
                .limit(100)
                .forEach(wrong -> out.println("wrong verdict: " + TruthFile.line(wrong)));
        out.flush();
        return city.tally().wrong();
    }

    private void found(SimulatedCity city) throws TimeoutException {
        long began = System.nanoTime();
        city.found();
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1_000.0;
        if (order.enrols()) {
            out.printf(
                    Locale.ROOT,
                    "%d cafés entered by a table and %d agents enrolled by their codes in %.1f s%n",
                    city.plan().cafes().size(),
                    city.keyed(),
                    seconds);
            out.flush();
        }
    }

    private List<String> table(SimulatedCity city, Duration took) {
        CityTally tally = city.tally();
        double seconds = Math.max(took.toMillis(), 1) / 1_000.0;
        var lines = new ArrayList<String>();
        lines.add(row("cafés", city.plan().cafes().size()));
        lines.add(row("events sent", tally.sentEvents()));
        lines.add(row("events acknowledged", tally.safeEvents()));
        lines.add(row("verdicts: allowed", tally.allowed()));
        lines.add(row("verdicts: denied", tally.denied()));
        lines.add(row("verdicts: wrong", tally.wrong()));
        lines.add(row("reconnections", tally.reconnections()));
        truths.forEach((what, count) -> lines.add(row("true: " + what, count)));
        lines.add(String.format(Locale.ROOT, "%-46s %,12.1f", "seconds", seconds));
        lines.add(String.format(Locale.ROOT, "%-46s %,12.0f", "events/s", tally.safeEvents() / seconds));
        return lines;
    }

    private static String row(String what, long count) {
        return String.format(Locale.ROOT, "%-46s %,12d", what, count);
    }

    /** Writes the events and truths to the files as they are played. */
    private final class Recorder implements CityRun.Watcher {
        private final CityTally tally;
        private final Writer truthFile;
        private final EventFile events;
        private final CityProgress progress;

        Recorder(CityTally tally, Writer truthFile, EventFile events, CityProgress progress) {
            this.tally = tally;
            this.truthFile = truthFile;
            this.events = events;
            this.progress = progress;
        }

        @Override
        public void acted(Act act) {
            events.write(act);
        }

        @Override
        public void played(Slice slice, List<Truth> known) {
            try {
                for (Truth truth : known) {
                    truthFile.write(TruthFile.line(truth) + "\n");
                    truths.merge(truth.code() + " " + truth.shown().word(), 1, Integer::sum);
                }
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            progress.show(slice.to(), tally);
        }
    }
}
