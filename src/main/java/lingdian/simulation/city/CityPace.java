package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When the city's agents send the plan's events. */
interface CityPace {
    /**
     * Plays past days as fast as the service accepts them: all cafés' events of a slice are acknowledged before the
     * next begins.
     */
    CityPace FULL_SPEED = at -> {};

    /** Waits until the city's time is {@code at}. */
    void until(Instant at) throws InterruptedException;

    /** How many slices may await their acknowledgements while the next one is played. */
    default int slicesAhead() {
        return 0;
    }

    /** The city lives on a running clock, {@code speed} times as fast as real time. */
    static CityPace on(InstantSource clock, double speed) {
        return new CityPace() {
            @Override
            public void until(Instant at) throws InterruptedException {
                for (Instant now = clock.instant(); now.isBefore(at); now = clock.instant()) {
                    long millis = (long) (Duration.between(now, at).toMillis() / speed);
                    Thread.sleep(Math.max(1, Math.min(millis, 1_000)));
                }
            }

            @Override
            public int slicesAhead() {
                return 1; // no guest is elsewhere within two slices: CityPlan.WAY
            }
        };
    }
}
