package lingdian.command;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.ApiException;
import lingdian.agent.link.Backoff;
import lingdian.platform.work.Periodic;
import lingdian.simulation.replay.ReplayCafe;
import lingdian.simulation.replay.ReplayFile;
import lingdian.simulation.replay.ReplayPlan;
import lingdian.simulation.replay.ReplayProgress;
import lingdian.simulation.replay.ReplayRun;
import lingdian.simulation.replay.ReplayTable;
import lingdian.simulation.replay.ReplayTally;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Plays recorded sessions through real agent connections.
 *
 * <p>Exits with 0 if every event was acknowledged, 1 if not, 2 for wrong arguments. Options are checked here and not by
 * the parser, so that every mistake gets its own line at once.
 */
@Command(
        name = "replay",
        description = "Play the session records of a file through real agent connections.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The file has the columns site_id, person_id, online_at and offline_at (RFC 3339 times), in any order. A second run"
                    + " with the same file continues where the first one stopped."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final int LINES_SHOWN = 100;
    private static final long PROGRESS_MILLIS = 200;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--birth-date",
            paramLabel = "DATE",
            description = "The birth date of every person. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1990-01-01")
    private String birthDate = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many cafés are connected at once. Default: ${DEFAULT-VALUE}.",
            defaultValue = "64")
    private String connections = "";

    @Parameters(arity = "0..1", paramLabel = "FILE.csv", description = "The session records.")
    private @Nullable String file;

    /** What to do, once every argument is right. */
    private record Order(URI server, String token, LocalDate birthDate, int connections, ReplayFile file) {
        @Override
        public String toString() {
            return "Order[" + server + "]";
        }
    }

    @Override
    public Integer call() {
        var arguments = new CommandArguments();
        Order order = order(arguments);
        if (order == null) {
            arguments.mistakes().forEach(output::complain);
            return 2;
        }
        reportLeftOut(order.file().leftOut());
        Vertx vertx = Vertx.vertx();
        try {
            return replay(vertx, order) ? 0 : 1;
        } finally {
            vertx.close().await();
        }
    }

    private @Nullable Order order(CommandArguments arguments) {
        URI url = service.server(arguments);
        String token = service.adminToken(arguments);
        LocalDate born = arguments.birthDate(birthDate);
        int atOnce = arguments.connections(connections);
        Path path = arguments.file(file);
        if (path == null) {
            return null;
        }
        ReplayFile records = records(path, arguments);
        if (url == null
                || token == null
                || born == null
                || records == null
                || !arguments.mistakes().isEmpty()) {
            return null;
        }
        return new Order(url, token, born, atOnce, records);
    }

    private @Nullable ReplayFile records(Path path, CommandArguments arguments) {
        try {
            return ReplayFile.read(path);
        } catch (IOException unreadable) {
            arguments.mistakes().add("cannot read " + path);
        } catch (IllegalArgumentException malformed) {
            arguments.mistakes().add(path + ": " + malformed.getMessage());
        }
        return null;
    }

    private boolean replay(Vertx vertx, Order order) {
        List<ReplayPlan> plans = ReplayPlan.of(order.file(), order.birthDate());
        long events = ReplayTable.events(plans);
        var tally = new ReplayTally();
        Instant began = InstantSource.system().instant();
        PrintWriter out = output.out();
        out.printf(
                "replaying %d sessions of %d cafés as %d events%n",
                order.file().rows().size(), plans.size(), events);
        try (ReplayProgress progress = ReplayProgress.to(out, events, plans.size())) {
            var showing = Periodic.of(vertx, "progress", () -> progress.show(tally.safe(), tally.cafesDone.get()));
            showing.start(PROGRESS_MILLIS);
            run(vertx, order, plans, tally).onComplete(over -> showing.stop()).await();
            progress.show(tally.safe(), tally.cafesDone.get());
        } catch (ApiException hopeless) {
            output.complain(String.valueOf(hopeless.getMessage()));
            return false;
        }
        Duration took = Duration.between(began, InstantSource.system().instant());
        ReplayTable.lines(order.file(), plans, tally, took).forEach(out::println);
        tally.failedCafes.forEach((placeCode, why) -> output.complain("café " + placeCode + ": " + why));
        out.flush();
        return tally.failedCafes.isEmpty() && tally.safe() == events;
    }

    private static Future<Void> run(Vertx vertx, Order order, List<ReplayPlan> plans, ReplayTally tally) {
        Promise<Void> done = Promise.promise();
        var admin = new AdminClient(vertx, order.server(), order.token());
        WebSocketClient sockets = AgentConnection.sockets(vertx, order.connections());
        var random = new Random();
        ReplayCafe.AgentConnections agents = (key, stream, listener) -> new AgentConnection(
                vertx,
                sockets,
                new AgentEndpoint(order.server(), key.key()),
                stream,
                InstantSource.system(),
                random,
                Backoff.PATIENT,
                listener);
        var run = new ReplayRun(plans, plan -> new ReplayCafe(admin, agents, plan, tally).play(), tally);
        vertx.getOrCreateContext()
                .runOnContext(nothing -> run.start(order.connections()).onComplete(done));
        return done.future();
    }

    private void reportLeftOut(List<ReplayFile.LeftOut> leftOut) {
        leftOut.stream()
                .limit(LINES_SHOWN)
                .forEach(row -> output.complain("line " + row.line() + ": " + row.why() + "; left out"));
        if (leftOut.size() > LINES_SHOWN) {
            output.complain((leftOut.size() - LINES_SHOWN) + " more lines left out");
        }
    }
}
