package lingdian.office;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.OpenEndpoints;
import lingdian.office.health.NodeKnowledge;

/**
 * What the node lets the office ask and tell.
 *
 * @param listener of changes that the office has committed
 * @param limitReached gets the name of a limit that was reached, for the meters
 * @param open health, meters and documents, which need no login
 * @param health what the node knows of itself
 * @param feed the endpoint of the regulators' feed
 * @param feedReadersOfAccount how many of its readers one account may be
 */
public record NodeLink(
        OfficeListener listener,
        Consumer<String> limitReached,
        OpenEndpoints open,
        NodeKnowledge health,
        Handler<RoutingContext> feed,
        int feedReadersOfAccount) {}
