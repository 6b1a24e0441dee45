package lingdian.console.cafe;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.console.frame.CafeChoice;
import lingdian.console.frame.CsvSheet;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.Words;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.CafeListing;

/** {@code /cafes}: the cafés in the reader's scope, searched, filtered and sorted by the API, page by page. */
public final class CafeListPages {
    /** The most cafés of a file. */
    private static final int FILE_MAX = 1_000;

    private static final int CHOICES_MAX = 10;

    private final Divisions divisions;
    private final InstantSource clock;

    public CafeListPages(Divisions divisions, InstantSource clock) {
        this.divisions = divisions;
        this.clock = clock;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/cafes", this::all).get("/cafes/file", this::file).get("/cafe-choices", this::choices);
    }

    /** An administrator's list is another one: of what is configured, without what happens in a café. */
    private Future<Void> all(PageCall call) {
        return isAdmin(call) ? call.seeOther("/administration/cafes") : states(call);
    }

    private static boolean isAdmin(PageCall call) {
        return call.account().role() == Role.ADMIN;
    }

    private Future<Void> states(PageCall call) {
        Instant now = clock.instant();
        CafeFilter filter = CafeFilter.of(call);
        int page = Math.clamp(number(call.query("page")), 1, CafeList.PAGE_MAX);
        return listing(call, filter, (page - 1) * CafeList.AT_ONCE, CafeList.AT_ONCE)
                .compose(list -> call.show(
                        "cafe/cafes",
                        Section.CAFES,
                        new CafeList(
                                filter,
                                divisions.below(call),
                                divisions.isForeign(call, filter.value("region")) ? filter.value("region") : "",
                                rows(list.items(), call.words(), now),
                                list.total(),
                                list.clipped(),
                                page)));
    }

    /** For a field that is being typed into. */
    private Future<Void> choices(PageCall call) {
        String typed = CafeChoice.searched(call.query("placeCode").strip());
        if (isAdmin(call)) {
            return Future.failedFuture(Refused.role(Role.ADMIN));
        }
        Future<CafeChoices> found = typed.isEmpty()
                ? Future.succeededFuture(CafeChoices.NONE)
                : call.ask(CafeCalls.list("", typed, "", CHOICES_MAX))
                        .map(list -> new CafeChoices(
                                true,
                                list.items().stream()
                                        .map(cafe -> CafeChoices.Offered.of(cafe, divisions))
                                        .toList(),
                                list.next() != null));
        return found.compose(choices -> call.show("cafe/choices", Section.CAFES, choices));
    }

    private static int number(String typed) {
        return typed.matches("\\d{1,3}") ? Integer.parseInt(typed) : 1;
    }

    private Future<CafeListing> listing(PageCall call, CafeFilter filter, int offset, int limit) {
        if (isAdmin(call)) {
            return Future.failedFuture(Refused.role(Role.ADMIN));
        }
        return call.ask(CafeCalls.listing(filter.asked(clock.instant()), offset, limit));
    }

    private List<CafeRow> rows(List<CafeDetail> cafes, Words words, Instant now) {
        return cafes.stream()
                .map(cafe -> CafeRow.of(cafe, divisions, words, now))
                .toList();
    }

    private Future<Void> file(PageCall call) {
        Words words = call.words();
        return listing(call, CafeFilter.of(call), 0, FILE_MAX)
                .compose(list -> call.send(
                        words.say("section.cafes") + ".csv",
                        CsvSheet.TYPE,
                        () -> sheet(rows(list.items(), words, clock.instant()), list.total(), call)));
    }

    private static byte[] sheet(List<CafeRow> rows, long total, PageCall call) {
        Words words = call.words();
        CsvSheet sheet = new CsvSheet()
                .line(List.of(
                        words.say("cafe.name"),
                        words.say("cafe.code"),
                        words.say("filter.region"),
                        words.say("cafes.state"),
                        words.say("cafes.cases"),
                        words.say("cafe.facts"),
                        words.say("cafe.others"),
                        words.say("cafe.heard"),
                        words.say("cafes.licence"),
                        words.say("cafes.coverage")));
        for (CafeRow row : rows) {
            sheet.line(
                    row.line().name(),
                    row.line().placeCode(),
                    row.line().place(),
                    words.sayWord("cafe-state", row.state()),
                    row.openCases(),
                    row.line().facts(),
                    row.line().others(),
                    call.times().second(row.line().lastHeard()),
                    row.licence(),
                    row.coverage());
        }
        return (rows.size() < total ? sheet.line(words.say("cafes.file-clipped", rows.size(), total)) : sheet).bytes();
    }
}
