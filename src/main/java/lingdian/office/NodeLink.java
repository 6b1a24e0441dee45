package lingdian.office;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lingdian.domain.PlaceCode;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.OpenEndpoints;

/**
 * What the node lets the office ask and tell.
 *
 * @param connected whether a café's agent is connected, by place code
 * @param listener of changes that the office has committed
 * @param limitReached gets the name of a limit that was reached, for the meters
 * @param open health, meters and documents, which need no login
 * @param feed the endpoint of the regulators' feed
 */
public record NodeLink(
        Predicate<PlaceCode> connected,
        OfficeListener listener,
        Consumer<String> limitReached,
        OpenEndpoints open,
        Handler<RoutingContext> feed) {}
