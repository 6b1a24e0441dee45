package lingdian.reliability;

import java.net.URI;
import java.time.Duration;

/** The address of the service, which has another port after every start. */
final class ServiceLocation {
    /** One life of the service, from a start to its end. */
    record Life(int number, URI url) {}

    private Life life;

    ServiceLocation(URI first) {
        life = new Life(1, first);
    }

    synchronized Life life() {
        return life;
    }

    synchronized void moved(URI to) {
        life = new Life(life.number() + 1, to);
        notifyAll();
    }

    /**
     * Waits for the life after {@code ended}, for at most {@code most}, because a connection can also end during a
     * life.
     */
    synchronized Life after(Life ended, Duration most) throws InterruptedException {
        if (life.number() == ended.number()) {
            wait(most.toMillis());
        }
        return life;
    }
}
