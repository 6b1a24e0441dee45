package lingdian.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the program in order on a signal: first the service, then its database, then with exit code 0.
 *
 * <p>It is a shutdown hook, because SIGTERM and Ctrl-C run these; it waits until everything has stopped. The JVM would
 * exit with 143 after a SIGTERM, which supervisors take for a failure, so the hook ends it with 0 itself.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** Supervisors that kill after ten seconds, as Docker does, leave the end of the JVM half a second. */
    private static final Duration ALL = Duration.ofMillis(9_500);

    /** Of that, for a service whose database stops after it. */
    private static final Duration BEFORE_DATABASE = Duration.ofSeconds(6);

    private Shutdown() {}

    /**
     * @param stop stops the service, within the time that it is given
     * @param then stops what must end after the service, such as its own database, within the time that is left; null: nothing
     * @return removes the hook, for a start that failed and exits by itself with another code
     */
    static Runnable onSignal(Consumer<Duration> stop, @Nullable Consumer<Duration> then) {
        var hook = new Thread(
                () -> {
                    LOG.info("Stopping");
                    long begun = System.nanoTime();
                    stop.accept(then == null ? ALL : BEFORE_DATABASE);
                    if (then != null) {
                        then.accept(ALL.minusNanos(System.nanoTime() - begun));
                    }
                    LOG.info("Stopped");
                    Runtime.getRuntime().halt(0);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> takeBack(hook);
    }

    private static void takeBack(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            // The program is shutting down, which may be why the start failed.
        }
    }

    /** Waits for the end of the program. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
