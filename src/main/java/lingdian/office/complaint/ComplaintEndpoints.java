package lingdian.office.complaint;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** Endpoints for complaints. Content, notes and answer are shown with one entry in the access log each time, the reporter by a further one. */
final class ComplaintEndpoints {
    /** No complaint is about what is longer ago than what can be punished (行政处罚法, Art. 36). */
    private static final int YEARS_BACK = 2;

    private static final int TALLY_DAYS_MAX = 400;

    private final ScopedStore readers;
    private final CafeStore cafes;
    private final ComplaintStore complaints;
    private final ComplaintTextStore texts;
    private final ComplaintService service;
    private final ReadLog reads;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    ComplaintEndpoints(
            ScopedStore readers,
            CafeStore cafes,
            ComplaintStore complaints,
            ComplaintTextStore texts,
            ComplaintService service,
            ReadLog reads,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.readers = readers;
        this.cafes = cafes;
        this.complaints = complaints;
        this.texts = texts;
        this.service = service;
        this.reads = reads;
        this.clock = clock;
        this.ids = ids;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        Instant now = clock.instant();
        ComplaintQuery query = query(call, now);
        return readers.read(
                        call.account(),
                        call.freshness(),
                        client -> ScopedStore.position(client)
                                .compose(position -> complaints
                                        .list(client, query, after, limit + 1)
                                        .map(found -> Page.of(found, limit, ComplaintEndpoints::place)
                                                .json(complaint -> complaint.json(now), position))))
                .compose(page -> reads.list(call, Action.LIST_COMPLAINTS, page))
                .map(Reply::ok);
    }

    Future<Long> count(AuthorisedCall call) {
        return readers.read(
                call.account(), call.freshness(), client -> complaints.count(client, query(call, clock.instant())));
    }

    private static ComplaintQuery query(AuthorisedCall call, Instant now) {
        return new ComplaintQuery(
                call.scope(),
                Objects.requireNonNullElse(call.query("view"), "open"),
                LocalDate.ofInstant(now, ChinaTime.ZONE),
                call.region(),
                PlaceCode.orNull(call.query("placeCode")),
                call.query("subject"));
    }

    public Future<Reply> register(AuthorisedCall call) {
        JsonObject body = call.body();
        Instant now = clock.instant();
        Instant receivedAt = Objects.requireNonNullElse(BodyFields.instant(body, "receivedAt"), now);
        if (receivedAt.isAfter(now)
                || receivedAt.isBefore(
                        now.atZone(ChinaTime.ZONE).minusYears(YEARS_BACK).toInstant())) {
            throw Refused.body("/receivedAt", "expected a moment of the last " + YEARS_BACK + " years, not after now");
        }
        LocalDate answerBy = BodyFields.date(body, "answerBy", "/answerBy");
        if (answerBy != null && answerBy.isBefore(LocalDate.ofInstant(receivedAt, ChinaTime.ZONE))) {
            throw Refused.body("/answerBy", "expected no day before /receivedAt");
        }
        Optional<Reporter> reporter = Reporter.in(body);
        boolean canBeReached = reporter.map(Reporter::canBeReached).orElse(false);
        boolean wantsAnswer = Objects.requireNonNullElse(body.getBoolean("wantsAnswer"), canBeReached);
        if (wantsAnswer && !canBeReached) {
            throw Refused.body("/wantsAnswer", "expected a telephone, address or email to answer to");
        }
        UUID id = ids.get();
        return readers.read(call.account(), client -> owner(client, call, body))
                .compose(owner -> service.dates(receivedAt, answerBy)
                        .map(dates -> new Complaint(
                                id,
                                owner,
                                PlaceCode.orNull(body.getString("placeCode")),
                                null,
                                new Complaint.Receipt(
                                        body.getString("way"),
                                        body.getString("subject"),
                                        body.getString("reference"),
                                        receivedAt.truncatedTo(ChronoUnit.MICROS),
                                        !canBeReached,
                                        wantsAnswer),
                                dates,
                                new Complaint.Progress(ComplaintStep.RECEIVED, null, null, null),
                                1)))
                .compose(complaint -> service.register(
                                call.account(), complaint, reporter.orElse(null), body.getString("content"))
                        .map(done -> Reply.created(complaint.json(now))));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return detail(call, call.id())
                .compose(detail -> reads.one(seen(call, Action.READ_COMPLAINT, detail.complaint()), detail))
                .map(detail -> Reply.ok(detail.json(clock.instant())));
    }

