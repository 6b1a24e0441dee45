package lingdian.agent.spool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Backoff;

/** Starts the real agent of a café on a simulated disk. */
public final class SpoolOfCafe {
    private static final SpoolSettings SETTINGS = new SpoolSettings(
            "simulated/1", 50, 60, 8_192, 1_000, 1_000, new Backoff(250, 10_000, Integer.MAX_VALUE, 20_000), 5_000);

    private SpoolOfCafe() {}

    public static Future<SpooledAgent> start(
            Vertx vertx,
            Path directory,
            InstantSource clock,
            RandomGenerator random,
            AgentListener listener,
            SimulatedDisk disk) {
        var endpoint = new AgentEndpoint(URI.create("http://lingdian"), "key");
        return SpooledAgent.start(vertx, endpoint, directory, SETTINGS, clock, random, listener, disk);
    }
}
