package lingdian.feed.notification;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import lingdian.platform.work.RareLines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service's operator why a host got no message, one line a minute and host. The account that chose the host is
 * not told, because it could find out what there is in the service's network.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int HOSTS_MAX = 1_000;

    private final RareLines lines;

    /** @param nanos such as {@link System#nanoTime} */
    FailureLog(LongSupplier nanos) {
        lines = new RareLines(nanos, HOSTS_MAX);
    }

    void tell(String host, Throwable failure) {
        tell(host, cause(failure));
    }

    void tell(String host, String cause) {
        lines.write(host, more -> LOG.warn("a notification was not delivered to {}: {}{}", host, cause, more));
    }

    /** Other exceptions are told by their class alone: their text may contain the address, which is a secret. */
    private static String cause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException || root instanceof TimeoutException
                ? root.toString()
                : root.getClass().getName();
    }
}
