package lingdian.intake.socket;

import java.time.ZoneId;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.intake.batch.Intake;
import org.jspecify.annotations.Nullable;

/**
 * What both ways in, WebSocket and HTTP, work with.
 *
 * @param hours the hours of a café by its place code, null where it has none that are known
 * @param random spreads the first pings; called on any thread
 */
record Endpoint(
        Intake intake,
        AgentKeys keys,
        AgentConnections connections,
        ReceivedClock received,
        Function<PlaceCode, @Nullable PermittedHours> hours,
        AgentLimits limits,
        Lateness lateness,
        MessageDelivery messages,
        AgentMeters meters,
        RandomGenerator random) {
    /** Why a node takes nothing that another one may take. */
    static final String CLOCK_WRONG = "this node's clock is wrong";

    /** In which times are written for a café. */
    ZoneId zone(PlaceCode placeCode) {
        PermittedHours known = hours.apply(placeCode);
        return known == null ? ChinaTime.ZONE : known.zone();
    }
}
