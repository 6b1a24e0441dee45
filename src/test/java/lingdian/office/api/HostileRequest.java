package lingdian.office.api;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import lingdian.office.api.MatrixFixtures.Tried;
import org.jspecify.annotations.Nullable;

/**
 * A request to one operation, valid but for one place. It is written here byte by byte, since a client library would
 * correct it.
 *
 * @param path what stands for each parameter, as it goes over the wire
 * @param query the same, with its question mark
 */
record HostileRequest(
        DocumentedOperation operation,
        Map<String, String> path,
        String query,
        @Nullable JsonObject body) {

    static HostileRequest of(DocumentedOperation operation, Tried tried) {
        return new HostileRequest(operation, tried.path(), "", tried.body());
    }

    HostileRequest withPath(String name, String text) {
        var changed = new HashMap<>(path);
        changed.put(name, text);
        return new HostileRequest(operation, changed, query, body);
    }

    HostileRequest withQuery(String name, String text) {
        return new HostileRequest(
                operation, path, "?" + name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8), body);
    }

    HostileRequest withBody(JsonObject changed) {
        return new HostileRequest(operation, path, query, changed);
    }

    String target() {
        String target = operation.path();
        for (Map.Entry<String, String> one : path.entrySet()) {
            target = target.replace("{" + one.getKey() + "}", one.getValue());
        }
        return target + query;
    }

    @Override
    public String toString() {
        String target = target();
        return operation + " " + target.substring(0, Math.min(200, target.length())) + " " + body;
    }
}
