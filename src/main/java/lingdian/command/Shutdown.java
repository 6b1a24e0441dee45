package lingdian.command;

import java.util.concurrent.CountDownLatch;
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

    private Shutdown() {}

    /**
     * @param then stops what must end after the service, such as its own database
     * @return removes the hook, for a start that failed and exits by itself with another code
     */
    static Runnable onSignal(Runnable stop, Runnable then) {
        var hook = new Thread(
                () -> {
                    LOG.info("Stopping");
                    stop.run();
                    then.run();
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
