package lingdian.simulation.city;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Waits as long as something happens: a service that is slow, because the city is large or the machine busy, still
 * answers. One that has answered nothing for the whole time does not.
 *
 * @param progress a count that grows with each answer
 * @param millis without any answer, after which the wait fails
 */
record Patience(LongSupplier progress, long millis) {
    /** @throws TimeoutException if nothing was answered for the whole time */
    <T> T await(Future<T> awaited) throws TimeoutException {
        long seen = progress.getAsLong();
        while (true) {
            try {
                return awaited.await(millis, TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                long now = progress.getAsLong();
                if (now == seen) {
                    throw late;
                }
                seen = now;
            }
        }
    }
}
