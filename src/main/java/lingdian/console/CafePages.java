package lingdian.console;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import lingdian.regulator.Ask;
import lingdian.regulator.Role;
import org.jspecify.annotations.Nullable;

/** {@code /cafes}: the cafés in whoever's scope, each with what it may, what it does, and its last ninety days. */
final class CafePages {
    private static final String AT_ONCE = "50";
    private static final int DAYS = 90;
    private static final int VIOLATIONS_MAX = 500;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Divisions divisions;
    private final InstantSource clock;

    CafePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    void mountOn(Rooms rooms) {
        rooms.get("/cafes", this::all).get("/cafes/:placeCode", this::one).get("/my-cafe", this::mine);
    }

    private Future<Void> all(PageCall call) {
        String region = call.query("region");
        return call.ask(Ask.of("listCafes")
                        .query("region", region)
                        .query("limit", AT_ONCE)
                        .query("cursor", call.query("cursor")))
                .compose(list -> call.show(
                        "cafes",
                        Section.CAFES,
                        new CafeList(
                                region,
                                divisions.below(call),
                                CafeLine.all(list, divisions),
                                next(region, list.getString("next")))));
    }

    private static @Nullable String next(String region, @Nullable String cursor) {
        return cursor == null
                ? null
                : "/cafes?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)
                        + (region.isEmpty() ? "" : "&region=" + region);
    }

    private Future<Void> one(PageCall call) {
        Section here = call.account().role() == Role.OPERATOR ? Section.MY_CAFE : Section.CAFES;
        return show(call, here, call.path("placeCode"));
    }

    /** An operator has one café. */
    private Future<Void> mine(PageCall call) {
        String placeCode = call.account().placeCode();
        if (placeCode == null) {
            throw new NoSuchPageException();
        }
        return show(call, Section.MY_CAFE, placeCode);
    }

    private Future<Void> show(PageCall call, Section here, String placeCode) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
        Ask violations = Ask.of("listViolations")
                .query("placeCode", placeCode)
                .query("limit", Integer.toString(VIOLATIONS_MAX))
                .query("from", clock.instant().minus(DAYS, ChronoUnit.DAYS).toString());
        return call.ask(Ask.of("getCafe").path("placeCode", placeCode))
                .compose(cafe ->
                        call.ask(violations).compose(list -> call.show("cafe", here, view(cafe, list, today))));
    }

    private CafeView view(JsonObject cafe, JsonObject list, LocalDate today) {
        List<ViolationRow> rows = ViolationRow.all(list);
        return CafeView.of(
                cafe, divisions, HeatMap.of(rows, today, DAYS), rows, Objects.isNull(list.getString("next")));
    }
}
