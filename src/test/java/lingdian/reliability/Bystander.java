package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An honest café whose guests log in and out while others misbehave, and which measures how long each verdict takes.
 */
final class Bystander implements AutoCloseable {
    private final GuestDesk desk;
    private final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();
    private final List<Long> nanos = new ArrayList<>();
    private final Thread thread;
    private volatile Throwable failure;

    private Bystander(GuestDesk desk) {
        this.desk = desk;
        this.thread = Thread.ofVirtual().start(this::work);
    }

    static Bystander at(GuestDesk desk) {
        return new Bystander(desk);
    }

    /** Logs the next person in. */
    void turn() {
        turns.add(true);
    }

    private void work() {
        try {
            for (int guest = 0; turns.take(); guest++) {
                serve("guest-" + desk.placeCode() + "-" + guest);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void serve(String guest) {
        long asked = System.nanoTime();
        boolean allowed = desk.verdict(desk.ask(guest, "T1", guest)).getBoolean("allow");
        nanos.add(System.nanoTime() - asked);
        assertThat(allowed).isTrue();
        desk.settle(desk.logout(guest));
    }

    /** Waits until every login is answered; returns how long the verdicts took, in ascending order. */
    List<Duration> served() throws InterruptedException {
        turns.add(false);
        thread.join();
        assertThat(failure).as("an honest café was disturbed").isNull();
        Collections.sort(nanos);
        return nanos.stream().map(Duration::ofNanos).toList();
    }

    @Override
    public void close() {
        turns.add(false);
        desk.close();
    }
}
