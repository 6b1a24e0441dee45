package lingdian.office.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Freshness;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/**
 * One request that is allowed and that the OpenAPI document finds well formed.
 *
 * @param narrowing by which a page of this program leaves out what it does not show; empty for a request over HTTP
 * @param part of a list that is asked for as a table; null: the request names the page itself
 * @param freshness how old a list or figures may be
 * @param present looks the account up again; fails with 401 or 403 where it may make this request no more
 * @param browser the request of the person's session by which it was allowed, of a page too; null: a token allowed it
 */
public record AuthorisedCall(
        Account account,
        ValidatedRequest request,
        Map<String, String> narrowing,
        @Nullable TablePart part,
        Freshness freshness,
        Supplier<Future<Account>> present,
        @Nullable HttpServerRequest browser) {

    /** A page of a list that is read on behalf of a table. @param cursor null: the first one */
    record TablePart(@Nullable String cursor) {
        static final int ROWS = 1_000;
    }

    AuthorisedCall(Account account, ValidatedRequest request, Freshness freshness) {
        this(account, request, Map.of(), null, freshness, () -> Future.succeededFuture(account), null);
    }

    AuthorisedCall(
            Account account,
            ValidatedRequest request,
            Map<String, String> narrowing,
            Freshness freshness,
            Supplier<Future<Account>> present,
            @Nullable HttpServerRequest browser) {
        this(account, request, narrowing, null, freshness, present, browser);
    }

    /** The same list from a cursor on, for a table. */
    AuthorisedCall tablePart(@Nullable String cursor) {
        return new AuthorisedCall(account, request, narrowing, new TablePart(cursor), freshness, present, browser);
    }

    /** Whether the list is read for a table, whose one entry in the access log is written already. */
    public boolean isForTable() {
        return part != null;
    }

    /**
     * The account as it is now, for an operation that makes many changes: before each of them. Fails with 401 or 403 where
     * it has ended, or may make them no more.
     */
    public Future<Account> still() {
        return present.get();
    }

    public String path(String name) {
        String value = text(request.getPathParameters(), name);
        if (value == null) {
            throw new IllegalStateException("the document has no path parameter " + name);
        }
        return value;
    }

    public UUID id() {
        return UUID.fromString(path("id"));
    }

    /** The id in the path, as what it is the id of. */
    public <T> T id(Function<UUID, T> type) {
        return type.apply(id());
    }

    @Nullable
    public String query(String name) {
        if (part != null && name.equals("cursor")) {
            return part.cursor();
        }
        return text(request.getQuery(), name);
    }

    /** Whether it only asks what would happen. */
    public boolean isDryRun() {
        return "true".equals(query("dryRun"));
    }

    /** Whether refused rows of a table are answered with their cells. */
    public boolean wantsCells() {
        return "true".equals(query("cells"));
    }

    public int limit() {
        if (part != null) {
            return TablePart.ROWS;
        }
        RequestParameter limit = request.getQuery().get("limit");
        Integer asked = limit == null || limit.isNull() ? null : limit.getInteger();
        return asked == null ? 100 : asked;
    }

    @Nullable
    public Instant instant(String name) {
        String text = query(name);
        return text == null
                ? null
                : Rfc3339.parse(text.replace(' ', '+')).orElseThrow(() -> Refused.parameter(name, BodyFields.INSTANT));
    }

    @Nullable
    public LocalDate date(String name) {
        String text = query(name);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException unreal) {
            throw Refused.parameter(name, BodyFields.DATE);
        }
    }

    public JsonObject body() {
        return Objects.requireNonNull(request.getBody().getJsonObject(), "the document demands a body");
    }

    /** The length of a body that is an object; 0 for any other, of which the operation itself counts what it needs. */
    public long bodyBytes() {
        JsonObject body = request.getBody().isJsonObject() ? request.getBody().getJsonObject() : null;
        return body == null ? 0 : body.toBuffer().length();
    }

    /** The reader's scope; only for operations that only readers may call. */
    public Scope scope() {
        return account.scope().orElseThrow(() -> Refused.with(403, "This role sees no cafés."));
    }

    /** The café that the path names. */
    public PlaceCode placeCode() {
        return new PlaceCode(path("placeCode"));
    }

    /** The region that the query asks for; null: none. */
    public @Nullable RegionCode region() {
        return RegionCode.orNull(query("region"));
    }

    /** The region that a regulator's body names: within the account's own, which is the answer where it names none. */
    public RegionCode regionWithinOwn() {
        RegionCode own = Objects.requireNonNull(account.region(), "a regulator has a region");
        RegionCode region = Objects.requireNonNullElse(RegionCode.orNull(body().getString("region")), own);
        if (!own.covers(region)) {
            throw Refused.body("/region", "expected one within your own");
        }
        return region;
    }

    /** The beginning of an entry that says that this account did it. */
    public AccessEntry done(Action action) {
        return AccessEntry.done(account.actor(), action);
    }

    private static @Nullable String text(Map<String, RequestParameter> parameters, String name) {
        return Optional.ofNullable(parameters.get(name))
                .filter(value -> !value.isNull())
                .map(value -> String.valueOf(value.get()))
                .orElse(null);
    }
}
