package lingdian.simulation.city;

import java.time.Instant;
import java.util.List;

/**
 * The actions of all cafés in a few minutes. No person leaves one café and enters another within one slice, so that the
 * order of the cafés within it does not matter as long as one slice is acknowledged before the next begins.
 *
 * @param acts of all cafés in the order of {@link Act#at()}; those of one café also in the order of its stream
 */
record Slice(Instant from, Instant to, List<Act> acts) {}
