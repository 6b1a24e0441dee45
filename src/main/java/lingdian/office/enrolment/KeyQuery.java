package lingdian.office.enrolment;

import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.query.Cursor;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Which keys or codes an administrator asks for.
 *
 * @param part of a place code or of a café's name
 * @param after the last one of the page before
 */
record KeyQuery(
        @Nullable String part,
        RegionCode region,
        @Nullable String state,
        Cursor.@Nullable AfterViolation after,
        int limit) {
    static KeyQuery of(AuthorisedCall call) {
        String part = call.query("q");
        return new KeyQuery(
                part == null || part.isBlank() ? null : part.strip(),
                Objects.requireNonNullElse(call.region(), RegionCode.COUNTRY),
                call.query("state"),
                Cursor.AfterViolation.of(call.query("cursor")),
                call.limit());
    }

    /** The parameters $1 to $6, one row more than the page has. */
    Tuple parameters() {
        return Tuple.of(
                part,
                region.prefix() + "%",
                state,
                after == null ? null : Columns.utc(after.detectedAt()),
                after == null ? null : after.id(),
                limit + 1);
    }
}
