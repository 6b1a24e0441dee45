package lingdian.command;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the program in order when it is told to: the service first, then its database, then exit code 0.
 *
 * <p>A shutdown hook, since that is what SIGTERM and Ctrl-C run; it waits for all of it. The Java machine would exit with 143
 * after a SIGTERM, which supervisors take for a failure, so the hook ends it with 0 itself.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private Shutdown() {}

    /**
     * @param then what ends after the service, such as its own database
     * @return takes it back, for a start that failed and ends by itself, with another exit code
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
            // It was told to end meanwhile, which may be why the start failed.
        }
    }

    /** Waits for the end of the program. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
