package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The contract of the API. It is read once for all nodes of a process, because that takes two fifths of a node's start,
 * and it is never changed.
 */
public final class ApiContract {
    private static final AtomicReference<@Nullable OpenAPIContract> READ = new AtomicReference<>();

    private ApiContract() {}

    public static Future<OpenAPIContract> read(Vertx vertx) {
        OpenAPIContract read = READ.get();
        return read != null
                ? Future.succeededFuture(read)
                : OpenAPIContract.from(vertx, Documents.requests())
                        .map(KeptContract::of)
                        .onSuccess(READ::set);
    }
}
