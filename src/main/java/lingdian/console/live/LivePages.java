package lingdian.console.live;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.Tally;
import lingdian.console.violation.ViolationRow;
import lingdian.domain.RegionCode;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.AccountChange;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeTally;
import lingdian.office.cafe.CountyTally;
import lingdian.office.violation.ViolationCalls;
import lingdian.office.violation.ViolationList;
import lingdian.office.violation.ViolationQuery;

/**
 * {@code /live}: the violations of the last day and the open ones, on a page that an inspector keeps open all night.
 *
 * <p>New violations reach the browser through the feed itself; a message makes the page reload the card of that café.
 * So only the feed decides which messages a reader gets, and cards are rendered in one place.
 */
public final class LivePages {
    private static final Duration SHOWN = Duration.ofHours(24);
    private static final int KEYS_MAX = 20;
    private static final int OPERATORS_MAX = 50;
    private static final int MOST = 200;
    /** Each is another list of cafés. */
    private static final int COUNTIES_MAX = 5;

    private static final int CAFES_MAX = 500;

    private final Divisions divisions;
    private final InstantSource clock;

    public LivePages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/live", this::all)
                .get("/live/tally", this::count)
                .get("/live/outages", this::outages)
                .get("/live/cafes/:placeCode", this::one);
    }

    private Future<Void> all(PageCall call) {
        LiveFilter filter = LiveFilter.of(call);
        Future<ViolationList> list = shown(call, query -> query.matching(filter.ofTheApi()));
        Future<List<CafeCard>> cards = list.compose(found -> cards(call, found));
        Future<Tally> tally = tally(call);
        Future<Live.Changes> accounts = accounts(call);
        Future<List<KeyLine>> keys = KeyLine.newest(call, "", KEYS_MAX);
        Future<List<CafeChangeLine>> cafes = CafeChangeLine.newest(call, divisions);
        return Future.all(cards, tally, accounts, keys, cafes).compose(both -> {
            var live = new Live(
                    list.result().position(),
                    filter,
                    tally.result(),
                    divisions.below(call),
                    accounts.result(),
                    keys.result(),
                    cafes.result(),
                    cards.result(),
                    list.result().isComplete(),
                    divisions.isForeign(call, filter.region()),
                    clock.instant());
            return call.show("live/live", Section.LIVE, live);
        });
    }

    private Future<Live.Changes> accounts(PageCall call) {
        return call.may(AccountCalls.CHANGES)
                ? call.ask(AccountCalls.CHANGES.request()).map(found -> changes(call, found))
                : Future.succeededFuture(new Live.Changes(List.of(), List.of(), 0));
    }

    private Live.Changes changes(PageCall call, List<AccountChange> found) {
        List<AccountChange> operators =
                found.stream().filter(AccountChange::isOperator).toList();
        return new Live.Changes(
                found.stream()
                        .filter(one -> !one.isOperator())
                        .map(one -> changed(call, one))
                        .toList(),
                operators.stream()
                        .limit(OPERATORS_MAX)
                        .map(one -> changed(call, one))
                        .toList(),
                operators.size());
    }

    private Live.ChangedAccount changed(PageCall call, AccountChange changed) {
        return new Live.ChangedAccount(
                changed, changed.region() == null ? null : divisions.name(changed.region()), call.times());
    }

    private Future<Void> count(PageCall call) {
        return tally(call).compose(tally -> call.show("live/live-tally", Section.LIVE, tally));
    }

    /** Counties most of whose cafés fell silent together; only where many are not connected are the cafés looked at. */
    private Future<Void> outages(PageCall call) {
        RegionCode within = RegionCode.find(call.query("region")).orElse(RegionCode.COUNTRY);
        Instant now = clock.instant();
        Future<CafeTally> tally = call.ask(CafeCalls.tallySince(call.query("region"), now.minus(Outage.SILENT)));
        Future<List<OutageLine>> lines = call.ask(CafeCalls.counties())
                .compose(counties -> Future.all(counties.stream()
                        .filter(one -> within.covers(new RegionCode(one.region())))
                        .filter(one -> one.offline() >= Outage.CAFES_MIN)
                        .sorted(Comparator.comparingLong(CountyTally::offline).reversed())
                        .limit(COUNTIES_MAX)
                        .map(one -> call.ask(CafeCalls.listing(Map.of("region", one.region()), 0, CAFES_MAX))
                                .map(cafes -> Outage.of(one, cafes.items(), now)))
                        .toList()))
                .map(all -> all.<Optional<Outage>>list().stream()
                        .flatMap(Optional::stream)
                        .map(one -> new OutageLine(one, divisions.name(one.region())))
                        .toList());
        return Future.all(tally, lines)
                .compose(both -> call.show(
                        "live/outages",
                        Section.LIVE,
                        new Outages(call.query("region"), tally.result(), lines.result())));
    }

    /** The model of the part of the page that tells of outages. @param region that was chosen; empty: the reader's own */
    record Outages(String region, CafeTally tally, List<OutageLine> lines) {
        Outages {
            lines = List.copyOf(lines);
        }

        static long minutes() {
            return Outage.SILENT.toMinutes();
        }
    }

    /** @param place the names of the county's divisions */
    record OutageLine(Outage outage, String place) {}

    private static Future<Tally> tally(PageCall call) {
        return call.ask(CafeCalls.tally(call.query("region"))).map(Tally::of);
    }

    /** The card of one café after a message of the feed; empty if no violation is left to show. */
    private Future<Void> one(PageCall call) {
        LiveFilter filter = LiveFilter.of(call);
        return shown(call, query -> query.matching(filter.ofTheApi()).atCafe(call.path("placeCode")))
                .compose(list -> cards(call, list))
                .compose(cards -> call.show("live/live-card", Section.LIVE, new Cards(cards)));
    }

    /** The model of the part of the page that shows cards. */
    record Cards(List<CafeCard> cards) {}

    /** Those of the last day, and those that still go on, whenever they began. */
    private Future<ViolationList> shown(PageCall call, UnaryOperator<ViolationQuery> narrowed) {
        ViolationQuery lastDay = ViolationQuery.since(clock.instant().minus(SHOWN), MOST);
        Future<ViolationList> open = call.ask(ViolationCalls.list(narrowed.apply(ViolationQuery.open(MOST))));
        return call.ask(ViolationCalls.list(narrowed.apply(lastDay))).compose(last -> open.map(last::and));
    }

    private Future<List<CafeCard>> cards(PageCall call, ViolationList list) {
        Map<String, List<ViolationRow>> byCafe = ViolationRow.all(list).stream()
                .collect(Collectors.groupingBy(ViolationRow::placeCode, LinkedHashMap::new, Collectors.toList()));
        return new CafeNames(call)
                .of(byCafe.keySet())
                .map(names -> byCafe.entrySet().stream()
                        .map(one -> card(one.getKey(), names.getOrDefault(one.getKey(), one.getKey()), one.getValue()))
                        .sorted(Comparator.comparing(CafeCard::isRunning).reversed())
                        .toList());
    }

    private CafeCard card(String placeCode, String name, List<ViolationRow> violations) {
        return new CafeCard(
                placeCode,
                name,
                divisions.name(violations.getFirst().violation().region()),
                violations.stream()
                        .sorted(Comparator.comparing(ViolationRow::isRunning).reversed())
                        .toList());
    }
}
