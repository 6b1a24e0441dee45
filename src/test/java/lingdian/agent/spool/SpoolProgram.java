package lingdian.agent.spool;

import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.Backoff;

/**
 * A café's agent as a process of its own, to be killed: records events without end, a few at once, and says of each on
 * standard output that it is recorded, as the local API would say it to a terminal.
 *
 * <p>Arguments: the service, the directory, a name for this life that makes its events unique, how many events at once, how
 * many at most, and perhaps how many terminals each heartbeat lists. The agent key comes on standard input. It says when all
 * is recorded ({@code done}), and then when all is safe, with the most memory it ever used.
 */
public final class SpoolProgram {
    private final SpooledAgent agent;
    private final String life;
    private final long most;
    private final int terminals;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    private SpoolProgram(SpooledAgent agent, String life, long most, int terminals) {
        this.agent = agent;
        this.life = life;
        this.most = most;
        this.terminals = terminals;
    }

    public static void main(String[] args) throws Exception {
        String key = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        SpooledAgent agent = SpooledAgent.start(
                        vertx,
                        new AgentEndpoint(URI.create(args[0]), key),
                        Path.of(args[1]),
                        settings(),
                        InstantSource.system(),
                        new SecureRandom(),
                        AgentListener.NONE)
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say("open " + agent.state().lastSeq() + " " + agent.state().stream());
        int terminals = args.length > 5 ? Integer.parseInt(args[5]) : 0;
        var program = new SpoolProgram(agent, args[2], Long.parseLong(args[4]), terminals);
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            program.next();
        }
        while (program.done.get() < program.most || agent.state().unsent() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        say("safe " + agent.state().ackedSeq() + " " + (peakBytes() >> 20));
        System.exit(0);
    }

    /** At most so much of the heap was in use at once: the sum of the peaks of its parts. */
    private static long peakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static SpoolSettings settings() {
        return new SpoolSettings(
                "kill-test/1",
                300,
                60,
                64 * 1024, // many files
                0,
                10_000,
                new Backoff(5, 50, Integer.MAX_VALUE, 1_000),
                1_000);
    }

    /** One after the other: a login that admits, its logout, a heartbeat. */
    private void next() {
        long number = asked.getAndIncrement();
        if (number >= most) {
            return;
        }
        String name = life + "-" + number;
        EventDraft draft = terminals > 0
                ? Drafts.heartbeat(terminals)
                : number % 3 == 0 ? Drafts.heartbeat(name) : Drafts.login(name, true);
        agent.record(draft).onComplete(recorded -> {
            say(recorded.succeeded() ? "recorded " + recorded.result() + " " + name : "failed " + recorded.cause());
            if (done.incrementAndGet() == most) {
                say("done");
            }
            next();
        });
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
