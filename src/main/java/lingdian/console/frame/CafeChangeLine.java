package lingdian.console.frame;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeChange;
import org.jspecify.annotations.Nullable;

/**
 * A line about a café that moved, or was changed otherwise, without its offices.
 *
 * @param change as the API names it
 * @param what in words, from what to what
 * @param visible whether the reader still sees the café
 */
public record CafeChangeLine(
        String placeCode, String name, OffsetDateTime at, String change, String what, boolean visible) {
    public static final int MOST = 100;

    private static final String REGION = "region";
    private static final Duration YEAR = Duration.ofDays(366);

    /** The newest of the last days that concern the reader, the newest first; none where the reader is not told of them. */
    public static Future<List<CafeChangeLine>> newest(PageCall call, Divisions divisions) {
        return newest(call, divisions, "", null);
    }

    /** The same of one café and a year. */
    public static Future<List<CafeChangeLine>> ofYear(
            PageCall call, Divisions divisions, String placeCode, Instant now) {
        return newest(call, divisions, placeCode, now.minus(YEAR));
    }

    /** Moves are asked for by themselves, or many other changes would bury them. */
    private static Future<List<CafeChangeLine>> newest(
            PageCall call, Divisions divisions, String placeCode, @Nullable Instant from) {
        if (!call.may(CafeCalls.CHANGES)) {
            return Future.succeededFuture(List.of());
        }
        Future<List<CafeChange>> moves = call.ask(CafeCalls.changes(placeCode, REGION, from, MOST));
        Future<List<CafeChange>> all = call.ask(CafeCalls.changes(placeCode, "", from, MOST));
        return Future.all(moves, all)
                .map(both -> Stream.of(moves.result(), all.result())
                        .flatMap(List::stream)
                        .distinct()
                        .sorted(Comparator.comparing(CafeChange::at).reversed())
                        .map(one -> of(one, divisions, call.words()))
                        .toList());
    }

    static CafeChangeLine of(CafeChange one, Divisions divisions, Words words) {
        return new CafeChangeLine(
                one.placeCode(),
                one.name(),
                one.at(),
                one.change(),
                words.say(
                        "cafe-changes." + one.change(),
                        named(one.change(), one.former(), divisions, words),
                        named(one.change(), one.present(), divisions, words)),
                one.visible());
    }

    private static String named(String change, String value, Divisions divisions, Words words) {
        return switch (change) {
            case REGION -> region(new RegionCode(value), divisions, words);
            case "measures" -> words.sayWord("cafe-measures", value);
            default -> value.isEmpty() ? words.say("cafe-changes.none") : value;
        };
    }

    /** A code that no list of divisions has is said to be one: hardly anybody sees a café there. */
    private static String region(RegionCode region, Divisions divisions, Words words) {
        return divisions.regions().name(region).isPresent()
                ? divisions.name(region.value())
                : words.say("cafe-changes.no-division", region.value());
    }
}
