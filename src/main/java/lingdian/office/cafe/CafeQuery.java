package lingdian.office.cafe;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.cafe.CafeReportStore.Filter;
import lingdian.office.query.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Which cafés a reader asks for, in which order, and where the page begins. Null: of any.
 *
 * @param silentHours not heard for at least so long; never heard is longer
 * @param licenceUntil whose licence ends on that day or before
 * @param coverageBelow of whose licensed terminals less than so many per cent were heard of in the last seven days
 * @param openCases with a case of the reader's authority that is not over
 * @param after the last café of the page before, in the order of place codes
 * @param offset how many are left out before the page, in any order
 */
public record CafeQuery(
        Filter filter,
        @Nullable State state,
        @Nullable Integer silentHours,
        @Nullable LocalDate licenceUntil,
        @Nullable Integer coverageBelow,
        boolean openCases,
        Order order,
        @Nullable PlaceCode after,
        int offset) {
    public static final CafeQuery ALL =
            new CafeQuery(Filter.ALL, null, null, null, null, false, Order.PLACE_CODE, null, 0);

    /** What is most urgent about a café, for an authority; the first that holds. */
    public enum State {
        /** A fact goes on. */
        RUNNING,
        OPEN_CASE,
        /** Its agent is not connected. */
        OFFLINE,
        QUIET;

        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** In which order. All end with the place code, so that pages do not overlap. */
    enum Order {
        PLACE_CODE("c.place_code"),
        NAME("c.name, c.place_code"),
        SILENCE("s.received_at NULLS FIRST, c.place_code"),
        LICENCE("c.licence_valid_until NULLS LAST, c.place_code"),
        CASES("open_cases DESC, c.place_code");

        final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        static Order of(@Nullable String wire) {
            return wire == null
                    ? PLACE_CODE
                    : valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** A table is in the order of place codes, since pages in any other one come to an end. */
    static CafeQuery of(AuthorisedCall call, Filter filter) {
        Order order = call.isForTable() ? Order.PLACE_CODE : Order.of(call.query("sort"));
        String state = call.query("state");
        String cursor = call.query("cursor");
        int offset = call.isForTable() ? 0 : Objects.requireNonNullElse(number(call, "offset"), 0);
        boolean byPlace = order == Order.PLACE_CODE;
        return new CafeQuery(
                filter,
                state == null
                        ? null
                        : Stream.of(State.values())
                                .filter(one -> one.wire().equals(state))
                                .findFirst()
                                .orElseThrow(() -> Refused.parameter("state", "expected a state of a café")),
                number(call, "silentHours"),
                call.date("licenceUntil"),
                number(call, "coverageBelow"),
                "true".equals(call.query("openCases")),
                order,
                byPlace ? Cursor.placeCode(cursor) : null,
                byPlace || cursor == null ? offset : offset(cursor));
    }

    private static @Nullable Integer number(AuthorisedCall call, String name) {
        String given = call.query(name);
        return given == null ? null : Integer.valueOf(given);
    }

    private static int offset(String cursor) {
        long offset = Cursor.number(cursor);
        if (offset < 0 || offset > CafeReportStore.OFFSET_MAX) {
            throw Refused.parameter("cursor", "expected \"next\" of the previous page");
        }
        return (int) offset;
    }

    /** Whether it asks for what only an authority may know. */
    boolean asksForWork() {
        return state != null || openCases || order == Order.CASES;
    }

    /** The cursor of the page after this one; null where a list in this order goes no further. */
    @Nullable
    String next(PlaceCode last, int items) {
        if (order == Order.PLACE_CODE) {
            return Cursor.afterCafe(last);
        }
        long next = (long) offset + items;
        return next > CafeReportStore.OFFSET_MAX ? null : Cursor.afterNumber(next);
    }
}
