package lingdian.office.health;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the node that answers knows of itself without asking the database. */
public interface NodeKnowledge {
    UUID node();

    /** The answer of {@code GET /health/ready}. Never fails. */
    Future<JsonObject> ready();

    /**
     * The present value of a meter without tags, by its name without prefix, such as {@code disk.free}; null where the
     * node has no such meter or does not know its value.
     */
    @Nullable
    Double meter(String name);
}
