package lingdian.office.returns;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnForm;
import lingdian.law.returns.ReturnPeriod;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.returns.ReturnReading.Named;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /returns}: what is reported upward, and its submission by a county's officer. */
final class ReturnEndpoints {
    private final OfficeContext office;
    private final ReturnReading reading;
    private final ReturnRowStore rows;
    private final ReturnSubmissionStore submissions;

    ReturnEndpoints(
            OfficeContext office, ReturnReading reading, ReturnRowStore rows, ReturnSubmissionStore submissions) {
        this.office = office;
        this.reading = reading;
        this.rows = rows;
        this.submissions = submissions;
    }

    public Future<Reply> list(AuthorisedCall call) {
        RegionCode region = ReturnReading.region(call);
        return office.scoped()
                .read(
                        call.account(),
                        call.freshness(),
                        client -> ScopedStore.position(client)
                                .compose(position -> periods(client, call)
                                        .compose(periods -> listed(client, call.account(), region, periods))
                                        .map(items -> new JsonObject()
                                                .put("items", items)
                                                .putNull("next")
                                                .put("position", position))))
                .compose(list -> office.reads().list(call, Action.LIST_RETURNS, list))
                .map(Reply::ok);
    }

    Future<Long> countPeriods(AuthorisedCall call) {
        return office.scoped()
                .read(call.account(), call.freshness(), client -> periods(client, call))
                .map(periods -> (long) periods.size());
    }

    /** The parts of the year that have begun, and its campaigns; the latest first. */
    private Future<List<Named>> periods(SqlClient client, AuthorisedCall call) {
        LocalDate today = today();
        String asked = call.query("year");
        int year = asked == null ? today.getYear() : Integer.parseInt(asked);
        return reading.campaigns(client, call.account(), year)
                .map(campaigns -> Stream.concat(
                                ReturnPeriod.begunOf(year, today).stream().map(period -> new Named(period, null)),
                                campaigns.stream())
                        .toList());
    }

    private Future<JsonArray> listed(SqlClient client, Account account, RegionCode region, List<Named> periods) {
        var newest = submissions.newest(
                client,
                ReturnReading.authority(account),
                region,
                periods.stream().map(one -> one.period().name()).toList());
        var counties = reading.counties(client, region);
        return Future.all(newest, counties).map(read -> {
            Map<String, List<Submission>> byPeriod =
                    newest.result().stream().collect(Collectors.groupingBy(Submission::period));
            var items = new JsonArray();
            periods.forEach(one -> items.add(
                    listed(one, region, byPeriod.getOrDefault(one.period().name(), List.of()), counties.result())));
            return items;
        });
    }

    private JsonObject listed(Named named, RegionCode region, List<Submission> newest, List<RegionCode> counties) {
        long all = Stream.concat(counties.stream(), newest.stream().map(Submission::county))
                .filter(ReturnQuery::isCounty)
                .distinct()
                .count();
        boolean shown = ReturnQuery.isCounty(region) && !newest.isEmpty();
        return ReturnSheet.period(named.period(), named.campaign(), today())
                .put("submission", shown ? newest.getFirst().outline() : null)
                .put("submitted", newest.size())
                .put("counties", all);
    }

    public Future<Reply> one(AuthorisedCall call) {
        return shown(call, ReturnReading.region(call))
                .compose(shown -> office.reads().list(call, Action.LIST_RETURNS, shown))
                .map(Reply::ok);
    }

    Future<Long> countColumns(AuthorisedCall call) {
        ReturnReading.region(call);
        return office.scoped()
                .read(call.account(), client -> reading.period(client, call))
                .map(period -> (long) reading.form(call.account()).columns().size());
    }

    private Future<JsonObject> shown(AuthorisedCall call, RegionCode region) {
        return office.scoped()
                .read(
                        call.account(),
                        client -> reading.period(client, call)
                                .compose(named -> reading.sheet(client, query(call, region, named), named.campaign())))
                .map(sheet -> sheet.json(today()));
    }

    private static ReturnQuery query(AuthorisedCall call, RegionCode region, Named named) {
        return ReturnQuery.of(ReturnReading.authority(call.account()), region, named.period());
    }

    /**
     * Only an officer of the county itself: what is reported upward has a person who answers for it. Where the figures are those of the
     * newest version, nothing is written: otherwise the versions would be used up, and the next correction refused.
     */
    public Future<Reply> submit(AuthorisedCall call) {
        RegionCode county = call.scope().region();
        if (!ReturnQuery.isCounty(county)) {
            throw Refused.coded(
                    422,
                    "not-a-county",
                    "Offices of counties submit. The return of a region above is the sum of theirs.");
        }
        Instant at = now();
        return office.scoped()
                .read(
                        call.account(),
                        client -> reading.period(client, call)
                                .compose(named -> counted(client, call, begun(call, county, named), at)))
                .compose(counted ->
                        counted.isPresent() ? submitted(call, counted.get()).map(Reply::created) : one(call));
    }

    private Future<JsonObject> submitted(AuthorisedCall call, Submission submission) {
        return office.pool()
                .withTransaction(connection -> submitted(connection, call, submission))
                .compose(submitted -> shown(call, submission.county()));
    }

    private ReturnQuery begun(AuthorisedCall call, RegionCode county, Named named) {
        if (!named.period().hasBegun(today())) {
            throw Refused.coded(422, "not-begun", "The period has not begun.");
        }
        return query(call, county, named);
    }

    /**
     * The next version, with the figures as the rows are now; empty if the newest says the same. Counting takes seconds where there are
     * very many rows, so it is done before the transaction, by a reader's connection, whose statements have a limit of time.
     */
    private Future<Optional<Submission>> counted(SqlClient client, AuthorisedCall call, ReturnQuery query, Instant at) {
        return submissions
                .newest(
                        client,
                        query.authority(),
                        query.region(),
                        List.of(query.period().name()))
                .compose(newest -> counted(
                                client,
                                call,
                                query,
                                at,
                                newest.isEmpty() ? 1 : newest.getFirst().version() + 1)
                        .map(counted -> newest.stream().anyMatch(counted::saysTheSameAs)
                                ? Optional.empty()
                                : Optional.of(counted)));
    }

    private Future<Submission> counted(
            SqlClient client, AuthorisedCall call, ReturnQuery query, Instant at, int version) {
        ReturnForm form = reading.form(call.account());
        return rows.tallies(client, query)
                .map(tallies -> new Submission(
                        query.region(),
                        query.period().name(),
                        version,
                        at,
                        call.account().name(),
                        reading.formVersion(),
                        form.figures(tallies.getOrDefault(query.region(), Map.of()))));
    }

    /** Writes what was counted, unless another version was submitted since: a later version has no earlier figures. */
    private Future<Void> submitted(SqlConnection connection, AuthorisedCall call, Submission submission) {
        Account account = call.account();
        Authority authority = ReturnReading.authority(account);
        return submissions
                .next(connection, authority, submission.county(), submission.period(), account.id())
                .compose(version -> version != submission.version()
                        ? Future.failedFuture(Refused.with(
                                409, "This return was submitted by somebody else meanwhile. Please look at it again."))
                        : submissions.submit(connection, authority, submission, account))
                .compose(kept -> office.log().append(connection, entry(call, submission)));
    }

    private static AccessEntry entry(AuthorisedCall call, Submission submission) {
        return call.done(Action.SUBMIT_RETURN)
                .on(Subject.of(Subject.Kind.RETURN, submission.period()))
                .inRegion(submission.county())
                .with("version", submission.version());
    }

    private Instant now() {
        return office.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(office.clock().instant(), ChinaTime.ZONE);
    }
}
