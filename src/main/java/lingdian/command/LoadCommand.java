package lingdian.command;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import lingdian.agent.link.ApiException;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.simulation.load.GuestDocuments;
import lingdian.simulation.load.LoadPlan;
import lingdian.simulation.load.LoadProgress;
import lingdian.simulation.load.LoadReport;
import lingdian.simulation.load.LoadRun;
import lingdian.simulation.load.Mix;
import lingdian.simulation.load.Pace;
import lingdian.simulation.load.Script;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate load}: plays many cafés at once at a given rate, and reports how the service handled them. */
@Command(
        name = "load",
        description =
                "Send the events of many cafés at a given rate, and report events/s, latencies and errors. Use a service"
                        + " for tests: the cafés that this creates, and their events, stay.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {
    private static final int WINDOW_DEFAULT = 64;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--cafes",
            paramLabel = "N",
            description = "How many cafés, each with a connection. Default: ${DEFAULT-VALUE}.",
            defaultValue = "300")
    private int cafes;

    @Option(
            names = "--window",
            paramLabel = "EVENTS",
            description = "Closed loop: how many events of each café are unacknowledged at any time. Default: 64.")
    private @Nullable Integer window;

    @Option(
            names = "--rate",
            paramLabel = "EVENTS/s",
            description = "Open loop: how many events a second all cafés together send, at moments fixed in advance.")
    private @Nullable Double rate;

    @Option(
            names = "--seconds",
            paramLabel = "T",
            description = "How many seconds are measured. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "T",
            description = "How many seconds run before that, unmeasured. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int warmUp;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            description = "The shares of the kinds of events. Default: ${DEFAULT-VALUE}.",
            defaultValue = Mix.DEFAULT)
    private String mix = "";

    @Option(
            names = "--terminals",
            paramLabel = "N",
            description = "How many terminals each heartbeat lists. Default: ${DEFAULT-VALUE}.",
            defaultValue = "40")
    private int terminals;

    @Option(
            names = "--batch",
            paramLabel = "EVENTS",
            description = "The most events of one message. Default: half the window; 1000 in an open loop.")
    private @Nullable Integer batch;

    @Option(
            names = "--registered",
            paramLabel = "PERSONS",
            description = "How many persons to register first, all guests among them. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private int registered;

    @Option(names = "--cpu", description = "Report processor times, those of the generator and of the machine.")
    private boolean cpu;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report to this file, too, as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = plan();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (LoadProgress progress = LoadProgress.to(output.out(), plan.warmUpSeconds() + plan.seconds())) {
            LoadReport report = new LoadRun(vertx, plan, InstantSource.system(), new Random(), progress)
                    .run()
                    .await();
            progress.close();
            return tell(report);
        } catch (ApiException hopeless) {
            output.complain(String.valueOf(hopeless.getMessage()));
            return 1;
        } finally {
            vertx.close().await();
        }
    }

    private int tell(LoadReport report) throws IOException {
        report.lines().forEach(output.out()::println);
        output.out().flush();
        if (json != null) {
            Files.writeString(json, report.json().encodePrettily() + "\n");
        }
        return report.isFaultless() ? 0 : 1;
    }

    /** @throws InvalidConfiguration with a line for each mistake */
    private LoadPlan plan() {
        var arguments = new CommandArguments();
        List<String> mistakes = arguments.mistakes();
        URI url = service.server(arguments);
        String token = service.adminToken(arguments);
        check(mistakes, "--cafes", cafes, 1, LoadPlan.CAFES_MAX);
        check(mistakes, "--seconds", seconds, 1, LoadPlan.SECONDS_MAX);
        check(mistakes, "--warm-up", warmUp, 0, LoadPlan.SECONDS_MAX);
        check(mistakes, "--terminals", terminals, 1, LoadPlan.TERMINALS_MAX);
        if (cafes * Script.personsAtLeast(terminals) > GuestDocuments.RESIDENTS) {
            mistakes.add("--cafes times --terminals is more than " + GuestDocuments.RESIDENTS / Script.personsAtLeast(1)
                    + ": there are not so many different guests");
        }
        check(mistakes, "--registered", registered, 0, LoadPlan.REGISTERED_MAX);
        if (registered > 0 && registered < cafes * Script.personsAtLeast(terminals)) {
            mistakes.add("--registered is less than the " + cafes * Script.personsAtLeast(terminals) + " guests");
        }
        Mix shares = mix(mistakes);
        Pace pace = pace(mistakes);
        int most = pace instanceof Pace.Closed(int events) ? Math.min(LoadPlan.BATCH_MAX, events) : LoadPlan.BATCH_MAX;
        int events = batch != null ? batch : LoadPlan.defaultBatch(pace);
        check(mistakes, "--batch", events, 1, Math.max(1, most));
        if (json != null && !Mistakes.canBeWritten(json)) {
            mistakes.add("cannot write " + json);
        }
        if (url == null || token == null || shares == null || !mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        var target = new LoadPlan.Target(url, token);
        return new LoadPlan(target, cafes, pace, seconds, warmUp, shares, terminals, events, cpu, registered);
    }

    private @Nullable Mix mix(List<String> mistakes) {
        try {
            return Mix.parse(mix);
        } catch (IllegalArgumentException wrong) {
            mistakes.add(String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private Pace pace(List<String> mistakes) {
        if (rate == null) {
            int events = window == null ? WINDOW_DEFAULT : window;
            check(mistakes, "--window", events, 1, LoadPlan.WINDOW_MAX);
            return new Pace.Closed(events);
        }
        if (window != null) {
            mistakes.add("--window and --rate exclude each other");
        }
        if (!(rate > 0 && rate <= LoadPlan.RATE_MAX)) {
            mistakes.add("--rate must be a number above 0, at most " + LoadPlan.RATE_MAX);
        }
        return new Pace.Open(rate);
    }

    private static void check(List<String> mistakes, String option, int value, int least, int most) {
        if (value < least || value > most) {
            mistakes.add(option + " must be a number from " + least + " to " + most);
        }
    }
}
