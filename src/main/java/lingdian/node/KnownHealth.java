package lingdian.node;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.health.NodeKnowledge;
import org.jspecify.annotations.Nullable;

/** Tells the office of this node's health: the answer to load balancers, and the meters that monitoring reads. */
record KnownHealth(UUID node, Health health, Meters meters) implements NodeKnowledge {
    @Override
    public Future<JsonObject> ready() {
        return health.look();
    }

    @Override
    public @Nullable Double meter(String name) {
        return meters.value(name);
    }
}
