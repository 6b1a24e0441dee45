package lingdian.office.api;

import io.vertx.core.json.Json;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with another body, whose text parameters are encoded as JSON. The validator decodes parameters as JSON where it can, so a search
 * for {@code 3.5} would be a number, one for {@code "a"} would lose its quotation marks, and {@code "a} would be refused.
 */
final class TextParameters implements ValidatableRequest {
    private final ValidatableRequest request;
    private final @Nullable RequestParameter body;
    private final Map<String, RequestParameter> path;
    private final Map<String, RequestParameter> query;

    private record Text(String get) implements RequestParameter {}

    TextParameters(ValidatableRequest request, @Nullable RequestParameter body, Operation operation) {
        this.request = request;
        this.body = body;
        this.path = encoded(request.getPathParameters(), operation, Location.PATH);
        this.query = encoded(request.getQuery(), operation, Location.QUERY);
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
        return request.getHeaders();
    }

    @Override
    public Map<String, RequestParameter> getCookies() {
        return request.getCookies();
    }

    @Override
    public @Nullable RequestParameter getBody() {
        return body;
    }

    @Override
    public @Nullable String getContentType() {
        return request.getContentType();
    }

    private static Map<String, RequestParameter> encoded(
            Map<String, RequestParameter> given, Operation operation, Location in) {
        var encoded = new HashMap<>(given);
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getIn() == in && parameter.getSchemaType() == SchemaType.STRING) {
                encoded.computeIfPresent(
                        parameter.getName(),
                        (name, value) -> value.isNull() ? value : new Text(Json.encode(value.getString())));
            }
        }
        return encoded;
    }
}
