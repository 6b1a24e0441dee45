package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When the city's agents send what its plan says. */
interface Pace {
    /** Past days, as fast as the service takes them: what all cafés do in a slice is acknowledged before the next begins. */
    Pace FULL_SPEED = at -> {};

    /** Waits until the city's time has come to {@code at}. */
    void until(Instant at) throws InterruptedException;

    /** How many slices may wait for their acknowledgements while the next one goes on. */
    default int slicesAhead() {
        return 0;
    }

    /** The city lives on a clock that runs by itself, {@code speed} times as fast as real time. */
    static Pace on(InstantSource clock, double speed) {
        return new Pace() {
            @Override
            public void until(Instant at) throws InterruptedException {
                for (Instant now = clock.instant(); now.isBefore(at); now = clock.instant()) {
                    long millis = (long) (Duration.between(now, at).toMillis() / speed);
                    Thread.sleep(Math.max(1, Math.min(millis, 1_000)));
                }
            }

            @Override
            public int slicesAhead() {
                return 1; // nobody is elsewhere within two slices: CityPlan.WAY
            }
        };
    }
}
