package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a page asks of the API: an operation by its id, with the parameters that a program would put into the URL.
 *
 * <p>By words, as from a network, so that the OpenAPI document holds for a page as it does for everyone.
 *
 * @param query a value left empty counts as not given: that is how forms say it
 */
public record Ask(
        String operationId,
        Map<String, String> path,
        Map<String, String> query,
        @Nullable JsonObject body) {

    public Ask {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    public static Ask of(String operationId) {
        return new Ask(operationId, Map.of(), Map.of(), null);
    }

    public Ask path(String name, String value) {
        return new Ask(operationId, with(path, name, value), query, body);
    }

    public Ask query(String name, @Nullable String value) {
        return value == null || value.isBlank()
                ? this
                : new Ask(operationId, path, with(query, name, value.strip()), body);
    }

    public Ask body(JsonObject given) {
        return new Ask(operationId, path, query, given);
    }

    ValidatableRequest request(Operation operation) {
        return body == null || operation.getRequestBody() == null
                ? new ValidatableRequestImpl(Map.of(), Map.of(), parameters(path), parameters(query))
                : new ValidatableRequestImpl(
                        Map.of(),
                        Map.of(),
                        parameters(path),
                        parameters(query),
                        new RequestParameterImpl(body.toBuffer()),
                        "application/json");
    }

    private static Map<String, RequestParameter> parameters(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, value -> new RequestParameterImpl(value.getValue())));
    }

    private static Map<String, String> with(Map<String, String> before, String name, String value) {
        var more = new LinkedHashMap<>(before);
        more.put(name, value);
        return more;
    }

    @Override
    public String toString() {
        return "Ask[" + operationId + "]"; // reasons and notes are free text
    }
}
