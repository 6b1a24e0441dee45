package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * An operation of the API, as pages of this program call it.
 *
 * <p>Each feature lists its own beside the endpoints that answer them, so that the names of fields are defined in one
 * place.
 *
 * @param id {@code operationId} of the OpenAPI document
 * @param reading reads what the operation answers
 */
public record ApiOperation<A>(String id, Function<JsonObject, A> reading) {
    /** An operation whose answer pages do not read. */
    public static ApiOperation<JsonObject> unread(String id) {
        return new ApiOperation<>(id, answer -> answer);
    }

    /** A request without parameters. */
    public ApiRequest<A> request() {
        return ApiRequest.of(this);
    }

    /** A request with a path parameter. */
    public ApiRequest<A> on(String parameter, Object value) {
        return request().path(parameter, value);
    }
}
