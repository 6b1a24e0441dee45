package lingdian.regulator;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.feed.Scope;
import lingdian.platform.Rfc3339;
import lingdian.regulator.log.AccessEntry;
import lingdian.regulator.log.Action;
import org.jspecify.annotations.Nullable;

/** One request that is allowed and that the OpenAPI document finds well formed. */
record Call(Account account, ValidatedRequest request) {

    String path(String name) {
        String value = text(request.getPathParameters(), name);
        if (value == null) {
            throw new IllegalStateException("the document has no path parameter " + name);
        }
        return value;
    }

    UUID id() {
        return UUID.fromString(path("id"));
    }

    @Nullable
    String query(String name) {
        return text(request.getQuery(), name);
    }

    int limit() {
        RequestParameter limit = request.getQuery().get("limit");
        Integer asked = limit == null || limit.isNull() ? null : limit.getInteger();
        return asked == null ? 100 : asked;
    }

    @Nullable
    Instant instant(String name) {
        String text = query(name);
        return text == null
                ? null
                : Rfc3339.parse(text.replace(' ', '+')).orElseThrow(() -> Refused.parameter(name, Expected.INSTANT));
    }

    JsonObject body() {
        return Objects.requireNonNull(request.getBody().getJsonObject(), "the document demands a body");
    }

    /** The reader's scope; only for operations that none but readers may call. */
    Scope scope() {
        return account.scope().orElseThrow(() -> Refused.with(403, "This role sees no cafés."));
    }

    /** The beginning of an entry that says that this account did it. */
    AccessEntry done(Action action) {
        return AccessEntry.done(account.actor(), action);
    }

    private static @Nullable String text(Map<String, RequestParameter> parameters, String name) {
        return Optional.ofNullable(parameters.get(name))
                .filter(value -> !value.isNull())
                .map(value -> String.valueOf(value.get()))
                .orElse(null);
    }
}