    /** Only who reported: an officer who follows up a complaint seldom needs it. */
    public Future<Reply> reporter(AuthorisedCall call) {
        return readers.read(
                        call.account(),
                        client -> found(client, call, call.id())
                                .compose(complaint -> texts.reporter(client, complaint.id())
                                        .map(reporter -> new Shown(complaint, reporter.orElse(null)))))
                .compose(shown -> reads.one(seen(call, Action.READ_REPORTER, shown.complaint()), shown))
                .map(shown -> Reply.ok(shown.json()));
    }

    public Future<Reply> act(AuthorisedCall call) {
        ComplaintAction action = ComplaintAction.read(call.body());
        int seen = call.body().getInteger("version");
        return readers.read(
                        call.account(),
                        client -> found(client, call, call.id())
                                .compose(complaint ->
                                        visible(client, call.scope(), action).map(complaint)))
                .compose(complaint -> service.act(call.account(), complaint, seen, action))
                .compose(done -> detail(call, call.id()))
                .map(detail -> Reply.ok(detail.json(clock.instant())));
    }

    public Future<Reply> tally(AuthorisedCall call) {
        LocalDate from = Objects.requireNonNull(call.date("from"), "the document demands it");
        LocalDate to = Objects.requireNonNull(call.date("to"), "the document demands it");
        if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= TALLY_DAYS_MAX) {
            throw Refused.parameter("to", "expected on or after from, for at most " + TALLY_DAYS_MAX + " days");
        }
        return readers.read(
                        call.account(),
                        call.freshness(),
                        client -> complaints.tally(client, call.scope(), from, to, clock.instant()))
                .compose(rows -> reads.list(call, Action.LIST_COMPLAINTS, rows))
                .map(rows -> Reply.ok(new JsonObject()
                        .put("from", from.toString())
                        .put("to", to.toString())
                        .put(
                                "items",
                                new JsonArray(rows.stream()
                                        .map(ComplaintEndpoints::json)
                                        .toList()))));
    }

    private record Shown(Complaint complaint, @Nullable Reporter reporter) {
        JsonObject json() {
            return new JsonObject()
                    .put("id", complaint.id().toString())
                    .put("reporter", reporter == null ? null : reporter.json());
        }
    }

    private Future<ComplaintDetail> detail(AuthorisedCall call, UUID id) {
        return readers.read(
                call.account(),
                client -> found(client, call, id).compose(complaint -> {
                    var said = texts.texts(client, id);
                    var history = texts.history(client, id);
                    return Future.all(said, history)
                            .map(all ->
                                    new ComplaintDetail(complaint, said.result().orElse(null), history.result()));
                }));
    }

    private Future<Complaint> found(SqlClient client, AuthorisedCall call, UUID id) {
        return complaints.one(client, call.scope(), id).map(found -> found.orElseThrow(Refused::unknown));
    }

    /** The café that is linked must be one that the officer sees. */
    private Future<Void> visible(SqlClient client, Scope scope, ComplaintAction action) {
        return action instanceof ComplaintAction.Link link && link.placeCode() != null
                ? cafe(client, scope, link.placeCode()).mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Complaint.Owner> owner(SqlClient client, AuthorisedCall call, JsonObject body) {
        Scope scope = call.scope();
        var authority = Objects.requireNonNull(scope.authority(), "only regulators may call");
        PlaceCode placeCode = PlaceCode.orNull(body.getString("placeCode"));
        if (placeCode != null) {
            return cafe(client, scope, placeCode).map(region -> new Complaint.Owner(authority, region));
        }
        RegionCode region = Objects.requireNonNullElse(RegionCode.orNull(body.getString("region")), scope.region());
        if (!scope.region().covers(region)) {
            throw Refused.body("/region", "expected a region of yours");
        }
        return Future.succeededFuture(new Complaint.Owner(authority, region));
    }

    /** The region of a café that the reader sees. */
    private Future<RegionCode> cafe(SqlClient client, Scope scope, PlaceCode placeCode) {
        return cafes.place(client, placeCode)
                .map(found -> found.filter(place -> scope.coversCafe(place.placeCode(), place.region()))
                        .orElseThrow(Refused::unknown)
                        .region());
    }

    private static AccessEntry seen(AuthorisedCall call, Action action, Complaint complaint) {
        return call.done(action)
                .on(Subject.of(Subject.Kind.COMPLAINT, complaint.id()))
                .inRegion(complaint.owner().region());
    }

    private static String place(Complaint last) {
        return new Cursor.AfterViolation(last.receipt().at(), last.id()).text();
    }

    private static JsonObject json(ComplaintStore.Tally row) {
        return new JsonObject()
                .put("subject", row.subject())
                .put("way", row.way())
                .put("received", row.received())
                .put("accepted", row.accepted())
                .put("refused", row.refused())
                .put("answered", row.answered())
                .put("late", row.late());
    }
}
