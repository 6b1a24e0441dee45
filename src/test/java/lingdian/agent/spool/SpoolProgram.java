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
 * A café's agent as a process that a test kills. It records events without end, a few at once, and prints each recorded
 * event to standard output, as the local API would confirm it to a terminal.
 *
 * <p>Arguments: the service, the directory, a name for this run that makes its events unique, the number of events at
 * once, the maximum number of events, and optionally the number of terminals that each heartbeat lists. The agent key
 * is read from standard input. The program prints {@code done} when all events are recorded, and then {@code safe} when
 * all are acknowledged, with its peak memory.
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

    /** An upper bound of the heap in use at once: the sum of the peaks of its pools. */
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

    /** Records, in turn, an admitted login, its logout, and a heartbeat. */
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
