package lingdian;

import java.util.concurrent.CountDownLatch;
import lingdian.platform.EmbeddedDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Ends the program in order when it is told to: the service first, then its database, then exit code 0.
 *
 * <p>A shutdown hook, since that is what SIGTERM and Ctrl-C run; it waits for all of it. The Java machine would exit with 143
 * after a SIGTERM, which supervisors take for a failure, so the hook ends it with 0 itself.
 */
final class Shutdown {
    private Shutdown() {}

    static void onSignal(Runnable stop, @Nullable EmbeddedDatabase embedded) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.run();
                            if (embedded != null) {
                                embedded.close();
                            }
                            Runtime.getRuntime().halt(0);
                        },
                        "shutdown"));
    }

    /** Waits for the end of the program. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
