package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page's request in the form in which the validator takes one from the network. */
final class InProcessRequest implements ValidatableRequest {
    private static final String JSON = "application/json";

    private final Map<String, RequestParameter> path;
    private final Map<String, RequestParameter> query;
    private final @Nullable JsonObject body;

    private record Given(@Nullable Object get) implements RequestParameter {}

    InProcessRequest(ApiRequest<?> request, Operation operation) {
        this.path = parameters(request.path());
        this.query = parameters(request.query());
        this.body = operation.getRequestBody() == null ? null : request.body();
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
        return path;
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
        return query;
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
        return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return Map.of();
    }

    /** As bytes, because the validator reads a body itself. */
    @Override
    public RequestParameter getBody() {
        return new Given(body == null ? null : body.toBuffer());
    }

    @Override
    public @Nullable String getContentType() {
        return body == null ? null : JSON;
    }

    private static Map<String, RequestParameter> parameters(Map<String, String> values) {
        var parameters = new HashMap<String, RequestParameter>();
        values.forEach((name, value) -> parameters.put(name, new Given(value)));
        return parameters;
    }
}
