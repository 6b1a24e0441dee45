package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page's request to the API: an operation, with the parameters that a program would put into the URL.
 *
 * <p>The parameters are text, as from a network, so that the OpenAPI document is checked for a page as it is for
 * everyone.
 *
 * @param query an empty value counts as not given, because forms send empty fields
 * @param narrowing leaves out of the answer what the page does not show; it can only be given in the process
 * @param <A> what it answers
 */
public record ApiRequest<A>(
        ApiOperation<A> operation,
        Map<String, String> path,
        Map<String, String> query,
        @Nullable JsonObject body,
        Map<String, String> narrowing) {

    public ApiRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        narrowing = Map.copyOf(narrowing);
    }

    static <A> ApiRequest<A> of(ApiOperation<A> operation) {
        return new ApiRequest<>(operation, Map.of(), Map.of(), null, Map.of());
    }

    public ApiRequest<A> path(String name, Object value) {
        return new ApiRequest<>(operation, with(path, name, value.toString()), query, body, narrowing);
    }

    public ApiRequest<A> query(String name, @Nullable Object value) {
        String text = Objects.toString(value, "").strip();
        return text.isEmpty() ? this : new ApiRequest<>(operation, path, with(query, name, text), body, narrowing);
    }

    public ApiRequest<A> body(JsonObject given) {
        return new ApiRequest<>(operation, path, query, given, narrowing);
    }

    /** The same request for another answer, as where a change is only to be previewed. */
    public <B> ApiRequest<B> answering(Function<JsonObject, B> reading) {
        return new ApiRequest<>(new ApiOperation<>(operation.id(), reading), path, query, body, narrowing);
    }

    public ApiRequest<A> narrowedTo(String name, Object value) {
        return new ApiRequest<>(operation, path, query, body, with(narrowing, name, value.toString()));
    }

    private static Map<String, String> with(Map<String, String> before, String name, String value) {
        var more = new LinkedHashMap<>(before);
        more.put(name, value);
        return more;
    }

    @Override
    public String toString() {
        return "ApiRequest[" + operation.id() + "]"; // reasons and notes are free text
    }
}
